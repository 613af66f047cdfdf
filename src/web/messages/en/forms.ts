import type { forms as vi } from '../vi/forms.ts';

export const forms: typeof vi = {
  required: 'Nothing was entered. Fill in this field.',
  'too-long': 'Longer than allowed. Shorten it.',
  malformed: 'Not in the right form. Check it again.',
  'not-a-choice': 'Not one of the choices. Pick one from the list.',
  'not-a-number': 'A whole number within the allowed range is needed.',
  'not-a-date': 'There is no such date. Write it like 31/12/2026.',
  'not-an-address': 'Not an address. Write it in full, beginning with https://',
  'not-a-mail': 'Not an e-mail address. Write it like name@unit.gov.vn.',
  'not-a-phone': 'This is not a telephone number. Write it like 0296 385 2000 or +84 296 385 2000.',
  'not-a-moment': 'This is not a moment. Write it like 31/12/2026 17:30.',
  'not-a-time': 'Write the time as HH:mm, such as 7:30 or 17:00.',
  'not-a-user-name':
    'A user name has letters without marks, digits, dots, hyphens and underscores; 2 to 64 characters.',
  'not-a-code':
    'A code has lower-case letters without marks, digits and hyphens; 2 to 64 characters.',
  'not-json': 'The JSON cannot be read. Check brackets and commas.',
  'not-a-dn': 'Not a DN. Write it like ou=people,dc=angiang,dc=gov,dc=vn.',
  'not-a-filter': 'An LDAP filter stands in brackets, like (objectClass=inetOrgPerson).',
  'not-an-ldap-url': 'Write ldap://host:port or ldaps://host:port with nothing after it.',
  'url-and-security-differ': 'LDAPS needs ldaps://, everything else ldap://. Make them match.',
  'plain-needs-consent':
    'Without encryption passwords can be read on the wire. Choose another way, or tick the box below.',
  'writable-needs-encryption':
    'A password change needs an encrypted connection. Choose StartTLS or LDAPS, or untick this.',
  'not-a-certificate':
    'Not a PEM certificate of an authority. Paste the BEGIN and END CERTIFICATE lines as well.',
  'not-an-attribute': 'Attribute names have letters, digits, dots and hyphens.',
  'not-an-expression':
    'Write an attribute, a "constant" in quotes, or a template like {sn} {givenName}; divide alternatives by |.',
  'not-a-rule': 'Each line has one equals sign: a name at the left, values at the right.',
  optional: 'optional',
  mendBelow: 'Not saved. Correct the fields marked below; what was entered is still there.',
  keptNow: 'Kept now',
  empty: '(empty)',
  ticked: 'yes',
  unticked: 'no',
};
