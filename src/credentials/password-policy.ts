// What a local password must be: TCVN 14423:2026, 5.6.2.2b asks 14 characters of four classes where
// no second factor stands beside it. Directory people keep the rules of their directory.
import { searchKey } from '../core/text.ts';

export type PasswordFault = 'too-short' | 'too-long' | 'too-few-classes' | 'holds-name' | 'repeats';

const shortest = 14;
/** Longer ones are refused before they are hashed, so that length cannot be used to tie up a node. */
export const longest = 128;

/** RFC 8265, section 4.2: one form whatever the keyboard composed; spaces and case are kept. */
export const normalizePassword = (password: string): string => password.normalize('NFC');

const classes = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u];

/**
 * Every fault at once, in the order they are worth telling.
 * @param names what the person is called: parts of four letters or more may not stand in the password
 */
export function passwordFaults(password: string, names: readonly string[] = []): PasswordFault[] {
  const text = normalizePassword(password);
  const length = [...text].length;
  const folded = searchKey(text);
  const parts = names.flatMap((name) => searchKey(name.split('@')[0]!).split(/[^\p{L}\p{N}]+/u));
  const faults: [PasswordFault, boolean][] = [
    ['too-short', length < shortest],
    ['too-long', length > longest],
    ['too-few-classes', !classes.every((pattern) => pattern.test(text))],
    ['holds-name', parts.some((part) => part.length >= 4 && folded.includes(part))],
    ['repeats', new Set(text).size < 6],
  ];
  return faults.filter(([, holds]) => holds).map(([fault]) => fault);
}
