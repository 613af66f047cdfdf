import type { Messages } from '../messages.ts';

export const launcher: Messages['launcher'] = {
  title: 'Arrange the portal',
  link: 'Arrange the portal',
  about:
    'People see the sections and applications in exactly this order; each sees only the applications they may use, and no section without one.',
  createSection: 'Add a section',
  editSection: 'Edit the section',
  ended: 'no longer valid',
  notYet: 'not valid yet',
  endedHint: 'This section is not shown. Its applications stand under “Other applications”.',
  other: 'Other applications',
  otherHint: 'Applications of no section. Always at the end of the page.',
  empty: 'No application in this section yet.',
  up: (name) => `Move ${name} up`,
  down: (name) => `Move ${name} down`,
  place: 'Change section',
  placeOf: (name) => `Change the section of ${name}`,
  section: 'Section of the portal',
  sectionHint:
    'The application goes to the end of the chosen section; it can be moved up afterwards.',
  noSection: 'In no section',
  preview: 'Preview',
  previewHint: 'The page of a person who may use every active application.',
  previewEmpty: 'No application is active yet.',
};
