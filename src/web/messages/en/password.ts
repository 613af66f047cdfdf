import type { password as vi } from '../vi/password.ts';

export const password: typeof vi = {
  title: 'Change password',
  about:
    'This is your password of the directory service: once it is changed here, you also need the new one for your computer, e-mail and other software that use this account.',
  othersEnd: 'Afterwards you have to sign in again on every other device.',
  why: {
    'must-change':
      'The password just entered is right, but the directory wants it changed before it is used again.',
    expired: 'The password just entered is right, but it has expired. Choose a new one to go on.',
  },
  rules:
    'Its length and other rules are set by the directory service; where the new password does not meet them, this page says why.',
  demands: {
    title: 'The new password needs:',
    length: (least) => `${least} to 128 characters; a sentence with spaces is fine`,
    classes: (count) =>
      count === 4
        ? 'small and capital letters, digits and other characters'
        : `at least ${count} kinds of: small letters, capitals, digits, other characters`,
    names: 'no part of your name or user name',
    common: 'not to be a common one such as Matkhau@123 or Anhyeuem2026',
    earlier: 'to differ from the ones used lately',
  },
  strength: {
    label: 'Strength of the password',
    levels: ['Easy to guess: choose another', 'Fair', 'Good', 'Strong'],
    tooShort: 'Too short yet',
    tooFewClasses: 'Kinds of characters are missing',
    holdsName: 'Contains your name or user name',
  },
  current: 'Current password',
  new: 'New password',
  again: 'Repeat the new password',
  submit: 'Change password',
  submitAndGo: 'Change password and go on',
  heading: 'Password',
  link: 'Change password',
  linkAbout:
    'It is the password you also use for your computer, e-mail and other software at work.',
  done: 'The password is changed. Other devices have to sign in again with the new one.',
  wait: (seconds) =>
    `There were too many mistakes. Try again in ${seconds} seconds; earlier attempts do not count.`,
  faults: {
    'current-missing': 'Enter the current password.',
    missing: 'Enter a new password.',
    'too-long': 'The password is too long. Please check it.',
    'not-the-same': 'The two entries differ. Please enter both again.',
    same: 'The new password is the same as the current one. Choose another.',
    wrong: 'The current password is wrong. Check the keyboard and Caps Lock, then enter it again.',
    'too-short': 'The new password is shorter than the directory allows. Choose a longer one.',
    'too-simple':
      'The new password is too simple for the directory. Make it longer, with lower-case and capital letters, digits and other characters, and without your name.',
    'too-young':
      'The password was changed only recently, and the directory does not allow another change yet. Try again in a day; if somebody knows your password, ask the IT officer to reset it now.',
    'in-history': 'You have used this password before. Choose one you have never used.',
    'against-policy':
      'The directory does not accept the new password: it is too short, too simple, used before or contains your name, or the last change was too recent. Choose another; if that does not help, ask the IT officer.',
    locked:
      'The account is locked in the directory after many mistakes. Wait a few minutes, or ask the IT officer to unlock it.',
    closed:
      'The directory does not let this account in at present, so the password cannot be changed. Ask the IT officer of your agency.',
    expired:
      'The password has expired, and you cannot change it yourself any more. Ask the IT officer to reset it.',
    'not-permitted':
      'The directory does not let this account change its own password. Ask the IT officer to change it.',
    unreachable:
      'The directory service cannot be reached, so the password is not changed. Try again in a few minutes.',
  },
};
