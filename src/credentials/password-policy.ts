// What a local password must be: TCVN 14423:2026, 5.6.2.2b asks 8 characters where a second factor stands
// beside it, 14 characters of four classes where none does. Directory people keep the rules of their
// directory. Pure but for the list of common passwords, which is read once.
import { readFileSync } from 'node:fs';
import { searchKey } from '../core/text.ts';
import { effectiveLength, foldPassword, tooEasy } from './password-strength.js';

export type PasswordFault =
  'too-short' | 'too-long' | 'too-few-classes' | 'holds-name' | 'repeats' | 'common';

/** Settings: an administrator may ask for more. */
export type PasswordRules = {
  length: number; // characters, where there is no second factor
  classes: number; // of small and capital letters, digits and others; where there is no second factor
  lengthWithFactor: number;
  history: number; // of the last passwords, none may be taken again
  administratorDays: number; // after which an administrator chooses anew; 0: never
};

/** Whose password it is. */
export type PasswordOwner = {
  names: readonly string[]; // parts of four letters or more may not stand in it
  surroundings: readonly string[]; // product, unit: they may, and make it no stronger
  hasSecondFactor: boolean;
};

/** Longer ones are refused before they are hashed, so that length cannot be used to tie up a node. */
export const longest = 128;
const fewestDifferent = 6;

/** RFC 8265, section 4.2: one form whatever the keyboard composed; spaces and case are kept. */
export const normalizePassword = (password: string): string => password.normalize('NFC');

/** Common passwords and their parts: the same file that the browser is given. */
const words: ReadonlySet<string> = new Set(
  readFileSync(new URL('../../views/assets/common-passwords.txt', import.meta.url), 'utf8')
    .split(/\s+/)
    .filter(Boolean),
);

const classes = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u];
const classesOf = (text: string) => classes.filter((pattern) => pattern.test(text)).length;

/** Each whole and in its parts of three letters or more, as the judgement of strength takes them. */
const foldedParts = (names: readonly string[]): Set<string> =>
  new Set(
    names
      .flatMap((name) => [name, ...name.split(/[^\p{L}\p{N}]+/u)])
      .map(foldPassword)
      .filter((part) => part.length >= 3),
  );

/** What a name may not appear as. */
const forbiddenParts = (names: readonly string[]): string[] =>
  names
    .flatMap((name) => searchKey(name.split('@')[0]!).split(/[^\p{L}\p{N}]+/u))
    .filter((part) => part.length >= 4);

function isCommon(text: string, { names, surroundings }: PasswordOwner): boolean {
  const own = foldedParts([...surroundings, ...names]);
  return [...text].length <= longest && effectiveLength(text, words, own) < tooEasy;
}

/** As it is told to the person, and to the script that judges while one types. */
export type PasswordDemands = {
  least: number;
  classes: number; // 0: no matter
  forbidden: readonly string[]; // folded
  own: readonly string[]; // folded
};

export const demandsOf = (rules: PasswordRules, owner: PasswordOwner): PasswordDemands => ({
  least: owner.hasSecondFactor ? rules.lengthWithFactor : rules.length,
  classes: owner.hasSecondFactor ? 0 : rules.classes,
  forbidden: forbiddenParts(owner.names),
  own: [...foldedParts([...owner.surroundings, ...owner.names])],
});

/** Every fault at once, in the order they are worth telling. */
export function passwordFaults(
  password: string,
  rules: PasswordRules,
  owner: PasswordOwner,
): PasswordFault[] {
  const text = normalizePassword(password);
  const length = [...text].length;
  const folded = searchKey(text);
  const { hasSecondFactor, names } = owner;
  const shortest = hasSecondFactor ? rules.lengthWithFactor : rules.length;
  const faults: [PasswordFault, boolean][] = [
    ['too-short', length < shortest],
    ['too-long', length > longest],
    ['too-few-classes', !hasSecondFactor && classesOf(text) < rules.classes],
    ['holds-name', forbiddenParts(names).some((part) => folded.includes(part))],
    ['repeats', new Set(text).size < fewestDifferent],
    ['common', isCommon(text, owner)],
  ];
  return faults.filter(([, holds]) => holds).map(([fault]) => fault);
}
