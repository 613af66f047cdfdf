import type { rejections as vi } from '../vi/rejections.ts';

export const rejections: typeof vi = {
  'no-id': 'There is no permanent id (entryUUID, objectGUID or nsUniqueId).',
  'no-username': 'There is no user name.',
  'username-invalid': 'The user name has characters that cannot be used.',
  'username-taken': 'The user name belongs, or once belonged, to another account.',
  'username-duplicate': 'Several new people have this user name; none of them gets it.',
  'no-name': 'There is no full name.',
  'name-too-long': 'The full name is too long.',
  'not-utf8': 'The full name is not valid Unicode.',
  'no-mail': 'There is no mail address.',
  'mail-invalid': 'The mail address is malformed; left empty.',
  'mail-taken': 'The mail address belongs, or once belonged, to another account; not taken.',
  'mail-duplicate': 'Several new people have this mail address; none of them gets it.',
  'phone-invalid': 'The telephone number is malformed; left empty.',
  'no-title': 'There is no title.',
  'no-unit': 'The entry is in no unit.',
  'unit-code-taken': 'The code belongs to another unit; left empty.',
  'group-code-taken': 'The code belongs to another group; this one was given a different code.',
  'unknown-members': 'The group has members that were not read from the directory.',
};
