// One entry of the journal as it is read back, and what one can ask for.
import type { EventName } from './events.ts';
import type { Json } from './journal.ts';

export type JournalEntry = {
  id: string; // a row number; also the cursor of lists
  at: Date;
  event: EventName;
  outcome: 'success' | 'failure';
  actorId: string | null;
  actorName: string | null;
  accountId: string | null;
  accountName: string | null;
  unitName: string | null;
  applicationId: string | null;
  applicationName: string | null;
  objectType: string | null;
  objectId: string | null;
  objectName: string | null;
  address: string | null;
  userAgent: string | null;
  requestId: string | null;
  detail: Record<string, Json>;
};

/** All conditions hold together. `from` is included, `to` is not. */
export type JournalFilter = {
  event?: EventName | undefined;
  outcome?: 'success' | 'failure' | undefined;
  accountId?: string | undefined; // the person it is about
  actorId?: string | undefined; // who did it
  either?: string | undefined; // an account: about it or done by it
  text?: string | undefined; // part of a name or a user name of the person it is about
  actor?: string | undefined; // the same of who did it
  unit?: string | undefined; // part of a name or code of the unit the person was in, or of one above it
  applicationId?: string | undefined;
  object?: { type: string; id: string } | undefined;
  address?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
};
