// A change of a password by its owner, as each kind of directory wants to be asked. Pure.
import { element, sequence } from './ber.ts';
import type { Change } from './changes.ts';

/** RFC 3062: of whoever is bound. */
export const passwordModifyOid = '1.3.6.1.4.1.4203.1.11.1';

/** PasswdModifyRequestValue (section 2), without userIdentity. */
export const passwordModifyValue = (old: string, wanted: string): Buffer =>
  sequence(element(0x81, Buffer.from(old)), element(0x82, Buffer.from(wanted)));

const quoted = (password: string) => Buffer.from(`"${password}"`, 'utf16le');

/**
 * [MS-ADTS] 3.1.1.3.1.5: the old value taken away and the new one added is a change by somebody who
 * knows the old one, with every rule of the domain; to replace it would be a reset by an administrator.
 */
export const unicodePwdChange = (old: string, wanted: string): Change[] => [
  { operation: 'delete', attribute: 'unicodePwd', values: [quoted(old)] },
  { operation: 'add', attribute: 'unicodePwd', values: [quoted(wanted)] },
];
