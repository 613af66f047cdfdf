import type { rules as vi } from '../vi/rules.ts';

export const rules: typeof vi = {
  zones: {
    title: 'Network zones',
    about:
      'A grant can open an application from certain zones alone. The computer that opens it is in every zone whose ranges hold its address.',
    add: 'Add a zone',
    code: 'Code',
    codeHint: 'Small letters, digits and hyphens; it cannot be changed later.',
    name: 'Vietnamese name',
    nameEn: 'English name',
    ranges: 'Ranges of addresses',
    rangesHint: 'One on each line, such as 10.0.0.0/8, 192.168.1.0/24 or fc00::/7.',
    inner: 'Inner network',
    innerHint:
      'Lists of who may enter are worked out for somebody in these zones; whoever comes from elsewhere comes from outside.',
    rest: 'Every address that is in no other zone',
    change: (name) => `Change the zone ${name}`,
    remove: 'Delete the zone',
    removed: (name) => `The zone ${name} can no longer be chosen in grants.`,
    now: 'Whoever is inside an application and not in an allowed zone any more is out of it at once.',
  },
  sets: {
    title: 'Classes and sets of applications',
    about:
      'One grant for many applications: for a class of software, or for a set of your own. Each application can still have grants of its own.',
    classes: 'Classes of applications',
    own: 'Sets of applications',
    add: 'Add a set',
    name: 'Name of the set',
    description: 'Description',
    applications: 'Applications',
    count: (count) => (count === 1 ? '1 application' : `${count} applications`),
    none: 'There is no set yet.',
    empty: 'There is no application yet.',
    change: (name) => `Change the set ${name}`,
    remove: 'Delete the set',
    removed: (name) =>
      `The set ${name} is deleted; its applications stay, with the grants of their own.`,
    now: 'Where an application leaves the set, whoever could enter only because of the set loses access now.',
  },
  roles: {
    title: 'Roles',
    of: (name) => `Roles in ${name}`,
    about:
      'The application declares its roles here; grants give them to people, groups and units. It is told of them in the claim “roles”, where its scope has “roles”.',
    notAsked:
      'This application does not ask for “roles”, so it is told of none. Add “roles” to its scope on the page where it is changed.',
    add: 'Add a role',
    code: 'Code',
    codeHint: 'Exactly what the application reads in the token; it cannot be changed later.',
    name: 'Vietnamese name',
    nameEn: 'English name',
    none: 'The application has declared no roles yet.',
    change: (name) => `Change the role ${name}`,
    remove: 'Delete the role',
    removed: (name) => `The role ${name} can no longer be given.`,
  },
};
