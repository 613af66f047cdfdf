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
