// The journal as a file: the event also as its code, so that programs need no words.
import type { JournalEntry } from '../../src/journal/entry.ts';
import type { ListColumn } from '../../src/web/list-file.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import { actorName, objectName } from './entries.ts';

export const journalColumns = (t: Messages): ListColumn<JournalEntry>[] => [
  { title: t.journal.number, cell: ({ id }) => id },
  { title: t.journal.at, cell: ({ at }) => at, moment: true },
  { title: t.journal.eventCode, cell: ({ event }) => event },
  { title: t.journal.event, cell: ({ event }) => t.events[event] ?? event },
  { title: t.journal.outcome, cell: ({ outcome }) => t.journal.outcomes[outcome] },
  { title: t.journal.actor, cell: (entry) => actorName(t, entry) },
  { title: t.people.id, cell: ({ accountId }) => accountId },
  { title: t.journal.person, cell: ({ accountName }) => accountName },
  { title: t.journal.unit, cell: ({ unitName }) => unitName },
  { title: t.journal.application, cell: ({ applicationName }) => applicationName },
  { title: t.journal.objectType, cell: ({ objectType }) => objectType },
  { title: t.journal.object, cell: (entry) => objectName(t, entry) },
  { title: t.journal.address, cell: ({ address }) => address },
  { title: t.journal.userAgent, cell: ({ userAgent }) => userAgent },
  { title: t.journal.requestId, cell: ({ requestId }) => requestId },
  { title: t.journal.details, cell: ({ detail }) => JSON.stringify(detail) },
];
