import type { Messages } from '../messages.ts';

export const settings: Messages['settings'] = {
  title: 'Settings',
  about:
    'Each change acts at once on every server and goes into the journal with the value before and after.',
  groupsOf: 'Groups of settings',
  groups: {
    installation: {
      title: 'Name and language',
      about:
        'At the top of every page, in the browser’s tab, and where the portal is installed on a telephone.',
    },
    help: {
      title: 'Where to ask for help',
      about:
        'On the sign-in page, where an application is refused, where one is missing, and on error pages. With all three empty nothing is shown.',
    },
    notice: {
      title: 'Notice on the sign-in page',
      about: 'Above the sign-in form, for example before maintenance. Plain text only.',
    },
    sessions: {
      title: 'How long sessions last',
      about:
        'A shorter time acts at once, on open sessions too; a longer one only on sessions that begin later.',
    },
    'second-factor': {
      title: 'Second step',
      about:
        'When one more step is asked for after the password. Besides, each application and each group can ask for it on its own page.',
    },
    signing: {
      title: 'Signing keys',
      about:
        'A new key is published before it signs, an old one verifies until the last token has ended; nobody has to sign in again.',
    },
    attention: { title: 'Reminders', about: 'What needs attention on the start page.' },
    lists: {
      title: 'Exports and retention',
      about:
        'Limits of exported files, and for how long runs are kept. The journal is never deleted.',
    },
  },
  items: {
    installationName: {
      title: 'Name of this system',
      help: 'For example: Sign-in of An Giang province. At most 60 characters.',
    },
    installationNameEn: {
      title: 'Name in English',
      help: 'Shown where pages are read in English.',
    },
    firstLanguage: {
      title: 'First language',
      help: 'For people who never chose one. Those who did keep their choice.',
    },
    helpName: { title: 'Whom to ask', help: 'A person, a division or a help desk.' },
    helpPhone: { title: 'Telephone', help: 'Can be dialled from a telephone.' },
    helpMail: { title: 'E-mail', help: 'An official mailbox that somebody reads.' },
    noticeText: { title: 'Text of the notice', help: 'At most 600 characters. Empty: no notice.' },
    noticeTextEn: {
      title: 'Notice in English',
      help: 'Empty: readers of English see the Vietnamese text.',
    },
    noticeFrom: { title: 'Notice shown from', help: 'dd/mm/yyyy hh:mm; empty: from now on.' },
    noticeUntil: {
      title: 'Notice shown until',
      help: 'dd/mm/yyyy hh:mm; empty: until it is removed.',
    },
    providerHours: {
      title: 'One sign-in lasts for',
      help: 'From the moment of the password. After that, the next application asks to sign in again.',
    },
    providerIdleMinutes: {
      title: 'Sign-in: without use',
      help: 'When no application was used for so long, the next one asks for the password again. Exact to a minute.',
    },
    portalIdleMinutes: {
      title: 'Portal: idle at most',
      help: 'After that the page asks the sign-in system again.',
    },
    portalHours: { title: 'Portal: at most', help: 'From its beginning, even while it is used.' },
    consoleIdleMinutes: {
      title: 'Console: idle at most',
      help: 'An administrator who is away from the desk for longer is signed out.',
    },
    consoleHours: { title: 'Console: at most', help: 'From its beginning, even while it is used.' },
    secondFactorPeople: {
      title: 'Who always needs it',
      help: 'Administrators should. “Nobody” is for trying out only; the start page reminds of it.',
    },
    secondFactorOutside: {
      title: 'Ask everybody from outside the province’s networks',
      help: 'These are the network zones marked as inner networks.',
    },
    secondFactorClasses: {
      title: 'Application classes that need it',
      help: 'Codes of the catalogue Application classes, with spaces between, such as: sector. Empty: none.',
    },
    passkeyAlone: {
      title: 'A passkey stands for the password',
      help: 'Only one that checks its user by PIN, finger or face.',
    },
    enrolAtSignIn: {
      title: 'Set up while signing in',
      help: 'Who needs it and has none is led through it at once, or from the province’s networks only, or has to do it before under Account.',
    },
    secondFactorGraceDays: {
      title: 'May be put off for',
      help: 'From the first time it is asked for. 0: at once. Not where the application itself asks.',
    },
    trustedDeviceDays: {
      title: 'How long a device is trusted',
      help: '0: always ask. Administrators, and applications that ask themselves, are always asked.',
    },
    keyDays: {
      title: 'Signing keys change after',
      help: 'Counted from when a key begins to sign. See them, and change them now, on the page of the signing keys.',
    },
    warnDays: {
      title: 'Warn before secrets expire',
      help: 'Secrets of applications with fewer days left are named on the start page.',
    },
    exportRows: {
      title: 'Most rows of one export',
      help: 'For every list and the journal. Large files take the server’s memory.',
    },
    keepRunDays: {
      title: 'Keep the detail of synchronisation runs',
      help: 'Older ones lose their detail; what the journal says stays.',
    },
    keepTrialRunDays: { title: 'Keep dry runs', help: 'Older dry runs are deleted.' },
  },
  units: { minutes: 'minutes', hours: 'hours', days: 'days', rows: 'rows' },
  bounds: (min, max, unit) => `From ${min} to ${max} ${unit}.`,
  choices: {
    browser: 'As the browser asks; Vietnamese where it does not say',
    vi: 'Vietnamese',
    en: 'English',
    nobody: 'Nobody',
    administrators: 'Administrators',
    everyone: 'Everybody',
    yes: 'Yes',
    no: 'No',
    anywhere: 'From anywhere',
    inside: 'From the province’s networks only',
    'portal-only': 'No, before, under Account',
  },
  fallback: 'Default',
  current: 'In use',
  isDefault: 'default in use',
  nothing: 'none',
  never: 'Never changed',
  changed: (who, when) => `changed by ${who} at ${when}`,
  lastChange: 'Last change',
  history: 'History',
  historyOf: (title) => `History: ${title}`,
  toDefault: 'Back to default',
  toDefaultOf: (title) => `Back to default: ${title}`,
  edit: 'Change the value',
  noticeShown: 'shown now',
  noticeHidden: 'not shown now',
};
