// What a source of entries says, however it is read: by pages, by syncrepl, by DirSync, by time stamps.
// A producer gives batches; everything after it (staging, plan, brake, one transaction) is the same for
// a full reading and for a delta, so that neither can do what the other could not.
import type { Entry } from './connection.ts';

export type Kind = 'people' | 'units' | 'groups';
export const kinds: readonly Kind[] = ['people', 'units', 'groups'];

/** An entry that is known to be there, without its attributes. */
export type Present = {
  externalId: string;
  /** Where it stands now, if the server says so: an entry whose parent was renamed is found out by it. */
  dn?: string;
};

/**
 * A part of an answer: a page, or what came since the last one. Any order, any number of each kind. Of
 * an entry that is named twice the later batch counts; one batch names it once.
 */
export type Batch = {
  kind: Kind;
  /** Whole entries as they are now, with every attribute that was asked for. */
  entries: readonly Entry[];
  /** External ids of entries that are no longer there. */
  gone?: readonly string[];
  /** Entries that have not changed since the state the feed goes on from. */
  present?: readonly Present[];
};

export type FeedEnding = {
  /** False where the answer may have been cut short: the brake then holds the run. */
  complete: boolean;
  /**
   * Where the next delta goes on from, in the producer's own words; null where there is no such thing.
   * It is kept in the transaction that applies what was read, so it is never ahead of the data.
   */
  cookie: string | null;
};

/**
 * `full`: whoever is neither among `entries` nor `present` has left. `delta`: only what is named has
 * changed, and only who is `gone` has left.
 */
export type Feed = {
  mode: 'full' | 'delta';
  batches: AsyncIterable<Batch>;
  /** Asked once, after the last batch. */
  ending(): FeedEnding;
  /**
   * Entries by their external ids, for those that were said to be `present` and are not known or stand
   * elsewhere. A feed that gives `present` must have it. Ids that match nothing are left out.
   */
  fetch?(kind: Kind, externalIds: readonly string[]): Promise<readonly Entry[]>;
  /** Called once, whether or not the batches came to their end; ends a `next` that is under way. */
  close(): void;
};

/**
 * Opens a feed. `since` is the cookie kept last; null where there is none, where the settings of the
 * source have changed since, or where a delta could not be taken: then the feed must be `full`.
 * @throws AppError of the directory.
 */
export type Producer = (since: string | null) => Promise<Feed>;
