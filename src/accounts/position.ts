// Rules of positions: which title is which, and what a new one may be called. Pure.
import { searchKey } from '../core/text.ts';

export type Title = { title: string; people: number };
/** Spellings that only differ in marks, case and spaces are one title, called as most people have it. */
export type TitleGroup = Title & { spellings: string[] };

export const sameTitle = (a: string, b: string): boolean => searchKey(a) === searchKey(b);

/** @param titles the most frequent first; so are the groups. */
export function groupTitles(titles: readonly Title[]): TitleGroup[] {
  const groups = new Map<string, TitleGroup>();
  for (const { title, people } of titles) {
    const key = searchKey(title);
    const group = groups.get(key);
    if (!group) groups.set(key, { title, people, spellings: [title] });
    else {
      group.people += people;
      group.spellings.push(title);
    }
  }
  return [...groups.values()].toSorted((a, b) => b.people - a.people);
}

/** Every word asked for is somewhere in the texts, blind to marks. */
export function holdsWords(text: string | undefined, texts: readonly string[]): boolean {
  const key = searchKey(texts.join(' '));
  return searchKey(text ?? '')
    .split(' ')
    .every((word) => key.includes(word));
}

/** A code that is free: the initials of the title, with a number behind where they are taken. */
export function suggestedCode(title: string, taken: ReadonlySet<string>): string {
  const words = searchKey(title).split(/[^a-z0-9]+/);
  const initials = words.map((word) => word.charAt(0).toUpperCase()).join('');
  const stem = (initials || 'CV').slice(0, 12);
  if (!taken.has(stem)) return stem;
  let n = 2;
  while (taken.has(`${stem}-${n}`)) n += 1;
  return `${stem}-${n}`;
}
