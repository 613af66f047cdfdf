// Sixty people, and what the bar under a list sends.
import { commandLine as by } from '../../src/journal/actor.ts';
import type { Desk } from './desk.ts';

type Choice = { list: string; action: string; scope: string; back?: string };

export const marked = { list: 'people', scope: 'marked' };

export async function addMany({ app }: Desk['world']): Promise<{ id: string; username: string }[]> {
  const people = [];
  for (let i = 0; i < 60; i += 1) {
    const number = String(i).padStart(2, '0');
    const fullName = `Nguyễn Văn ${number}`;
    const person = { username: `bulk${number}`, fullName, kind: 'technical' } as const;
    people.push(await app.accounts.createLocal(by, person));
  }
  return people;
}

export function choose(
  { browser }: Desk,
  choice: Choice & Record<string, string>,
  ids: readonly string[] = [],
) {
  const body = new URLSearchParams({ back: '/people', ...choice });
  for (const id of ids) body.append('ids', id);
  return browser.post('/bulk', body.toString());
}
