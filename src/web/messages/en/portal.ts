import type { portal as vi } from '../vi/portal.ts';

export const portal: typeof vi = {
  title: 'My applications',
  inOneSentence: 'The applications one may use, after signing in once',
  navigation: 'Parts of this site',
  sections: {
    applications: 'Applications',
    account: 'Account',
    sessions: 'Devices',
    journal: 'Activity',
    notice: 'Personal data',
  },
  newDevice: {
    title: 'Your account was used on a new device',
    one: (device, at, from) => `${device}, on ${at}, from ${from}`,
    advice:
      'If it was not you, look at your devices and sign that one out, change your password at once and tell your IT officer.',
    mine: 'It was me',
    look: 'Look at the devices',
  },
  hello: (name) => `Hello, ${name}`,
  favourites: 'Favourites',
  otherClass: 'Other applications',
  keep: (name) => `Keep ${name} at the top`,
  forget: (name) => `Take ${name} from the top`,
  find: 'Find an application',
  findHint: 'With or without marks',
  showAll: 'Show all',
  found: (count, text) =>
    `${count === 1 ? '1 application matches' : `${count} applications match`} “${text}”`,
  notFound: (text) => `No application you may use matches “${text}”.`,
  noLink: 'Open it at the address its owner gave you',
  none: 'No application has been granted to this account yet.',
  noneAdvice: 'Ask the IT officer of your agency or the system administrator.',
  console: 'System administration',
  owner: (unit) => `Owner: ${unit}`,

  missing: {
    link: 'Why is an application missing?',
    title: 'Why is an application missing?',
    about:
      'These applications are in use, but not open to this account. Here is why, and whom to ask.',
    none: 'This account may use every application there is.',
    notFound: (text) =>
      `No application that is closed to you matches “${text}”. It may be suspended, or not connected to this system.`,
    notHere:
      'An application that is not on this list is suspended or not connected to this system. Ask the agency that owns it, or the system administrator.',
    ask: 'Ask',
  },

  account: 'My account',
  me: 'About me',
  fullName: 'Full name',
  username: 'User name',
  mail: 'E-mail',
  phone: 'Telephone',
  posts: 'Positions',
  noPosts: 'None yet',
  mainPost: 'main',
  groups: 'Groups',
  lastSignIn: 'Last sign-in',
  fromDirectory: 'from the directory',
  fromDirectoryHint:
    'What is marked “from the directory” is read from the directory service; where it is wrong, ask the IT officer to correct it there.',
  passwordThere: 'The password is changed there as well.',
  notGiven: 'None',
  language: {
    title: 'Language',
    about:
      'This site speaks the language you choose on every device; applications are told of it at the next sign-in.',
    save: 'Save the language',
    saved: 'The language is saved.',
  },

  devices: {
    title: 'Devices signed in',
    about:
      'Each line is a device that is still signed in. If you do not recognise one, log it out, change your password and tell the system administrator.',
    device: (browser, system) => `${browser} on ${system}`,
    unknown: 'Unknown device',
    unknownBrowser: 'Another browser',
    unknownSystem: 'another device',
    thisDevice: 'this device',
    signedIn: 'Signed in',
    until: 'Ends by itself',
    address: 'Network address',
    applications: 'Entered',
    noApplications: 'No application entered yet',
    end: 'Sign out',
    endThis: (device) => `Sign out ${device}`,
    endAll: 'Sign out of every device',
    ended: 'That device is signed out.',
    gone: 'That sign-in had ended before.',
    none: 'No device is signed in any more.',
    whatHappens: 'What will happen:',
    endOne: {
      title: 'Sign out one device',
      consequences: [
        'The session on that device ends at once; whoever goes on there is asked for the password.',
        'Applications entered from that device are told to sign out as well. Unsaved work there may be lost.',
      ],
    },
    endHere: 'This is the device you are using: you will have to sign in again to go on.',
    all: {
      title: 'Sign out of every device',
      consequences: [
        'Every session of this account ends at once, the one on this device included.',
        'Applications you entered are told to sign out as well. Unsaved work there may be lost.',
        'To go on, sign in again with your password.',
      ],
    },
    allEnded: {
      title: 'Signed out of every device',
      about:
        'The applications you entered are being told. If somebody may know your password, change it before you sign in again.',
      again: 'Sign in again',
    },
  },

  journal: 'Activity of this account',
  journalHint:
    'If you see something you did not do, tell the system administrator at once and change your password.',
  journalEmpty: 'Nothing yet.',
  journalNothing: 'Nothing matches. Take away a condition or widen the time.',
  journalEvent: 'Activity',
  journalAll: 'All',
  journalFrom: 'From',
  journalTo: 'To',
  journalFilter: 'Filter',
  journalClear: 'Clear',
  journalNewest: 'Newest',
  journalOlder: 'Older',
  journalPages: 'Pages of the list',
  by: (name) => `done by ${name}`,
  denying: 'denies',
  application: 'Application',

  notice: {
    title: 'Notice on personal data',
    purpose:
      'This system confirms who officials and employees are when they use the software of the province. The data are processed for the work of state agencies under the law, so consent is not asked each time; everyone has the right to know and to have mistakes corrected.',
    heldTitle: 'What is kept here?',
    held: [
      'Name, user name, mail, telephone, agency, position and groups, read from the directory service of the province.',
      'The journal: when you signed in, which applications you entered, network address and browser. It is treated as sensitive; only those responsible may search it.',
      'Passwords of the directory are never stored here.',
    ],
    givenTitle: 'What are applications told?',
    given: 'Each application receives only the kinds of information it is registered for:',
    rightsTitle: 'Your rights',
    rights:
      'See your own data on the page Account and your journal on the page Activity. Ask the IT officer of your agency or the system administrator for corrections; requests are answered within 2 working days.',
    perApplication: 'What each application you may use receives',
    signedOut: 'Sign in to see what each application you may use receives.',
    receives: 'Information received',
  },
};
