// What a run hears of its directory: a feed is opened where the last one ended, if that is still known and
// is enough, and read to its end into the staging table. Nothing is decided or changed here.
import type { Clock } from '../core/clock.ts';
import type { Database } from '../core/database.ts';
import type { Cancelling } from './cancelling.ts';
import type { Errand, Read } from './conclusion.ts';
import { settingsKeyOf } from './drafts.ts';
import type { Feed, Producer } from './feed.ts';
import { tellsTooLittle, type SourceState } from './mirror.ts';
import type { Staging } from './staging.ts';

export function createListening(deps: {
  db: Database;
  clock: Clock;
  staging: Staging;
  cancelling: Cancelling;
}) {
  const { db, clock, staging, cancelling } = deps;

  /** Reads a feed to its end. @throws AppError of the directory, `sync.cancelled`. */
  async function stage(errand: Errand, feed: Feed): Promise<void> {
    const { runId, source, report } = errand;
    let closed = false;
    const close = () => {
      if (!closed) feed.close();
      closed = true;
    };
    const of = { runId, sourceId: source.id, settings: source.settings, at: clock.now() };
    try {
      await cancelling.during(runId, close, () => staging.stage(of, feed, report));
    } finally {
      close();
    }
  }

  /** @throws AppError of the directory, `sync.cancelled`. */
  async function read(errand: Errand, producer: Producer, state: SourceState | undefined) {
    const { source, runId, dryRun, releases } = errand;
    const known = state?.settingsKey?.replaceAll('-', '') === settingsKeyOf(source.settings);
    const kept = known ? (state?.cookie ?? null) : null;
    const whole = !known || dryRun || releases !== undefined;
    const open = async (since: string | null): Promise<Read> => {
      const feed = await producer(since);
      if (since === null && feed.mode === 'delta') {
        feed.close();
        throw new Error('a feed without a beginning must be whole');
      }
      if (feed.mode === 'full') await errand.begin();
      await stage(errand, feed);
      const { complete, cookie } = feed.ending();
      // A reading by pages has no cookie. The one before it stays good: what it brings again is known.
      return { mode: feed.mode, state, complete, cookie: cookie ?? kept };
    };
    const first = await open(whole ? null : kept);
    if (first.mode === 'full' || !(await tellsTooLittle(db.sql, source.id, runId))) return first;
    await staging.forget(source.id);
    return open(null);
  }

  return { read };
}
