// Lists that are taken away as files: who took which, with which filter, in which form, how much.
import type { Database } from '../core/database.ts';
import type { Actor } from './actor.ts';
import { record, type Json } from './journal.ts';

export type ListExports = ReturnType<typeof createListExports>;

export type ListExport = {
  what: string; // a code: people, group-members …
  filter: Record<string, string | undefined>;
  format: string;
  count: number; // rows
  object?: { type: string; id: string; name: string }; // whose list it is
  accountId?: string;
  applicationId?: string;
};

export function createListExports({ db }: { db: Database }) {
  /** Written before the first byte leaves: no list goes out that the journal does not know of. */
  async function note(by: Actor, made: ListExport): Promise<void> {
    const { what, filter, format, count, ...about } = made;
    const asked = JSON.parse(JSON.stringify(filter)) as Record<string, Json>;
    const detail = { what, filter: asked, format, rows: count };
    await db.transaction((tx) => record(tx, by, { event: 'list.exported', detail, ...about }));
  }

  return { note };
}
