// Rules of groups: pure.
import { searchKey } from '../core/text.ts';
import type { Group as Row } from '../generated/prisma/client.ts';

export type Group = {
  id: string;
  code: string; // what applications receive; never changes
  name: string;
  description: string | null;
  builtIn: boolean;
  sourceId: string | null; // null: made by hand
  state: 'active' | 'closed';
};

export const isGroupCode = (code: string) => /^[a-z0-9][a-z0-9-]{1,63}$/.test(code);

/** A code made of a name, such as `van-thu-toan-tinh`, for groups whose source gives none. */
export function groupCodeOf(name: string): string {
  const code = searchKey(name)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64);
  return code.replace(/^-+|-+$/g, '');
}

/** What a group is found by: its name and code, folded. */
export function groupSearchKey(group: { name: string; code: string }): string {
  return searchKey(`${group.name} ${group.code}`);
}

export function groupOf(row: Row): Group {
  const { id, code, name, description, builtIn, sourceId, state } = row;
  const open = state === 'closed' ? 'closed' : 'active';
  return { id, code, name, description, builtIn, sourceId, state: open };
}
