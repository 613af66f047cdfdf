import type { servers as vi } from '../vi/servers.ts';

export const servers: typeof vi = {
  title: 'Servers',
  url: 'Address',
  since: 'Since',
  seen: 'Seen',
  states: { good: 'Reachable', partly: 'Unsteady', dead: 'Lost' },
  unknown: 'Not looked at yet',
  troubles: {
    'directory.unreachable': 'No connection.',
    'directory.timeout': 'Takes connections but does not answer.',
    'directory.tls': 'No encrypted connection: check the certificate.',
    'directory.malformed': 'Does not answer as LDAP prescribes.',
  },
  byNode: (node, words) => `${node}: ${words}`,
  note: {
    good: 'Servers are looked at often. When one is lost, the others take over.',
    some: 'A lost server is tried again by itself; sign-in and synchronisation use the others.',
    all: 'Every server is lost; all are tried again by themselves. Nothing can be synchronised.',
  },
  allGood: 'Reachable',
  someLost: (lost, total) => `${lost} of ${total} servers lost`,
  allLost: 'Lost',

  outage: 'While the directory is lost',
  policy: 'While every server is lost, people of this source',
  policies: {
    accept: 'Sign in by a kept verifier',
    refuse: 'Cannot sign in',
  },
  policyHint:
    'A verifier is made whenever the directory accepts a password, and is sealed here; nobody can read the password from it. Choosing that nobody signs in deletes all there are.',
  hours: 'A verifier is good for (hours)',
  hoursHint: '1 to 720 hours, from when the directory last accepted the password.',
  accepts: (hours) =>
    `People sign in by a kept verifier, for ${hours} hours after the directory last accepted the password`,
  refuses: 'Nobody signs in until it is back',
  verifiers: 'People with a verifier',

  lostAll: (name) => `Every server of ${name} is lost`,
  lostSome: (name, lost, total) => `${name}: ${lost} of ${total} servers lost`,
  lostSince: (at) => `since ${at}`,
  byVerifier: (count) => `${count} sign-ins today by a kept verifier, because a directory is lost`,
};
