import type { portal as vi } from '../vi/portal.ts';

export const portal: typeof vi = {
  title: 'My applications',
  navigation: 'Parts of this site',
  sections: { applications: 'Applications', notice: 'Personal data' },
  hello: (name) => `Hello, ${name}`,
  applications: 'Applications you may use',
  noLink: 'Open it at the address its owner gave you',
  none: 'No application has been granted to this account yet.',
  noneAdvice: 'Ask the IT officer of your agency or the system administrator.',
  console: 'Administration of the system',
  owner: (unit) => `Owner: ${unit}`,

  me: 'About me',
  fullName: 'Full name',
  username: 'User name',
  mail: 'Mail',
  phone: 'Telephone',
  posts: 'Positions',
  noPosts: 'None yet',
  mainPost: 'main',
  lastSignIn: 'Last sign-in',
  fromDirectory: 'from the directory',
  fromDirectoryHint:
    'What is marked “from the directory” is read from the directory service; where it is wrong, ask the IT officer to mend it there.',
  notGiven: 'Not given',

  journal: 'Recent activity of this account',
  journalHint:
    'If you see something you did not do, tell the system administrator at once and change your password.',
  journalEmpty: 'Nothing yet.',
  application: 'Application',
  older: (count) => `Show ${count} earlier ones`,

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
      'See your own data and journal on the page My applications. Ask the IT officer of your agency or the system administrator for corrections; requests are answered within 2 working days.',
    perApplication: 'What each application you may use receives',
    signedOut: 'Sign in to see what each application you may use receives.',
    receives: 'Information received',
  },
};
