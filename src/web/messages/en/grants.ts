import type { grants as vi } from '../vi/grants.ts';

export const grants: typeof vi = {
  title: 'Grants',
  add: 'Add a grant',
  remove: 'Revoke',
  subject: 'Given to',
  application: 'Application',
  effect: 'Effect',
  createdAt: 'Given on',
  subjects: { everyone: 'Everyone', unit: 'Unit', group: 'Group', account: 'Person' },
  effects: { allow: 'Allow', deny: 'Deny' },
  noneForApplication: 'Given to nobody yet. Without a grant nobody can enter this application.',
  noneForSubject: 'No grant of its own yet.',
  rule: 'Deny always wins over allow. Without a grant there is no way in.',
  howToAdd: 'Add one on the page of an application, a person, a group or a unit.',
  noneFound: 'No grant matches the filter.',
  find: 'Find',
  findSubject: 'Find who it is for',
  findHint: 'Part of a name, a code or a user name; marks may be left out',
  kind: 'Kind',
  choose: 'Choose who it is for',
  noMatch: 'Nothing found. Try another part of the name.',
  more: 'There are more. Type more to narrow it down.',
  reasonHint: 'Kept in the journal, such as: by letter no. …',
  giveTo: (name) => `For: ${name}`,
  forApplication: (name) => `Application: ${name}`,
  removeTitle: 'Revoke a grant',
  removed: (subject, effect, application) =>
    `The grant “${effect}” of ${subject} for the application ${application} is revoked.`,
  removedAllow:
    'Whoever could enter only because of it loses access now; open sessions there are ended.',
  removedDeny: 'Whoever it kept out can enter if another grant allows it.',
};
