// How hard a password is to guess: the number of characters that would be left of it if everything a
// guesser tries first were short. Pure, without imports: the server judges by it, and the browser is sent
// this very file (web/site.ts) to tell as one types. Types are in password-strength.d.ts.

/** Below this a password is on the first pages of any list of guesses. */
export const tooEasy = 7;

const levels = [tooEasy, 10, 14]; // weak below the first, then fair, good, strong

/** Case, marks and spaces do not make a word another word. */
export const foldPassword = (text) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/\s+/gu, '');

const disguises = { 0: 'o', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's', '!': 'i' };
const undisguised = (text, one) =>
  [...text].map((letter) => (letter === '1' ? one : (disguises[letter] ?? letter))).join('');

const rows = [
  '1234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '!@#$%^&*()',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  'qazwsxedcrfvtgbyhnujm',
];
const runs = [...rows, ...rows.map((row) => [...row].reverse().join(''))];

function isSequence(piece) {
  const step = piece.charCodeAt(1) - piece.charCodeAt(0);
  if (Math.abs(step) > 1) return false;
  for (let i = 2; i < piece.length; i += 1)
    if (piece.charCodeAt(i) - piece.charCodeAt(i - 1) !== step) return false;
  return true;
}

const isYear = (piece) => /^(19|20)\d\d$/.test(piece);
const isDate = (piece) =>
  /^(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])((19|20)?\d\d)?$/.test(piece) ||
  /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(piece);

const longestPiece = 40;

/** What a guesser pays for this piece in characters; undefined where it is nothing he would try. */
function costOf(piece, before, { words, own, readings, at }) {
  if (piece.length === 1) return 1;
  const asRead = readings.map((text) => text.slice(at, at + piece.length));
  if (asRead.some((text) => own.has(text)) || isYear(piece)) return 1;
  if (before.endsWith(piece)) return 1; // the same once more
  if (piece.length < 3) return undefined;
  if (asRead.some((text) => words.has(text))) return 2;
  if (isSequence(piece) || runs.some((run) => run.includes(piece)) || isDate(piece)) return 2;
  return undefined;
}

/**
 * @param {string} password
 * @param {ReadonlySet<string>} words common passwords and their parts, folded
 * @param {ReadonlySet<string>} own what stands near this person: product, unit; folded
 */
export function effectiveLength(password, words, own = new Set()) {
  const text = foldPassword(password);
  const readings = [text, undisguised(text, 'i'), undisguised(text, 'l')];
  const best = [0];
  for (let end = 1; end <= text.length; end += 1) {
    best[end] = Infinity;
    for (let at = Math.max(0, end - longestPiece); at < end; at += 1) {
      const of = { words, own, readings, at };
      const cost = costOf(text.slice(at, end), text.slice(0, at), of) ?? Infinity;
      best[end] = Math.min(best[end], best[at] + cost);
    }
  }
  return best[text.length];
}

/** 0 weak, 1 fair, 2 good, 3 strong. */
export const levelOf = (effective) => levels.filter((least) => effective >= least).length;
