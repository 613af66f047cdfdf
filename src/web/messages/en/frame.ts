import type { frame as vi } from '../vi/frame.ts';

export const frame: typeof vi = {
  find: {
    label: 'Search everything',
    hint: 'Find people, units, groups, applications',
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
};
