import type { Messages } from '../messages.ts';

export const keys: Messages['keys'] = {
  title: 'Signing keys',
  about: (days) =>
    `Keys change by themselves every ${days} days: a new one is published before it signs, an old one verifies until the last token has ended. Nobody has to sign in again.`,
  rotate: 'Publish new keys',
  period: 'How often they change',
  history: 'Changes of keys',
  replace: 'A key has leaked…',
  replaceNow: 'Replace now',
  reasonHint: 'Goes into the journal: when it leaked and who decided.',
  none: 'No keys yet; the first start of the system makes them.',
  alg: 'Algorithm',
  state: 'State',
  since: 'Since',
  afterwards: 'Next',
  states: {
    next: 'published, not signing yet',
    current: 'signing',
    previous: 'verifying only',
  },
  uses: {
    sig: {
      title: 'Keys that sign tokens',
      about:
        'Applications check tokens with the public half of these keys; the address of the keys is on the connect page of each application.',
      replaceTitle: 'Replace the keys that sign tokens now',
      consequences: [
        'Every signing key is deleted at once on all servers; new ones sign at once.',
        'Tokens signed by the old keys are worth nothing any more, forged ones included.',
        'Applications fetch the new keys when they meet a signature they do not know. One that reads keys only when it starts must be started again.',
        'People stay signed in here. This cannot be undone.',
      ],
    },
    cookie: {
      title: 'Keys that sign cookies',
      about:
        'They keep the cookie of the single sign-on session from being forged; only this server uses them.',
      replaceTitle: 'Replace the keys that sign cookies now',
      consequences: [
        'Every such key is deleted at once on all servers; a new one is used at once.',
        'Everybody signs in again the next time they open an application; a sign-in under way begins anew.',
        'Applications that are open already go on. This cannot be undone.',
      ],
    },
  },
  following: {
    next: (at) => `signs from ${at}`,
    current: (at) => `its successor is published from ${at}`,
    previous: (at) => `deleted from ${at}`,
  },
};
