// How many attempts were not looked at because a wait was running. Gathered for a moment before they are
// written: a write for each would let a flood hold the very row that everybody else has to read.
// A node that dies takes at most the last two seconds of its counting along.
import type { Database } from '../core/database.ts';
import type { Logger } from '../core/logger.ts';
import { addRefused } from './throttle-rows.ts';

const gatherMs = 2000;
/** Keys at once; more are written at once. */
const most = 1000;

export function createRefusals({ db, logger }: { db: Database; logger: Logger }) {
  let gathered = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function write(counts: ReadonlyMap<string, number>): Promise<void> {
    if (counts.size === 0) return;
    await db.sql
      .query(addRefused, [[...counts.keys()], [...counts.values()]])
      .catch((error: unknown) => logger.warn({ err: error }, 'refused sign-ins not counted'));
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const counts = gathered;
    gathered = new Map();
    writing = writing.then(() => write(counts));
    return writing;
  }

  return {
    add(key: string): void {
      gathered.set(key, (gathered.get(key) ?? 0) + 1);
      if (gathered.size >= most) void flush();
      else timer ??= setTimeout(() => void flush(), gatherMs).unref();
    },
    /** Writes what is gathered. */
    flush,
  };
}
