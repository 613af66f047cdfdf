// Changes by the time of change that every entry bears: what a directory without a better way can be
// asked. Who is gone, or no longer matches, shows no time: ids alone are read for that now and then.
import type { Clock } from '../core/clock.ts';
import type { Connection, Entry, Search } from './connection.ts';
import { cookieOf, placesIn, type Places } from './cookie.ts';
import { emptyDelta, feedOf, noteEntry, sizeOf } from './delta.ts';
import { externalIdOf } from './external-id.ts';
import { kinds, type Batch, type Feed, type Producer } from './feed.ts';
import { batchesOf, completeRanges, searchesOf } from './reading.ts';
import { failure } from './socket.ts';
import type { SourceSettings } from './settings.ts';
import type { Opening } from './syncrepl.ts';

const presentEverySeconds = 300;
const maxDelta = 50_000;
/**
 * Servers of one directory differ in their clocks, and a change is seen a while after its time: for so
 * long after the latest change its neighbours are asked for again.
 */
const overlapSeconds = 120;

/** AD computes modifyTimestamp and cannot search by it; `whenChanged` it keeps. */
const attributeOf = ({ idAttribute }: SourceSettings): string =>
  idAttribute === 'objectGUID' ? 'whenChanged' : 'modifyTimestamp';

const digits = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/;

/** GeneralizedTime (RFC 4517, section 3.3.13), always UTC here, moved by whole seconds. */
export function earlier(time: string, seconds: number): string {
  const [, year, month, day, hour, minute, second] = digits.exec(time) ?? [];
  if (!year) throw new RangeError('not a time');
  const moment = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const moved = new Date(moment - seconds * 1000).toISOString();
  return `${moved.slice(0, 19).replace(/\D/g, '')}.0Z`;
}

/** The latest time seen. Fractions are set aside: the overlap covers them. */
function watchOf(settings: SourceSettings, from: string) {
  const attribute = attributeOf(settings).toLowerCase();
  let latest = from;
  return {
    see: (entry: Entry): void => {
      const time = entry.attributes.get(attribute)?.[0]?.toString('latin1') ?? '';
      const seen = digits.exec(time)?.[0];
      if (seen && seen > latest) latest = seen;
    },
    latest: () => latest,
  };
}

const withTime = (search: Search, settings: SourceSettings): Search => ({
  ...search,
  attributes: [...search.attributes, attributeOf(settings)],
});

export const createTimestamps =
  ({ settings, connect, clock }: Opening & { clock: Clock }): Producer =>
  async (since) => {
    const places = placesIn(since, 'timestamp', settings);
    const connection = await connect();
    try {
      const now = clock.now();
      const changed = places && (await delta(connection, settings, places, now));
      return changed ?? whole(connection, settings, now);
    } catch (error) {
      connection.close();
      throw error;
    }
  };

const secondsSince = (moment: string, now: Date) => (now.getTime() - Date.parse(moment)) / 1000;

/** Undefined where so much has changed that everything is better read anew. */
async function delta(
  connection: Connection,
  settings: SourceSettings,
  places: Places,
  now: Date,
): Promise<Feed | undefined> {
  const { latest = '', latestAt = '', presentAt = '' } = places;
  if (!digits.test(latest)) return undefined;
  const from = earlier(latest, secondsSince(latestAt, now) < overlapSeconds ? overlapSeconds : -1);
  const watch = watchOf(settings, latest);
  const changed = emptyDelta();
  const searches = searchesOf(settings);
  for (const kind of kinds) {
    const search = searches[kind];
    if (!search) continue;
    const filter = { all: [search.filter, `(${attributeOf(settings)}>=${from})`] };
    const asked = { ...withTime(search, settings), filter };
    for await (const page of connection.pages(asked, settings.pageSize))
      for (const entry of page.entries) {
        const id = externalIdOf(entry, settings.idAttribute);
        watch.see(entry);
        if (id) noteEntry(changed[kind], id, await completeRanges(connection, entry));
      }
    if (sizeOf(changed) > maxDelta) return undefined;
  }
  const due = !(secondsSince(presentAt, now) < presentEverySeconds);
  const cookie = cookieOf('timestamp', settings, {
    latest: watch.latest(),
    latestAt: watch.latest() > latest ? now.toISOString() : latestAt,
    presentAt: due ? now.toISOString() : presentAt,
  });
  return feedOf(connection, settings, changed, { whole: due, cookie });
}

function whole(connection: Connection, settings: SourceSettings, now: Date): Feed {
  const watch = watchOf(settings, '');
  const heard = { complete: true };

  async function* batches(): AsyncGenerator<Batch> {
    const more = [attributeOf(settings)];
    for await (const batch of batchesOf(connection, settings, heard, more)) {
      batch.entries.forEach(watch.see);
      yield batch;
    }
  }

  /** @throws AppError `directory.no-timestamps`: it would be a whole reading every time. */
  function cookie(): string {
    const latest = watch.latest();
    if (!latest) throw failure('directory.no-timestamps', attributeOf(settings));
    const at = now.toISOString();
    return cookieOf('timestamp', settings, { latest, latestAt: at, presentAt: at });
  }

  return {
    mode: 'full',
    batches: batches(),
    ending: () => ({ complete: heard.complete, cookie: cookie() }),
    close: () => connection.close(),
  };
}
