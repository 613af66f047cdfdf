// Everything one HTTP request writes, kept until its answer is ready and then committed in one
// transaction: tokens, the session, journal entries and queued logouts stand or fall together. An
// answer leaves only after its commit, so that no token exists that the database does not know, and
// none is spent for an answer that never came.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { AdapterPayload } from 'oidc-provider';
import type { Database, Statement, Transaction } from '../core/database.ts';
import { keyOf, type Row } from './artifact.ts';

/** What was to be spent had been spent already (`replayed`), or is no more. `message` is the OAuth error. */
export class SpentError extends Error {
  readonly replayed: Found | undefined;
  constructor(error: 'invalid_grant' | 'invalid_client', replayed?: Found) {
    super(error);
    this.replayed = replayed;
  }
}

/** Something this request read was changed or ended by another before this one could commit. */
export class StaleError extends Error {}

export type Found = Pick<Row, 'model' | 'id' | 'account_id' | 'client_id' | 'grant_id' | 'uid'> & {
  payload: AdapterPayload;
  consumed: boolean;
};

export type Work = ReturnType<typeof createWork>;
export type UnitsOfWork = ReturnType<typeof createUnitsOfWork>;

const spend: Statement = {
  name: 'oidc-spend',
  text: `UPDATE oidc_artifact SET consumed_at = now()
         WHERE model = $1 AND id = $2 AND consumed_at IS NULL RETURNING id`,
};
const look: Statement = {
  name: 'oidc-look',
  text: `SELECT model, id, payload, account_id, client_id, grant_id, uid, true AS consumed
         FROM oidc_artifact WHERE model = $1 AND id = $2`,
};
const revoke: Statement = {
  name: 'oidc-revoke',
  text: 'DELETE FROM oidc_artifact WHERE model = $1 AND grant_id = $2',
};
const drop: Statement = {
  name: 'oidc-drop',
  text: 'DELETE FROM oidc_artifact WHERE model = $1 AND id = $2 RETURNING id',
};
// A row that was read must still be there: else a session ended by an administrator would be brought
// back by a request that was under way. Two applications opened at once in one session both stay in
// its list, whichever commits last.
const save: Statement = {
  name: 'oidc-save',
  text: `
    WITH given AS (
      SELECT * FROM jsonb_to_recordset($1::jsonb) AS g(model text, id text, payload jsonb,
        account_id text, client_id text, grant_id text, user_code text, uid text,
        expires_at timestamptz, known boolean)
    ), changed AS (
      UPDATE oidc_artifact a SET account_id = g.account_id, client_id = g.client_id,
        grant_id = g.grant_id, uid = g.uid, expires_at = g.expires_at,
        user_code = coalesce(g.user_code, a.user_code),
        payload = CASE WHEN g.model = 'Session' AND a.account_id = g.account_id
          THEN jsonb_set(g.payload, '{authorizations}', coalesce(a.payload -> 'authorizations', '{}')
               || coalesce(g.payload -> 'authorizations', '{}'))
          ELSE g.payload END
      FROM given g WHERE g.known AND a.model = g.model AND a.id = g.id
      RETURNING 1
    ), made AS (
      INSERT INTO oidc_artifact (model, id, payload, account_id, client_id, grant_id, user_code, uid, expires_at)
      SELECT model, id, payload, account_id, client_id, grant_id, user_code, uid, expires_at FROM given WHERE NOT known
      ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT ((SELECT count(*) FROM changed) + (SELECT count(*) FROM made))::int AS done`,
};

type Staged = (tx: Transaction) => Promise<void>;

