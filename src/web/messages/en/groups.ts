import type { groups as vi } from '../vi/groups.ts';

export const groups: typeof vi = {
  title: 'Groups',
  create: 'Create a group',
  edit: 'Edit group',
  search: 'Find a group',
  searchHint: 'Part of a name or code; marks may be left out',
  name: 'Name',
  code: 'Code',
  codeHint:
    'Lower-case letters without marks, digits, hyphens; applications receive it, so it cannot be changed later.',
  description: 'Description',
  builtIn: 'built in',
  states: { active: 'Active', closed: 'Closed' },
  members: 'Members',
  people: 'People',
  groups: 'Nested groups',
  groupsHint: 'People of a nested group count as people of this one.',
  parents: 'Nested in',
  noPeople: 'Nobody is in this group yet.',
  noGroups: 'No nested groups yet.',
  empty: 'No group matches.',
  addPerson: 'Add a person',
  addGroup: 'Nest a group',
  addHere: 'Add',
  already: 'already in',
  remove: 'Remove',
  close: 'Close group',
  closeTitle: (name) => `Close the group ${name}`,
  closed: [
    'Its grants no longer do anything; whoever could enter an application only because of it loses access now.',
    'Members and grants can still be looked up.',
    'The console cannot open it again.',
  ],
  count: (people, groups) =>
    `${people} ${people === '1' ? 'person' : 'people'}, ${groups} nested ${groups === '1' ? 'group' : 'groups'}`,
};
