// The same person in two directories: two accounts are joined into one, and split again. The account that
// stays keeps its `sub`; the other ends, is remembered, and is what splitting gives back. A preview does the
// deed and rolls it back, so that what is shown is what will be.
import { accountSearchKey, accountSortKey } from '../accounts/account.ts';
import type { Clock } from '../core/clock.ts';
import { createHash } from 'node:crypto';
import type { Database, Statement, Transaction } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { isId } from '../core/random.ts';
import type { Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import { createCandidates } from './join-candidates.ts';
import { lookAt, type Application, type Look, type RulesOf } from './join-look.ts';
import { clashOf } from './join-rules.ts';
import { writeDissolve, writeJoin, writeSplit } from './join-writing.ts';
import { putTogether } from './joined.ts';

export type Joining = ReturnType<typeof createJoining>;

/** `staying` keeps its id; `going` is joined into it, or comes out of it again. */
export type Pair = { staying: string; going: string };

export type Preview = {
  before: Look[]; // who there is now: two, or the one
  after: Look[];
  gained: Application[]; // of the account that stays
  lost: Application[]; // of any of them
  shown: string; // digest: what is done must be what was looked at
};

// A run that is writing holds the rows: nobody waits half a minute for a page.
const impatient: Statement = { name: 'join-impatient', text: `SET LOCAL lock_timeout = '2s'` };
const lockTimeout = '55P03';
const lock: Statement = {
  name: 'join-lock',
  text: 'SELECT id FROM account WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE',
};
const survivor: Statement = {
  name: 'join-survivor',
  text: 'SELECT joined_to_id AS id FROM account WHERE id = $1 AND joined_to_id IS NOT NULL',
};
const saveKeys: Statement = {
  name: 'join-save-keys',
  text: 'UPDATE account SET search_key = $2, sort_key = $3 WHERE id = $1',
};
const namesOf: Statement = {
  name: 'join-names-of',
  text: `SELECT full_name AS "fullName", username, mail, family_name AS "familyName", middle_name AS "middleName",
           given_name AS "givenName" FROM account WHERE id = $1`,
};
type Names = Parameters<typeof accountSearchKey>[0] & Parameters<typeof accountSortKey>[0];

/** Thrown to roll a preview back. */
class RolledBack extends Error {}

const without = (all: readonly Application[], others: readonly Application[]) =>
  all.filter(({ id }) => !others.some((other) => other.id === id));

function compare(before: Look[], after: Look[]): Preview {
  const [staying] = before;
  const applications = (looks: readonly Look[]) => looks.flatMap((look) => look.applications);
  const gained = without(after[0]?.applications ?? [], staying?.applications ?? []);
  const lost = [
    ...without(staying?.applications ?? [], after[0]?.applications ?? []),
    ...without(applications(before.slice(1)), applications(after)),
  ];
  const digest = createHash('sha256')
    .update(JSON.stringify([before, after]))
    .digest('base64url');
  const once = lost.filter(({ id }, i) => lost.findIndex((other) => other.id === id) === i);
  return { before, after, gained, lost: once, shown: digest };
}

/** Those that can be joined without taking a right from somebody, or giving him one that is not his. */
function checkPair(by: Actor, staying: Look, going: Look): void {
  const refuse = (code: 'own-account' | 'not-a-person' | 'not-in-use' | 'administrator') => {
    throw new AppError(`join.${code}`);
  };
  if (by.accountId === staying.id || by.accountId === going.id) refuse('own-account');
  if (going.joinedToId || staying.joinedToId || going.shares.length > 0)
    throw new AppError('join.already-joined');
  if (!going.externalId || (!staying.externalId && staying.shares.length === 0))
    throw new AppError('join.not-of-a-directory');
  const sources = [staying.sourceId, ...staying.shares.map(({ sourceId }) => sourceId)];
  if (sources.includes(going.sourceId)) throw new AppError('join.same-source');
  const both = [staying, going];
  if (both.some(({ kind }) => kind === 'service' || kind === 'shared')) refuse('not-a-person');
  const resting = (look: Look) =>
    look.state === 'suspended' && look.stateReason !== 'by-administrator';
  if (both.some((look) => look.state !== 'active' && !resting(look))) refuse('not-in-use');
  if (
    staying.console !== going.console ||
    (staying.kind === 'administrator') !== (going.kind === 'administrator')
  )
    refuse('administrator');
}

export function createJoining(deps: {
  db: Database;
  clock: Clock;
  rulesOf: RulesOf;
  endSessions: (accountId: string, by: Actor, reason: string) => Promise<unknown>;
}) {
  const { db, clock, rulesOf, endSessions } = deps;
  const candidates = createCandidates(db);

  /** @throws AppError `account.not-found`. */
  async function look(tx: Transaction, id: string): Promise<Look> {
    const found = isId(id) ? await lookAt(tx.sql, id, rulesOf) : undefined;
    if (!found) throw new AppError('account.not-found');
    return found;
  }

  async function join(tx: Transaction, by: Actor, { staying, going }: Pair): Promise<Preview> {
    if (staying === going) throw new AppError('join.same-account');
    await tx.sql.query(lock, [[staying, going]]);
    const before = [await look(tx, staying), await look(tx, going)] as const;
    checkPair(by, ...before);
    const clash = await clashOf(tx.sql, staying, going);
    if (clash)
      throw new AppError(clash.opposite ? 'join.rules-differ' : 'join.rules-dates', {
        params: { target: clash.name },
      });
    const first = before[0].shares.length === 0;
    await writeJoin(tx.sql, { survivor: staying, other: going, first, at: clock.now() });
    await putTogether(tx.sql, [staying]);
    return compare([...before], [await look(tx, staying)]);
  }

  async function split(tx: Transaction, by: Actor, { staying, going }: Pair): Promise<Preview> {
    await tx.sql.query(lock, [[staying, going]]);
    const before = await look(tx, staying);
    if (by.accountId === staying) throw new AppError('join.own-account');
    if (before.state === 'retired') throw new AppError('join.not-in-use');
    if (staying === going || !before.shares.some(({ id }) => id === going))
      throw new AppError('join.not-joined');
    await writeSplit(tx.sql, { account: staying, share: going });
    const [names] = await tx.sql.query<Names>(namesOf, [going]);
    await tx.sql.query(saveKeys, [going, accountSearchKey(names!), accountSortKey(names!)]);
    await putTogether(tx.sql, [staying]);
    if (before.shares.length === 2) {
      await writeDissolve(tx.sql, staying);
      const [own] = await tx.sql.query<Names>(namesOf, [staying]);
      await tx.sql.query(saveKeys, [staying, accountSearchKey(own!), accountSortKey(own!)]);
    }
    return compare([before], [await look(tx, staying), await look(tx, going)]);
  }

  const deeds = { join, split } as const;
  type Deed = keyof typeof deeds;

  async function preview(deed: Deed, by: Actor, pair: Pair): Promise<Preview> {
    let seen: Preview | undefined;
    await db
      .transaction(async (tx) => {
        await tx.sql.query(impatient);
        seen = await deeds[deed](tx, by, pair);
        throw new RolledBack();
      })
      .catch((error: unknown) => {
        if ((error as { code?: string }).code === lockTimeout)
          throw new AppError('join.run-under-way', { cause: error });
        if (!(error instanceof RolledBack)) throw error;
      });
    return seen!;
  }

  /** While nobody reads the directories that know them. @throws AppError `join.run-under-way`. */
  async function whileNobodyReads<T>(
    sources: readonly string[],
    work: () => Promise<T>,
  ): Promise<T> {
    const [next, ...rest] = sources;
    if (next === undefined) return work();
    const done = await db.exclusively(`sync:${next}`, async () => {
      return { value: await whileNobodyReads(rest, work) };
    });
    if (!done) throw new AppError('join.run-under-way');
    return done.value;
  }

  async function tell(
    tx: Transaction,
    by: Actor,
    deed: Deed,
    { reason, seen }: Told,
  ): Promise<void> {
    const pair = deed === 'join' ? seen.before : seen.after;
    const [staying, going] = pair as [Look, Look];
    const short = ({ fullName, username, sourceName }: Look) =>
      `${fullName} (${username}, ${sourceName ?? '–'})`;
    const named = (all: readonly Application[]) => all.map(({ name }) => name).join(', ');
    const event = deed === 'join' ? 'account.joined' : 'account.split';
    for (const [accountId, other] of [
      [staying.id, going],
      [going.id, staying],
    ] as const)
      await record(tx, by, {
        event,
        accountId,
        object: { type: 'account', id: other.id, name: other.fullName },
        detail: {
          joinedWith: short(other),
          gained: named(seen.gained),
          lost: named(seen.lost),
          reason,
        },
      });
  }
  type Told = { reason: string; seen: Preview };

  async function act(deed: Deed, by: Actor, pair: Pair, asked: { reason: string; shown: string }) {
    const seen = await preview(deed, by, pair);
    const sources = seen.before.flatMap(({ sourceId, shares }) => [
      ...(sourceId ? [sourceId] : []),
      ...shares.map((share) => share.sourceId),
    ]);
    await whileNobodyReads([...new Set(sources)].sort(), () =>
      db.transaction(async (tx) => {
        const done = await deeds[deed](tx, by, pair);
        if (done.shown !== asked.shown) throw new AppError('join.changed');
        await tell(tx, by, deed, { reason: asked.reason, seen: done });
      }),
    );
    // Whoever is signed in was so as somebody else, or by a password that is no longer his.
    for (const id of [pair.staying, pair.going])
      await endSessions(id, by, deed === 'join' ? 'joined' : 'split');
  }

  return {
    /** What joining would make of two accounts. @throws as `join`. */
    previewJoin: (by: Actor, pair: Pair) => preview('join', by, pair),
    /** What splitting would make of a joined account. @throws as `split`. */
    previewSplit: (by: Actor, pair: Pair) => preview('split', by, pair),
    /**
     * Both accounts' sessions end. @param asked `shown` of the preview that was looked at.
     * @throws AppError `join.…`, `account.not-found`.
     */
    join: (by: Actor, pair: Pair, asked: { reason: string; shown: string }) =>
      act('join', by, pair, asked),
    /** As `join`, the other way. */
    split: (by: Actor, pair: Pair, asked: { reason: string; shown: string }) =>
      act('split', by, pair, asked),
    /** The account that this one was joined into; undefined where it was not. */
    survivorOf: async (id: string): Promise<string | undefined> =>
      isId(id) ? (await db.sql.query<{ id: string }>(survivor, [id]))[0]?.id : undefined,
    ...candidates,
  };
}
