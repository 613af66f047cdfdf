// Follows the changes of one source for as long as its connection holds: asks now and then, or keeps a
// search open in which the server tells by itself. Every error ends it; live.ts begins anew.
import { pause } from '../core/pause.ts';
import type { Clock } from '../core/clock.ts';
import type { Connection } from './connection.ts';
import { cookieOf, placesIn, type Method, type Places } from './cookie.ts';
import { feedOf } from './delta.ts';
import { createDirSync } from './dirsync.ts';
import { kinds, type Feed, type Kind, type Producer } from './feed.ts';
import { createGathering, namesThePresent } from './gathering.ts';
import { methodFor, offeredBy } from './method.ts';
import { searchesOf } from './reading.ts';
import { failure } from './socket.ts';
import { createSyncrepl, tell, type Opening } from './syncrepl.ts';
import { createTimestamps } from './timestamps.ts';

/** What following needs of the rest. */
export type Following = Opening & {
  clock: Clock;
  signal: AbortSignal;
  /** Applies what it says. @returns `held` where the brake holds it: then nothing was applied and no cookie kept. */
  take: (producer: Producer) => Promise<'applied' | 'nothing' | 'held'>;
  /** The way was found and what was missed meanwhile is applied. */
  caughtUp: (method: Method, persistent: boolean) => Promise<void>;
};

const beatMs = 10_000;

/** Resolves where the brake holds, where the signal says so, or to begin anew at once. @throws AppError of the directory. */
export async function follow(following: Following): Promise<'held' | 'again'> {
  const { settings, signal, take } = following;
  const method = await methodOf(following);
  const persistent = method === 'syncrepl' && settings.changes.persist;
  const { producer, reached } = remembering(producers[method](following));
  if ((await take(producer)) === 'held') return 'held';
  await following.caughtUp(method, persistent);
  if (persistent) return persist(following, producer, placesIn(reached(), 'syncrepl', settings));
  while (!signal.aborted) {
    await pause(settings.changes.everySeconds * 1000, signal);
    if (signal.aborted) break;
    if ((await take(producer)) === 'held') return 'held';
  }
  return 'again';
}

/** Where the last feed of it ended. */
function remembering(of: Producer) {
  let last: Feed | undefined;
  const producer: Producer = async (since) => (last = await of(since));
  return { producer, reached: () => last?.ending().cookie ?? null };
}

async function methodOf({ connect, settings }: Following): Promise<Method> {
  const connection = await connect();
  try {
    return methodFor(settings, await offeredBy(connection, settings));
  } finally {
    connection.close();
  }
}

const producers = {
  syncrepl: createSyncrepl,
  dirsync: createDirSync,
  timestamp: createTimestamps,
} satisfies Record<Method, (following: Following) => Producer>;

/** Searches that do not end, all over one connection (refreshAndPersist). */
async function persist(
  following: Following,
  anew: Producer,
  places: Places | undefined,
): Promise<'held' | 'again'> {
  const { connect, signal } = following;
  if (!places) throw failure('directory.malformed', 'no cookie');
  const connection = await connect();
  const close = () => connection.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    return await Promise.race([
      listen(connection, following, places, anew),
      heartbeat(connection, following),
    ]);
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}

async function listen(
  connection: Connection,
  following: Following,
  places: Places,
  anew: Producer,
): Promise<'held' | 'again'> {
  const { settings, signal } = following;
  const searches = searchesOf(settings);
  const gathering = createGathering(places);

  async function hear(kind: Kind): Promise<'again'> {
    const search = searches[kind]!;
    const cookie = places[kind];
    for await (const told of tell(
      connection,
      search,
      'refreshAndPersist',
      cookie,
      settings.idAttribute,
    )) {
      if (namesThePresent(told)) return 'again';
      gathering.put(kind, told);
    }
    throw failure('directory.unreachable', 'the server ends its stream of changes');
  }

  let applying: Promise<unknown> = Promise.resolve();
  async function apply(): Promise<'held' | 'again'> {
    while (!signal.aborted) {
      await gathering.ready((ms) => pause(ms, signal));
      const { delta, places: reached } = gathering.take();
      const cookie = cookieOf('syncrepl', settings, reached);
      const told = () => ({
        ...feedOf(connection, settings, delta, { whole: false, cookie }),
        close: () => undefined, // the connection listens on
      });
      // Where what we go on from is not known any more, all of it is asked for again.
      const taken = following.take((since) =>
        since === null ? anew(null) : Promise.resolve(told()),
      );
      applying = taken;
      if ((await taken) === 'held') return 'held';
    }
    return 'again';
  }

  const heard = kinds.filter((kind) => searches[kind]).map(hear);
  try {
    return await Promise.race([apply(), ...heard]);
  } finally {
    // Else it could come after what the next connection tells, with what is older.
    await applying.catch(() => undefined);
  }
}

/** A server that died without a word is found out by asking it something small. */
async function heartbeat(connection: Connection, { signal }: Following): Promise<'again'> {
  const nothing = { base: '', filter: '(objectClass=*)', attributes: ['1.1'] };
  for (;;) {
    await pause(beatMs, signal);
    if (signal.aborted) return 'again';
    await connection.find({ ...nothing, scope: 'base' }, 1);
  }
}
