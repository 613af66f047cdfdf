import type { oidc as vi } from '../vi/oidc.ts';

export const oidc: typeof vi = {
  errorTitle: 'The request could not be carried out',
  forMakers: 'For those who run the application:',
  toPortal: 'To the home page',
  errors: {
    invalid_client:
      'The application that sent you here is not registered or not in use yet. Please tell those who manage the application.',
    invalid_redirect_uri:
      'The address that the application wants to take you back to is not registered. Please tell those who manage the application.',
    invalid_request:
      'The application sent a request that is not valid. Go back to it and try again; if it persists, tell those who manage the application.',
    interaction_gone:
      'This sign-in has ended or took too long. Go back to the application and start again.',
    temporarily_unavailable:
      'The system cannot serve you right now. Try again in a few minutes; nothing is lost.',
    server_error:
      'Something unexpected went wrong. Try again; if it persists, report the request id below.',
    other:
      'The request could not be carried out. Go back to the application and try again; if it persists, report the request id below.',
  },
  sendOnTitle: 'Taking you on',
  sendOnExplained: 'This page goes on by itself. If it does not, press the button below.',
  sendOn: 'Continue',
  device: {
    title: 'Sign in on another device',
    code: 'The code on the device',
    codeHint: 'Eight letters, such as BCDF-GHJK. Capital or small makes no difference.',
    next: 'Continue',
    problems: {
      wrong: 'There is no such code. Look at the device again and enter its code.',
      expired: 'The code has expired. Ask the device for a new one and enter it.',
      used: 'This code has been used. Ask the device for a new one to sign in again.',
      aborted: 'Stopped: the device is not signed in.',
      other: 'That did not work; the page may have been open for too long. Enter the code again.',
    },
    confirmTitle: 'Confirm the sign-in on a device',
    confirmExplained: (application) =>
      `A device asks to sign in to ${application} with your account.`,
    shownCode: 'Code on the device',
    application: 'Application',
    address: 'Network address of the device',
    device: 'The device says it is',
    warning:
      'Confirm only if you have just used the device yourself and it shows this very code. If somebody sent you the code, choose Not me.',
    confirm: 'Confirm',
    abort: 'Not me',
    doneTitle: 'The device is signed in',
    doneExplained: (application) => `You can use ${application} on the device and close this page.`,
  },
  logoutTitle: 'Sign out',
  logoutExplained:
    'Signing out everywhere ends your session and the applications you opened in it.',
  logoutEverywhere: 'Sign out everywhere',
  logoutHereOnly: (application) => `Sign out of ${application} only`,
  stay: 'Stay signed in',
  loggedOut: 'You are signed out',
  loggedOutOf: (application) => `You are signed out of ${application}`,
  loggedOutAdvice: 'If others use this computer too, close all windows of the browser.',
  loggedOutHereOnly: 'Your single sign-on session and the other applications go on.',
};
