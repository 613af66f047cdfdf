import type { signIn as vi } from '../vi/sign-in.ts';

export const signIn: typeof vi = {
  title: 'Sign in',
  into: 'To enter',
  asAnother: 'Sign in with another account',
  loginName: 'User name',
  loginHint: 'Your user name or your official mail address.',
  password: 'Password',
  passwordHint:
    'If your password is said to be wrong: switch the Vietnamese keyboard off and check Caps Lock.',
  show: 'Show',
  hide: 'Hide',
  showLabel: 'Show password',
  hideLabel: 'Hide password',
  capsLock: 'Caps Lock is on.',
  submit: 'Sign in',
  forgotten: 'Forgot the password, or locked out? Ask the IT officer of your agency.',
  backToRefusal: 'Back',

  noticeTitle: 'What will this application be told?',
  notice:
    'When you sign in, the application receives the following for your work; your password is never passed on to it.',
  noticeLink: 'Notice on personal data',
  scopes: {
    openid: 'The identifier of your account and when you signed in',
    profile: 'Your name and user name',
    email: 'Your official mail address',
    phone: 'Your telephone number',
    org: 'Your agency, position and groups',
    offline_access: 'Updates of the above while the application is closed, too',
  },

  faults: {
    'login-missing': 'The user name is missing.',
    'login-too-long': 'The user name is too long. Please check it.',
    'password-missing': 'The password is missing.',
    'password-too-long': 'The password is too long. Please check it.',
    wrong:
      'The user name or the password is wrong, or the account is locked after many mistakes. Please check and try again.',
    wait: (seconds) =>
      `There were too many mistakes. Try again in ${seconds} seconds; earlier tries are not looked at.`,
    unreachable:
      'You are not signed in: the user name or the password is wrong, or it could not be checked because a directory service cannot be reached. Please check, or try again in a few minutes.',
    'key-refused':
      'This key does not open anything here. Try again, or sign in with name and password.',
    'key-unverified':
      'This key did not check who is holding it (PIN, finger or face), so it cannot stand for the password. Sign in with name and password.',
    'key-cloned':
      'This key seems to have been copied, so it has been blocked. Sign in with name and password, and tell the system administrator at once.',
    suspended: 'This account is suspended. Ask the IT officer of your agency.',
    retired: 'This account is retired. Ask the system administrator if that is a mistake.',
    initial: 'This account is not activated yet. Ask the system administrator.',
    'password-expired':
      'The password is right but has expired in the directory service, and cannot be changed here. Change it on a computer of your agency, or ask the IT officer to reset it.',
    'password-must-change':
      'The password is right but has to be changed before it is used again, and cannot be changed here. Change it on a computer of your agency, or ask the IT officer.',
    'disabled-in-directory':
      'This account is disabled in the directory service. Ask the IT officer of your agency.',
    'expired-in-directory':
      'The time of this account has run out in the directory service. Ask the IT officer of your agency to extend it.',
    'outside-hours':
      'The directory service does not let this account sign in at this hour. Try again within the permitted hours, or ask the IT officer of your agency.',
    'wrong-workstation':
      'The directory service lets this account sign in from certain computers only, so not here. Ask the IT officer of your agency.',
  },

  change: {
    title: 'Change the initial password',
    why: 'The password just used is an initial one, given by an administrator. Choose your own to go on.',
    rules: 'The new password needs:',
    rule: {
      length: '14 to 128 characters; a sentence with spaces is fine',
      classes: 'small and capital letters, digits and other characters',
      names: 'no part of your name or user name',
    },
    newPassword: 'New password',
    again: 'New password once more',
    submit: 'Change the password and go on',
    faults: {
      missing: 'The new password is missing.',
      old: 'The new password is the same as the initial one. Choose another.',
      'not-the-same': 'The two entries differ. Please enter both again.',
    },
  },

  refused: {
    title: (application) => `No access to ${application} yet`,
    signedInAs: 'Signed in as',
    whyTitle: 'Why?',
    why: {
      'no-grant': 'This account has not been granted the use of the application.',
      denied: 'A rule denies this account the use of the application:',
      'outside-zone':
        'This application is open only from certain networks of the agency, not from where you are. Connect to the agency’s network and try again.',
      'outside-hours':
        'This application is open only on certain days and hours. Come back when it is open.',
      'account-not-active': 'This account is not active.',
      'application-not-active': 'The application is suspended or not in use yet.',
      'account-kind': 'The application is not meant for this kind of account.',
    },
    whyOther: 'The right to use this application has not been confirmed.',
    denial: {
      everyone: 'Everyone is denied',
      unit: (name) => `The unit “${name}” is denied`,
      position: (name) => `The position “${name}” is not allowed`,
      group: (name) => `The group “${name}” is denied`,
      kind: 'Accounts of this kind are not allowed',
      account: 'This very account is denied',
    },
    reason: (text) => `Reason: ${text}`,
    askTitle: 'Whom to ask?',
    askNobody: 'Ask the IT officer of your agency or the system administrator.',
    owner: 'Owning agency',
    contact: 'Contact',
    mail: 'Mail',
    phone: 'Telephone',
    back: 'Back to the application',
    retry: 'Check again',
    retried: 'Checked again just now: nothing has changed.',
    portal: 'Applications you may use',
    another: 'Sign in with another account',
  },

  expired: {
    title: 'This sign-in is no longer open',
    explained: 'It was finished, took too long, or was opened in another browser. Nothing is lost.',
    advice: 'Open the application again, or start from the list of applications.',
    portal: 'To the list of applications',
  },
};
