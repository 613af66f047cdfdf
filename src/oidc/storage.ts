// The protocol engine's storage: reads from the table "oidc_artifact" and from what the same request
// already wrote, writes into the unit of work. Clients are applications (clients.ts). A token is read
// together with its grant and its session, since the engine asks for them next.
import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Database, Statement } from '../core/database.ts';
import { digest } from '../core/random.ts';
import { fromRow, keyOf, toRow } from './artifact.ts';
import type { Clients } from './clients.ts';
import type { Found, UnitsOfWork, Work } from './unit-of-work.ts';

export type Storage = ReturnType<typeof createStorage>;

const columns =
  'model, id, payload, account_id, client_id, uid, consumed_at IS NOT NULL AS consumed';

const find: Statement = {
  name: 'oidc-find',
  text: `SELECT ${columns} FROM oidc_artifact WHERE model = $1 AND id = $2`,
};
const findByUid: Statement = {
  name: 'oidc-find-session',
  text: `SELECT ${columns} FROM oidc_artifact WHERE model = 'Session' AND uid = $1
         ORDER BY expires_at DESC LIMIT 1`,
};
/** Introspection does not say which kind of token it asks about; ids are random, so one row answers. */
const bearers = ['AuthorizationCode', 'AccessToken', 'RefreshToken', 'ClientCredentials'];
const findBearer: Statement = {
  name: 'oidc-find-bearer',
  text: `
    WITH token AS MATERIALIZED (SELECT * FROM oidc_artifact WHERE model = ANY($1) AND id = $2)
    SELECT ${columns} FROM token
    UNION ALL SELECT ${columns} FROM oidc_artifact
      WHERE model = 'Grant' AND id IN (SELECT grant_id FROM token)
    UNION ALL SELECT ${columns} FROM oidc_artifact
      WHERE model = 'Session' AND uid IN (SELECT uid FROM token)`,
};
const sweepSome: Statement = {
  name: 'oidc-sweep',
  text: `DELETE FROM oidc_artifact WHERE (model, id) IN (
           SELECT model, id FROM oidc_artifact WHERE expires_at < now() LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING 1 AS one`,
};
/** A session outlives no day (lifetimes.ts); where it was stays known while tokens of it are alive. */
const sweepOrigins: Statement = {
  name: 'session-origin-sweep',
  text: `DELETE FROM session_origin o WHERE at < now() - interval '1 day'
    AND NOT EXISTS (SELECT FROM oidc_artifact a WHERE a.uid = o.uid AND a.expires_at > now())`,
};
const batch = 1_000;

export function createStorage(deps: { db: Database; units: UnitsOfWork; clients: Clients }) {
  const { db, units, clients } = deps;

  function remember(work: Work | undefined, rows: Found[]): void {
    for (const row of rows) work?.read.set(keyOf(row.model, row.id), row);
  }

  async function fetch(
    work: Work | undefined,
    model: string,
    id: string,
  ): Promise<Found | undefined> {
    const known = work?.read.get(keyOf(model, id));
    if (known) return known;
    const rows = bearers.includes(model)
      ? await fetchBearer(work, id)
      : await db.sql.query<Found>(find, [model, id]);
    remember(work, rows);
    return rows.find((row) => row.model === model && row.id === id);
  }

  /** Three kinds are asked for at once: the statement runs once. */
  const asked = new WeakMap<Work, Map<string, Promise<Found[]>>>();
  function fetchBearer(work: Work | undefined, id: string): Promise<Found[]> {
    const load = () => db.sql.query<Found>(findBearer, [bearers, id]);
    if (!work) return load();
    const already = asked.get(work) ?? new Map<string, Promise<Found[]>>();
    asked.set(work, already);
    const answer = already.get(id) ?? load();
    already.set(id, answer);
    return answer;
  }

  async function findOne(model: string, value: string): Promise<AdapterPayload | undefined> {
    const work = units.current();
    const id = digest(value);
    const own = work?.savedRow(model, id);
    if (own) return fromRow(model, value, own.payload);
    if (work?.isDropped(model, id)) return undefined;
    const row = await fetch(work, model, id);
    if (!row) return undefined;
    return { ...fromRow(model, value, row.payload), ...(row.consumed && { consumed: true }) };
  }

  /** Without its id: the engine only reads whose session it is and which grants it holds. */
  async function findSession(uid: string): Promise<AdapterPayload | undefined> {
    const work = units.current();
    const own = work?.savedSession(uid);
    if (own) return own.payload;
    const known = [...(work?.read.values() ?? [])].find(
      (r) => r.model === 'Session' && r.uid === uid,
    );
    const row = known ?? (await db.sql.query<Found>(findByUid, [uid]))[0];
    if (!row || work?.isDropped('Session', row.id)) return undefined;
    return row.payload;
  }

  const adapter = (model: string): Adapter => ({
    find: (value) => (model === 'Client' ? clients.metadata(value) : findOne(model, value)),
    findByUid: findSession,
    findByUserCode: () => Promise.resolve(undefined), // the device flow is off
    async upsert(value, payload) {
      units.get().save(toRow(model, value, payload));
    },
    async consume(value) {
      units.get().spend(model, digest(value));
    },
    async destroy(value) {
      units.get().drop(model, digest(value));
    },
    async revokeByGrantId(grantId) {
      units.get().revoke(model, digest(grantId));
    },
  });

  /** Deletes what has expired, a thousand rows at a time, until none is left. */
  async function sweep(): Promise<void> {
    let rows: unknown[];
    do rows = await db.sql.query(sweepSome, [batch]);
    while (rows.length === batch);
    await db.sql.query(sweepOrigins);
  }

  return { adapter, sweep };
}
