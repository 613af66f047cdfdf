// An entry as a line of the export. The columns stand here once, for the head and for every line.
import type { JournalEntry } from './entry.ts';

/** What the edge knows: how moments and events are written. */
export type Wording = {
  moment: (at: Date) => string;
  event: (entry: JournalEntry) => string;
  outcome: (entry: JournalEntry) => string;
  actor: (entry: JournalEntry) => string;
};

export const columns = [
  'id',
  'at',
  'event',
  'event_name',
  'outcome',
  'actor',
  'account_id',
  'account',
  'unit',
  'application',
  'object_type',
  'object',
  'address',
  'user_agent',
  'request_id',
  'detail',
] as const;

export function cellsOf(entry: JournalEntry, words: Wording): (string | null)[] {
  return [
    entry.id,
    words.moment(entry.at),
    entry.event,
    words.event(entry),
    words.outcome(entry),
    words.actor(entry),
    entry.accountId,
    entry.accountName,
    entry.unitName,
    entry.applicationName,
    entry.objectType,
    entry.objectName,
    entry.address,
    entry.userAgent,
    entry.requestId,
    JSON.stringify(entry.detail),
  ];
}
