import type { units as vi } from '../vi/units.ts';

export const units: typeof vi = {
  title: 'Units',
  search: 'Find a unit',
  searchHint: 'Part of a name or code; marks may be left out',
  create: 'Add a unit',
  name: 'Name',
  code: 'Electronic identifier',
  parent: 'Belongs to',
  noParent: 'Belongs to none',
  states: { active: 'Active', closed: 'Closed' },
  origin: 'Source',
  contact: 'Contact',
  contactHint:
    'Shown to people refused at an application of this unit, so that they know whom to ask.',
  contactName: 'Name or office',
  contactMail: 'E-mail',
  contactPhone: 'Phone',
  children: 'Subordinate units',
  below: (count) => (count === 1 ? '1 unit below' : `${count} units below`),
  people: 'People of the unit',
  noPeople: 'Nobody holds a post here yet.',
  empty: 'There are no units yet. Synchronise a directory or add one by hand.',
  noMatch: 'No unit matches.',
  edit: 'Edit unit',
  close: 'Close unit',
  closeTitle: (name) => `Close the unit ${name}`,
  closed: [
    'The unit can still be looked up, but takes no more people and subordinate units.',
    'Its grants no longer do anything for those who hold posts here.',
  ],
  fromDirectory: 'Name and parent come from the directory; only the contact can be changed.',
};
