import type { live as vi } from '../vi/live.ts';

export const live: typeof vi = {
  title: 'Following changes',
  hint: 'Changes of the directory are applied at once, without waiting for a full reading. Full readings still run on their schedule and repair whatever was missed.',
  method: 'How changes are followed',
  methods: {
    auto: 'Automatic: the best the server offers',
    syncrepl: 'syncrepl of OpenLDAP (RFC 4533)',
    dirsync: 'DirSync of Active Directory and Samba',
    timestamp: 'By the time of change of each entry',
    none: 'Not followed: full readings on schedule only',
  },
  persist: 'Keep a connection open on which the server tells changes at once',
  persistHint: 'With syncrepl only: a suspended person is out of every application within seconds.',
  everySeconds: 'Ask again after (seconds)',
  everySecondsHint: 'Where the server does not tell by itself. From 5 to 3,600 seconds.',
  ways: {
    syncrepl: (persistent, seconds) =>
      persistent
        ? 'the server tells changes at once (syncrepl)'
        : `the server is asked every ${seconds} seconds (syncrepl)`,
    dirsync: (_, seconds) => `the server is asked every ${seconds} seconds (DirSync)`,
    timestamp: (_, seconds) =>
      `entries with a new time of change are searched every ${seconds} seconds; deleted people are noticed within about 5 minutes`,
  },
  state: 'State',
  states: {
    starting: 'Starting',
    running: 'Running',
    held: 'Paused',
    waiting: 'Not following',
    stopped: 'Not running',
  },
  off: 'Not followed. Changes are noticed by the full readings on schedule.',
  notYet: 'Not begun yet.',
  since: (at) => `since ${at}`,
  lastChange: 'Last change',
  noChange: 'none yet',
  why: 'Why',
  heldBy:
    'A run of the synchronisation is held. Nothing more is applied before it is released or dismissed.',
  seeHeld: 'See the held run',
  nobody: 'No node of the system follows this source.',
  memberOf:
    'Group members come from memberOf: a change of membership may be noticed only by a full reading.',
  probe: 'Following changes',
  probes: {
    syncrepl: 'The server can tell changes at once (syncrepl).',
    dirsync: 'The server can be asked what changed (DirSync).',
    timestamp:
      'The server does not tell changes; entries will be searched by their time of change. With OpenLDAP, switch on syncprov so that changes bite within seconds.',
  },
};
