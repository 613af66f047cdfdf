// Lists that are taken away as files: who took which, with which filter, in which form, how much.
import type { Database } from '../core/database.ts';
import type { Actor } from './actor.ts';
import type { EventName } from './events.ts';
import { record, type Json } from './journal.ts';

export type ListExports = ReturnType<typeof createListExports>;

export type ListExport = {
  what: string; // a code: people, group-members …
  filter: Record<string, string | undefined>;
  format: string;
  rows?: number; // where it is known before the first of them leaves
  object?: { type: string; id: string; name: string }; // whose list it is
  accountId?: string;
  applicationId?: string;
};

type About = Pick<ListExport, 'object' | 'accountId' | 'applicationId'>;

export function createListExports({ db }: { db: Database }) {
  const write = (by: Actor, event: EventName, detail: Record<string, Json>, about: About) =>
    db.transaction((tx) => record(tx, by, { event, detail, ...about }));

  /** Written before the first byte leaves: no list goes out that the journal does not know of. */
  async function note(by: Actor, made: ListExport): Promise<void> {
    const { what, filter, format, rows, ...about } = made;
    const asked = JSON.parse(JSON.stringify(filter)) as Record<string, Json>;
    const detail = { what, filter: asked, format, ...(rows !== undefined && { rows }) };
    await write(by, 'list.exported', detail, about);
  }

  /** Of one whose length was not known: how much of it left. `whole`: to its end. */
  async function noteEnd(by: Actor, made: ListExport & { rows: number; whole: boolean }) {
    const { what, filter: _, format, rows, whole, ...about } = made;
    await write(by, 'list.export-ended', { what, format, rows, whole }, about);
  }

  return { note, noteEnd };
}
