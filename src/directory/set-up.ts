// What the guided set-up asks of a directory before anything of it comes in: how far a connection
// gets, and what a few real entries would become. Nothing is changed.
import { isAppError } from '../core/errors.ts';
import { connect, connectAs, type Connection, type Search } from './connection.ts';
import { offeredBy } from './method.ts';
import type { Method } from './cookie.ts';
import { readSample, searchesOf } from './reading.ts';
import { sampleOf, type Sample } from './sample.ts';
import { endpointOf, type OpenSource, type SourceSafe } from './source-safe.ts';
import { refusal, type Channel } from './socket.ts';

/** The way to the first entry, in this order. */
export type Stage = 'reach' | 'encryption' | 'bind' | 'people' | 'units' | 'groups';

export type Trouble = { code: string; params: Readonly<Record<string, string | number>> };

/** `more`: the first page was full, so there are at least that many. Null: this source reads none. */
export type Seen = { base: string; entries: number; more: boolean } | null;

export type Probe = {
  channel: Channel | undefined; // undefined: not reached
  seen: Partial<Record<'people' | 'units' | 'groups', Seen>>;
  /** The ways to hear of changes, the best first; undefined where it did not come that far. */
  offered: Method[] | undefined;
  failed: (Trouble & { stage: Stage }) | undefined; // stages after this one were not tried
};

export type SetUp = ReturnType<typeof createSetUp>;

const troubleOf = (error: unknown): Trouble => {
  if (!isAppError(error)) throw error;
  return { code: error.code, params: error.params };
};

export function createSetUp({ safe }: { safe: SourceSafe }) {
  /** Goes as far as it can. @throws AppError `source.not-found`, `source.password-missing`. */
  async function probe(id: string): Promise<Probe> {
    const source = await safe.open(id);
    try {
      const connection = await connect(endpointOf(source.settings));
      try {
        return { ...(await look(connection, source)), channel: connection.channel() };
      } finally {
        connection.close();
      }
    } catch (error) {
      const trouble = troubleOf(error);
      const stage = trouble.code === 'directory.tls' ? 'encryption' : 'reach';
      return { channel: undefined, seen: {}, offered: undefined, failed: { stage, ...trouble } };
    }
  }

  async function look(connection: Connection, { settings, password }: OpenSource) {
    const seen: Probe['seen'] = {};
    let stage: Stage = 'bind';
    try {
      const { code, message } = await connection.bind(settings.bindDn, password);
      if (code !== 0) throw refusal(code, message);
      const searches = searchesOf(settings);
      for (stage of ['people', 'units', 'groups'] as const) {
        const search = searches[stage];
        seen[stage] = search && (await firstPage(connection, search, settings.pageSize));
      }
      return { seen, offered: await offeredBy(connection, settings), failed: undefined };
    } catch (error) {
      return { seen, offered: undefined, failed: { stage, ...troubleOf(error) } };
    }
  }

  async function firstPage(connection: Connection, search: Search, pageSize: number) {
    for await (const { entries } of connection.pages(search, pageSize))
      return { base: search.base, entries: entries.length, more: entries.length >= pageSize };
    return { base: search.base, entries: 0, more: false };
  }

  /**
   * A few real entries as they would be taken; or why they could not be read.
   * @throws AppError `source.not-found`, `source.password-missing`.
   */
  async function sample(id: string): Promise<{ sample: Sample } | { trouble: Trouble }> {
    const { settings, password } = await safe.open(id);
    try {
      const connection = await connectAs(endpointOf(settings), settings.bindDn, password);
      try {
        return { sample: sampleOf(await readSample(connection, settings), settings) };
      } finally {
        connection.close();
      }
    } catch (error) {
      return { trouble: troubleOf(error) };
    }
  }

  return { probe, sample };
}
