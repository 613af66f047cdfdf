// Họ, tên đệm and tên of a person. The full name is the truth; the other attributes only say where
// it divides, because directories fill them in every way there is.
import { clean, nameParts, searchKey, type NameParts } from '../core/text.ts';

const words = (text: string) => clean(text).split(' ').filter(Boolean);
const same = (a: string[], b: string[]) =>
  a.length > 0 &&
  a.length === b.length &&
  a.every((word, i) => word === b[i] || searchKey(word) === searchKey(b[i]!));

/**
 * @param hints sn, initials and givenName as the directory has them; any may be missing or wrong.
 */
export function dividedName(
  fullName: string,
  hints: { family?: string | undefined; given?: string | undefined },
): NameParts {
  const all = words(fullName);
  const family = words(hints.family ?? '');
  const given = words(hints.given ?? '');
  const familyCount = same(family, all.slice(0, family.length)) ? family.length : 0;
  const givenCount = same(given, all.slice(-given.length)) ? given.length : 0;
  // A hint that leaves nothing for the other part says nothing about where the name divides.
  if (familyCount + givenCount === 0 || familyCount >= all.length) return nameParts(fullName);
  const first = familyCount || Math.min(1, all.length - givenCount);
  const last = givenCount && first + givenCount <= all.length ? givenCount : 1;
  const text = (part: string[]) => part.join(' ') || null;
  return {
    family: text(all.slice(0, first)),
    middle: text(all.slice(first, all.length - last)),
    given: text(all.slice(all.length - last)),
  };
}