function createWork() {
  const saved = new Map<string, Row>();
  const dropped = new Map<string, { model: string; id: string }>();
  const spent = new Map<string, { model: string; id: string }>();
  const revoked = new Map<string, { model: string; grantId: string }>();
  const read = new Map<string, Found>();
  const staged: Staged[] = [];
  const afterwards: (() => void)[] = [];

  /** A session under a new id, or an answered interaction, must be the one that was read. */
  const mustExist = (model: string, id: string) => {
    const was = read.get(keyOf(model, id));
    if (model === 'Interaction') return was !== undefined;
    return model === 'Session' && [...saved.values()].some((row) => row.uid === was?.uid);
  };

  async function spendAll(tx: Transaction): Promise<void> {
    for (const { model, id } of spent.values()) {
      if ((await tx.sql.query(spend, [model, id])).length > 0) continue;
      const [found] = await tx.sql.query<Found>(look, [model, id]);
      throw new SpentError('invalid_grant', found);
    }
  }

  async function removeAll(tx: Transaction): Promise<void> {
    for (const { model, grantId } of revoked.values()) await tx.sql.query(revoke, [model, grantId]);
    for (const { model, id } of dropped.values()) {
      const gone = await tx.sql.query(drop, [model, id]);
      if (gone.length === 0 && mustExist(model, id)) throw new StaleError();
    }
  }

  async function saveAll(tx: Transaction): Promise<void> {
    if (saved.size === 0) return;
    const rows = [...saved].map(([key, row]) => ({ ...row, known: read.has(key) }));
    const [result] = await tx.sql.query<{ done: number }>(save, [JSON.stringify(rows)]);
    if (result?.done === rows.length) return;
    // A one-time id (RFC 7523, section 3, jti) that another request used a moment earlier.
    const assertion = rows.some((row) => row.model === 'ReplayDetection');
    throw assertion ? new SpentError('invalid_client') : new StaleError();
  }

  return {
    read,
    isDropped: (model: string, id: string) => dropped.has(keyOf(model, id)),
    savedRow: (model: string, id: string) => saved.get(keyOf(model, id)),
    savedSession: (uid: string) =>
      [...saved.values()].find((row) => row.model === 'Session' && row.uid === uid),
    save(row: Row): void {
      dropped.delete(keyOf(row.model, row.id));
      saved.set(keyOf(row.model, row.id), row);
    },
    drop(model: string, id: string): void {
      saved.delete(keyOf(model, id));
      dropped.set(keyOf(model, id), { model, id });
    },
    spend(model: string, id: string): void {
      spent.set(keyOf(model, id), { model, id });
    },
    revoke(model: string, grantId: string): void {
      for (const [key, row] of saved)
        if (row.model === model && row.grant_id === grantId) saved.delete(key);
      revoked.set(keyOf(model, grantId), { model, grantId });
    },
    /** What was saved ends with that grant (digest), whoever's it is. */
    hang(model: string, id: string, grant: string): void {
      const row = saved.get(keyOf(model, id));
      if (row) row.grant_id = grant;
    },
    /** Adds something to the transaction, such as a journal entry. */
    stage(write: Staged): void {
      staged.push(write);
    },
    /** Runs once the transaction is committed; must not throw. */
    afterwards(effect: () => void): void {
      afterwards.push(effect);
    },
    /** Forgets everything: the request failed. */
    discard(): void {
      for (const list of [saved, dropped, spent, revoked]) list.clear();
      staged.length = 0;
      afterwards.length = 0;
    },
    isEmpty: () => saved.size + dropped.size + spent.size + revoked.size + staged.length === 0,
    async write(tx: Transaction): Promise<void> {
      await spendAll(tx);
      await removeAll(tx);
      await saveAll(tx);
      for (const write of staged) await write(tx);
    },
    finish: () => afterwards.forEach((effect) => effect()),
  };
}

export function createUnitsOfWork(deps: { db: Database }) {
  const { db } = deps;
  const running = new AsyncLocalStorage<Work>();

  /** @throws SpentError, StaleError, or what the database threw; nothing is written then. */
  async function commit(work: Work): Promise<void> {
    if (!work.isEmpty()) await db.transaction((tx) => work.write(tx));
    work.finish();
  }

  return {
    current: (): Work | undefined => running.getStore(),
    /** @throws Error where no unit of work is under way: such a write would be lost. */
    get(): Work {
      const work = running.getStore();
      if (!work) throw new Error('the protocol engine wrote outside a unit of work');
      return work;
    },
    run: <T>(deed: (work: Work) => Promise<T>): Promise<T> => {
      const work = createWork();
      return running.run(work, () => deed(work));
    },
    commit,
  };
}
