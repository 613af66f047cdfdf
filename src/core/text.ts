// Vietnamese text: one form for what is stored (NFC), one for what is searched (no marks, no đ),
// one for the order of lists (tên, họ, đệm).

const cleanAscii = /^(?:[\x21-\x7e]+(?: [\x21-\x7e]+)*)?$/;

/**
 * Unicode NFC, inner spaces single, control characters as spaces, invisible ones (zero-width, text
 * direction, halves of a pair) gone. For every text from outside.
 */
export function clean(text: string): string {
  if (cleanAscii.test(text)) return text;
  return text
    .replace(/[\p{Cf}\p{Cs}]/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .normalize('NFC');
}

/**
 * The first `most` UTF-16 units, without half a letter at the end: a lone half is no text, and JSON that
 * holds one is refused by PostgreSQL.
 */
export function cut(text: string, most: number): string {
  return text.slice(0, most).replace(/\p{Cs}$/u, '');
}

/** Lower case without marks; đ and its look-alikes become d. `hòa`, `hoà` and `HOA` are one. */
export function searchKey(text: string): string {
  if (cleanAscii.test(text)) return text.toLowerCase();
  const letters = clean(text).toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  return clean(letters.replace(/[đðɖ]/g, 'd'));
}

/** A login name as it is compared: marks folded, so that a Vietnamese keyboard does no harm. */
export function foldLoginName(name: string): string {
  return searchKey(name).replace(/\s+/g, '');
}

/** User names are ASCII: letters, digits, dot, underscore, hyphen, 2 to 64 of them. */
export function isUsername(name: string): boolean {
  return /^[a-z0-9][a-z0-9._-]{1,63}$/.test(name);
}

/** `%` and `_` of a search text taken literally in LIKE. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (c) => `\\${c}`);
}

/** What a text that stands anywhere looks like to LIKE. */
export const likePattern = (text: string): string => `%${escapeLike(text)}%`;

export type NameParts = { family: string | null; middle: string | null; given: string | null };

/**
 * Họ, tên đệm, tên of a full name in Vietnamese order. One word is a given name; two have no middle
 * name. Only a guess for names whose parts the directory does not give.
 */
export function nameParts(fullName: string): NameParts {
  const words = clean(fullName).split(' ').filter(Boolean);
  const given = words.pop() ?? null;
  const family = words.shift() ?? null;
  return { family, middle: words.join(' ') || null, given };
}

const alphabet = " -.'’0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
const weights = new Map([...alphabet].map((letter, i) => [letter, String.fromCharCode(0x21 + i)]));
/** Ngang weighs 0; then huyền, hỏi, ngã, sắc, nặng. */
const tones: Record<string, string> = {
  '\u0300': '1',
  '\u0309': '2',
  '\u0303': '3',
  '\u0301': '4',
  '\u0323': '5',
};

/**
 * Letters weigh first, in the order a ă â … d đ …; tones decide only between equal letters. A space
 * weighs less than any letter, so that An stands before Anh, and the end of the letters least of all.
 */
function collationKey(text: string): string {
  let letters = '';
  let toneOfEach = '';
  for (const syllable of clean(text).toLowerCase().normalize('NFD').split(' ')) {
    const marks = [...syllable];
    const bare = marks.filter((c) => !tones[c]).join(''); // prettier-ignore
    for (const letter of bare.normalize('NFC')) letters += weights.get(letter) ?? `~${letter}`;
    letters += weights.get(' ');
    toneOfEach += tones[marks.find((c) => tones[c]) ?? ''] ?? '0';
  }
  return `${letters} ${toneOfEach}`;
}

/**
 * A key whose bytes sort people as Vietnamese lists do: by tên, then họ, then tên đệm, each wholly
 * before the next is asked (every Anh, whatever the họ, before the first Ánh).
 */
export function sortKey(name: NameParts): string {
  return [name.given, name.family, name.middle].map((part) => collationKey(part ?? '')).join(' ');
}
