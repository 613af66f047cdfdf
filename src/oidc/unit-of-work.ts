// Everything one HTTP request writes, kept until its answer is ready and then committed in one
// transaction: tokens, the session, journal entries and queued logouts stand or fall together. An
// answer leaves only after its commit, so that no token exists that the database does not know, and
// none is spent for an answer that never came.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { AdapterPayload } from 'oidc-provider';
import type { Database, Statement, Transaction } from '../core/database.ts';
import type { Actor } from '../journal/actor.ts';
import { recorderAfter, type Entry } from '../journal/journal.ts';
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

const write: Statement = { name: 'oidc-write', text: 'SELECT oidc_write($1::jsonb)' };
const look: Statement = {
  name: 'oidc-look',
  text: `SELECT model, id, payload, account_id, client_id, grant_id, uid, true AS consumed
         FROM oidc_artifact WHERE model = $1 AND id = $2`,
};

const writeAndRecord = recorderAfter('oidc_write');

/** What the function "oidc_write" of the database raises. */
const raised = { spent: 'MC001', stale: 'MC002' };

type Staged = (tx: Transaction) => Promise<void>;
/** Asked for when it is written, where something has to be looked up. */
type Noted = Entry | (() => Promise<Entry>);

function createWork() {
  const saved = new Map<string, Row>();
  const dropped = new Map<string, { model: string; id: string }>();
  const spent = new Map<string, { model: string; id: string }>();
  const revoked = new Map<string, { model: string; grantId: string }>();
  const read = new Map<string, Found>();
  const staged: Staged[] = [];
  const notes: { by: Actor; entry: Noted }[] = [];
  const enteredFrom: { uid: string; address: string | null }[] = [];
  const usedSessions: { uid: string }[] = [];
  const afterwards: (() => void)[] = [];

  /** A session under a new id, or an answered interaction, must be the one that was read. */
  const mustExist = (model: string, id: string) => {
    const was = read.get(keyOf(model, id));
    if (model === 'Interaction') return was !== undefined;
    return model === 'Session' && [...saved.values()].some((row) => row.uid === was?.uid);
  };

  /** For "oidc_write", what there is of each kind. */
  function toWrite(): string {
    const parts = {
      spent: [...spent.values()],
      revoked: [...revoked.values()],
      dropped: [...dropped.values()].map((it) => ({ ...it, must: mustExist(it.model, it.id) })),
      saved: [...saved].map(([key, row]) => ({ ...row, known: read.has(key) })),
      entered: enteredFrom,
      used: usedSessions,
    };
    return JSON.stringify(Object.fromEntries(Object.entries(parts).filter(([, of]) => of.length)));
  }

  async function writeNoted(tx: Transaction): Promise<void> {
    const [first] = notes;
    if (!first) return void (await tx.sql.query(write, [toWrite()]));
    const entries = await Promise.all(
      notes.map(async ({ entry }) => (typeof entry === 'function' ? entry() : entry)),
    );
    await writeAndRecord(tx, first.by, entries, toWrite()); // one request has one actor
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
    /** Adds something to the transaction that has to ask the database first. */
    stage(write: Staged): void {
      staged.push(write);
    },
    /** Adds an entry of the journal. */
    note(by: Actor, entry: Noted): void {
      notes.push({ by, entry });
    },
    /** The browser of this session entered an application, from that address. */
    entered(uid: string, address: string | null): void {
      enteredFrom.push({ uid, address });
    },
    /** The session of that public name is in use (session-origins.ts). */
    used(uid: string): void {
      usedSessions.push({ uid });
    },
    /** Runs once the transaction is committed; must not throw. */
    afterwards(effect: () => void): void {
      afterwards.push(effect);
    },
    /** Forgets everything: the request failed. */
    discard(): void {
      for (const list of [saved, dropped, spent, revoked]) list.clear();
      for (const list of [staged, notes, enteredFrom, usedSessions]) list.length = 0;
      afterwards.length = 0;
    },
    isEmpty: () =>
      saved.size + dropped.size + spent.size + revoked.size === 0 &&
      staged.length + notes.length + enteredFrom.length + usedSessions.length === 0,
    /** All of it; one statement, which is a transaction by itself, unless something was staged. */
    async write(db: Pick<Database, 'sql' | 'transaction'>): Promise<void> {
      if (staged.length === 0) return writeNoted(db);
      await db.transaction(async (tx) => {
        await writeNoted(tx);
        for (const write of staged) await write(tx);
      });
    },
    /** A one-time id (RFC 7523, section 3, jti) that another request used a moment earlier. */
    hasAssertion: () => [...saved.values()].some((row) => row.model === 'ReplayDetection'),
    finish: () => afterwards.forEach((effect) => effect()),
  };
}

export function createUnitsOfWork(deps: { db: Database }) {
  const { db } = deps;
  const running = new AsyncLocalStorage<Work>();

  /** @throws SpentError, StaleError, or what the database threw; nothing is written then. */
  async function commit(work: Work): Promise<void> {
    if (!work.isEmpty())
      await work.write(db).catch(async (error: unknown) => {
        throw await understood(error, work);
      });
    work.finish();
  }

  async function understood(error: unknown, work: Work): Promise<unknown> {
    const { code, detail = '' } = error as { code?: string; detail?: string };
    if (code === raised.stale)
      return work.hasAssertion() ? new SpentError('invalid_client') : new StaleError();
    if (code !== raised.spent) return error;
    const [found] = await db.sql.query<Found>(look, detail.split(' '));
    return new SpentError('invalid_grant', found);
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
