import type { errors as vi } from '../vi/errors.ts';

export const errors: typeof vi = {
  'request.malformed': () =>
    'The request is malformed. Go back to the previous page and try again.',
  'request.too-large': () => 'What was sent is too large. Shorten it and send it again.',
  'request.unknown-host': () =>
    'This is not the right address. Use the official address of the system.',
  'request.foreign-origin': () =>
    'The form was sent from another page and was refused. Open this page again and send it from here.',
  'request.not-found': () => 'There is no such page. Check the address.',
  'request.method-not-allowed': () => 'This page does not take that kind of request.',
  'request.unsupported-media-type': () => 'This page does not take that kind of data.',
  'request.too-many': (p) =>
    `Too many requests at once. Try again in ${p['seconds'] ?? 'a few'} seconds.`,
  'database.unreachable': () =>
    'The system cannot serve you right now. Try again in a few minutes; nothing is lost.',
  'sealing.cannot-open': () =>
    'Sealed data could not be opened. The system administrator needs to check the sealing keys.',
  internal: () =>
    'Something unexpected went wrong. Try again; if it persists, report the request id below.',
};
