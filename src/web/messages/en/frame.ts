import type { frame as vi } from '../vi/frame.ts';

export const frame: typeof vi = {
  find: {
    label: 'Search everything',
    hint: 'Find people, units, applications',
    go: 'Search',
    results: (text) => `Results for “${text}”`,
    ask: 'Type a name, user name or code into the search box at the top. Marks may be left out; the key / goes to the box.',
    nothing:
      'Nothing matches. Try fewer words, or only part of a name; marks and capitals do not matter.',
    more: 'See all',
    closed: 'no longer in use',
  },
  theme: {
    label: 'Appearance',
    device: 'As the device',
    light: 'Light',
    dark: 'Dark',
  },
  crumbs: 'Where this page is',
  dismiss: 'Close this notice',
  sessions: {
    title: 'Sessions',
    ofPerson: (name) => `Sessions of ${name}`,
    search: 'Search by person',
    person: 'Person',
    since: 'Signed in',
    until: 'Ends by itself',
    address: 'Network address',
    browser: 'Browser',
    applications: 'Entered',
    application: 'Application',
    device: 'Browser or system',
    end: 'End',
    none: 'Nobody is signed in at the moment.',
    noMatch: 'No session matches. Try fewer words, or clear the filter.',
    all: 'See the sessions',
    endTitle: (name) => `End a session of ${name}`,
    consequences: (since, address) => [
      `The session that began at ${since} from ${address} ends now, with the applications entered in it.`,
      'Other sessions of this person stay. The person may sign in again while the account is active.',
      'The journal keeps a record of it.',
    ],
  },
};
