// What the guided set-up asks of a directory before anything of it comes in: how far a connection
// gets, and what a few real entries would become. Nothing is changed.
import type { Database, Statement } from '../core/database.ts';
import { isAppError } from '../core/errors.ts';
import { connect, connectAs, type Connection, type Search } from './connection.ts';
import { offeredBy } from './method.ts';
import type { Method } from './cookie.ts';
import { readSample, searchesOf } from './reading.ts';
import { sampleOf, type Sample } from './sample.ts';
import type { SourceSettings } from './settings.ts';
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

/** What a mapping may change of the settings of a source. */
export type Mapping = Pick<SourceSettings, 'mapping' | 'rules' | 'replace'>;
export type Sampled = { sample: Sample } | { trouble: Trouble };

export type SetUp = ReturnType<typeof createSetUp>;

const troubleOf = (error: unknown): Trouble => {
  if (!isAppError(error)) throw error;
  return { code: error.code, params: error.params };
};

/** A probe that was made, and when. */
export type Probed = { probe: Probe; at: Date };

/** A probe as JSON keeps it. */
type Kept = Omit<Probe, 'channel'> & {
  channel?: Omit<Channel, 'certificate'> & {
    certificate: { subject: string; issuer: string; validTo: string } | null;
  };
};

function revived({ channel, ...probe }: Kept): Probe {
  if (!channel) return { ...probe, failed: probe.failed, channel: undefined };
  const { certificate } = channel;
  const shown = certificate && { ...certificate, validTo: new Date(certificate.validTo) };
  return { ...probe, failed: probe.failed, channel: { ...channel, certificate: shown } };
}

const saveProbe: Statement = {
  name: 'probe-save',
  text: `INSERT INTO source_state (source_id, probe, probed_at) VALUES ($1, $2, now())
         ON CONFLICT (source_id) DO UPDATE SET probe = $2, probed_at = now()`,
};
const findProbe: Statement = {
  name: 'probe-find',
  text: `SELECT t.probe, t.probed_at AS at FROM source_state t JOIN source s ON s.id = t.source_id
         WHERE t.source_id = $1 AND t.probe IS NOT NULL AND t.probed_at >= s.updated_at`,
};

export function createSetUp({ db, safe }: { db: Database; safe: SourceSafe }) {
  /**
   * Goes as far as it can, and keeps how far that was.
   * @throws AppError `source.not-found`, `source.password-missing`.
   */
  async function probe(id: string): Promise<void> {
    const found = JSON.stringify(await attempt(id));
    await db.sql.query(saveProbe, [id, found]);
  }

  /** Undefined before there was one of the settings as they are now. */
  async function lastProbe(id: string): Promise<Probed | undefined> {
    const [row] = await db.sql.query<{ probe: Kept; at: Date }>(findProbe, [id]);
    return row && { probe: revived(row.probe), at: row.at };
  }

  async function attempt(id: string): Promise<Probe> {
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
   * A few real entries as they would be taken; or why they could not be read. Where to and as whom is
   * always what the source keeps: a mapping that is only typed leads its password nowhere else.
   * @param tried a mapping in place of the one kept; only entries in which `text` is found.
   * @throws AppError `source.not-found`, `source.password-missing`.
   */
  async function sample(
    id: string,
    tried: { mapping?: Mapping | undefined; text?: string | undefined } = {},
  ): Promise<Sampled> {
    const { settings: kept, password } = await safe.open(id);
    const settings = { ...kept, ...tried.mapping };
    try {
      const connection = await connectAs(endpointOf(kept), kept.bindDn, password);
      try {
        return { sample: sampleOf(await readSample(connection, settings, tried.text), settings) };
      } finally {
        connection.close();
      }
    } catch (error) {
      return { trouble: troubleOf(error) };
    }
  }

  return { probe, lastProbe, sample };
}
