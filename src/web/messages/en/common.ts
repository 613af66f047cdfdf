import type { common as vi } from '../vi/common.ts';

export const common: typeof vi = {
  product: 'Một Chìa',
  tagline: 'Central authentication system',
  language: 'Language',
  vietnamese: 'Tiếng Việt',
  english: 'English',
  demo: 'Demo',
  demoBanner: 'Demo: the data and the people here are invented.',
  skipToContent: 'Skip to content',
  signIn: 'Log in',
  signOut: 'Log out',
  save: 'Save',
  cancel: 'Cancel',
  back: 'Back',
  search: 'Search',
  yes: 'Yes',
  no: 'No',
  none: 'None',
  nextPage: 'Next page',
  previousPage: 'Previous page',
  requestId: (id: string) => `Request id to quote when asking for help: ${id}`,
};
