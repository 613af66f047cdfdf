// What administrators change on accounts. Each change and its journal entry are one transaction. One
// account is a batch of one: bringing in ten thousand costs a few hundred statements, by the same rules.
import type { Clock } from '../core/clock.ts';
import type { Change, Database, Statement } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { isId, newId } from '../core/random.ts';
import { clean, cut } from '../core/text.ts';
import type { Actor } from '../journal/actor.ts';
import { record, recordAll } from '../journal/journal.ts';
import type { Account } from './account.ts';
import {
  createdEntry,
  editOf,
  keysOf,
  newAccountOf,
  postIn,
  updatedEntry,
  type AccountChange,
  type Edit,
  type NewAccount,
} from './account-edit.ts';
import { keepingAnAdministrator } from './administrators.ts';
import { checkTransition } from './life-cycle.ts';
import { addMailNames, checkUsernames, keepFormerNames, takeUsernames } from './login-names.ts';
import { putMainPosts } from './posts.ts';
import { accountColumns, accountOf } from './rows.ts';

const lockAccounts: Statement = {
  name: 'account-lock',
  // In the order of ids, so that two changes never wait for each other crosswise.
  text: 'SELECT id FROM account WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE',
};
const shape = `jsonb_to_recordset($1::jsonb) AS n (id uuid, username text, kind text, state text,
  full_name text, family_name text, middle_name text, given_name text, mail text, phone text,
  locale text, search_key text, sort_key text, updated_at timestamptz)`;
const insert: Statement = {
  name: 'account-insert',
  text: `INSERT INTO account AS a (id, username, kind, state, full_name, family_name, middle_name,
      given_name, mail, phone, search_key, sort_key)
    SELECT id, username, kind, state, full_name, family_name, middle_name, given_name, mail, phone,
      search_key, sort_key FROM ${shape}
    ON CONFLICT (username) DO NOTHING
    RETURNING ${accountColumns}`,
};
const save: Statement = {
  name: 'account-save',
  text: `UPDATE account a SET username = n.username, full_name = n.full_name,
      family_name = n.family_name, middle_name = n.middle_name, given_name = n.given_name,
      mail = n.mail, phone = n.phone, locale = n.locale, search_key = n.search_key,
      sort_key = n.sort_key, updated_at = n.updated_at
    FROM ${shape} WHERE a.id = n.id`,
};
/** On its own: whoever's kind changes may have lost an entry, and every session is looked through. */
const saveKinds: Statement = {
  name: 'account-save-kinds',
  text: `UPDATE account a SET kind = n.kind FROM unnest($1::uuid[], $2::text[]) AS n (id, kind)
    WHERE a.id = n.id`,
};

// Of a person whom several directories know (account_share): who is retired is so in all of them; who is
// restored while none of them has him active is so by the share he had first, until a run says otherwise.
const moveShares: Record<'active' | 'retired', Statement> = {
  retired: {
    name: 'account-retire-shares',
    text: `UPDATE account_share SET state = 'retired', state_reason = NULL WHERE account_id = $1::uuid`,
  },
  active: {
    name: 'account-restore-shares',
    text: `UPDATE account_share s SET state = 'active', state_reason = NULL, state_note = NULL
      WHERE account_id = $1::uuid AND (state = 'retired' OR id = account_id AND NOT EXISTS (
        SELECT FROM account_share o WHERE o.account_id = s.account_id AND o.state = 'active'))`,
  },
};
const joinedTo: Statement = {
  name: 'account-joined-to',
  text: 'SELECT joined_to_id AS id FROM account WHERE id = $1::uuid AND joined_to_id IS NOT NULL',
};

export function createAccountChanges(deps: { db: Database; clock: Clock }) {
  const { db, clock } = deps;

  /**
   * All of them or none, in the order given.
   * @throws AppError `account.…` naming the field, `unit.not-found`.
   */
  async function createAllLocal(by: Actor, inputs: readonly NewAccount[]): Promise<Account[]> {
    const people = inputs.map((input) => newAccountOf(input, newId(clock.now())));
    const names = people.map(({ id, username }) => ({ accountId: id, name: username }));
    const mails = people.flatMap(({ id, mail }) => (mail ? [{ accountId: id, name: mail }] : []));
    const posts = inputs.flatMap((input, i) => postIn(people[i]!.id, input) ?? []);
    const entries = people.map((person, i) => createdEntry(person, inputs[i]?.unitId));
    return db.change(async (tx) => {
      await checkUsernames(
        tx,
        names.map(({ name }) => name),
      );
      const rows = await tx.sql.query<Account>(insert, [JSON.stringify(people.map(columnsOf))]);
      if (rows.length < people.length) throw new AppError('account.username-taken');
      await takeUsernames(tx, names);
      await addMailNames(tx, mails);
      await putMainPosts(tx, posts);
      await recordAll(tx, by, entries);
      const byId = new Map(rows.map((row) => [row.id, row]));
      return people.map(({ id }) => byId.get(id)!);
    });
  }

  /**
   * Changes the fields given; each account once, all of them or none. A new user name leaves the old
   * one as a name to sign in by.
   * @throws AppError `account.from-directory` for what a directory holds, `account.last-administrator`.
   */
  async function updateAll(
    by: Actor,
    changes: readonly { id: string; change: AccountChange }[],
  ): Promise<Account[]> {
    return db.change(async (tx) => {
      const olds = await lockAll(
        tx,
        changes.map(({ id }) => id),
      );
      const edits = changes.map(({ change }, i) => editOf(olds[i]!, change, clock.now()));
      const posts = changes.flatMap(({ id, change }) => postIn(id, change) ?? []);
      const moves = await putMainPosts(tx, posts);
      const touched = new Set(edits.filter(({ old, changed }) => changed ?? moves.get(old.id)));
      await writeAll(tx, [...touched]);
      const entries = [...touched].map((edit) => updatedEntry(edit, moves.get(edit.old.id)));
      await recordAll(tx, by, entries);
      return edits.map((edit) => (touched.has(edit) ? edit.next : edit.old));
    });
  }

  const events = {
    active: 'account.restored',
    suspended: 'account.suspended',
    retired: 'account.retired',
  } as const;

  async function move(by: Actor, id: string, state: keyof typeof events, reason: string | null) {
    return db.change(async (tx) => {
      const [old] = await lockAll(tx, [id]);
      await refuseJoined(tx, id);
      checkTransition(old!.state, state);
      const stateReason = state === 'active' ? null : 'by-administrator';
      const now = { state, stateReason, stateNote: reason, updatedAt: clock.now() };
      const row = await keepingAnAdministrator(tx, () =>
        tx.prisma.account.update({ where: { id }, data: now }),
      );
      if (state !== 'suspended') await tx.sql.query(moveShares[state], [id]);
      const detail = { before: { state: old!.state }, after: { state, reason } };
      await record(tx, by, { event: events[state], accountId: id, detail });
      return accountOf(row);
    });
  }

  return {
    createAllLocal,
    updateAll,
    /** @throws AppError `account.…` naming the field, `unit.not-found`. */
    createLocal: async (by: Actor, input: NewAccount): Promise<Account> =>
      (await createAllLocal(by, [input]))[0]!,
    /** As `updateAll`, of one account. */
    update: async (by: Actor, id: string, change: AccountChange): Promise<Account> =>
      (await updateAll(by, [{ id, change }]))[0]!,
    /** @throws AppError `account.transition`, `account.reason-missing`, `account.last-administrator`. */
    suspend: async (by: Actor, id: string, { reason }: { reason: string }) =>
      move(by, id, 'suspended', reasonOf(reason)),
    /** Back to work from any other state, the first one included. @throws AppError `account.transition`. */
    restore: (by: Actor, id: string, { reason }: { reason?: string } = {}) =>
      move(by, id, 'active', cut(clean(reason ?? ''), 500) || null),
    /** @throws AppError `account.transition`, `account.reason-missing`, `account.last-administrator`. */
    retire: async (by: Actor, id: string, { reason }: { reason: string }) =>
      move(by, id, 'retired', reasonOf(reason)),
  };
}

/** @throws AppError `account.joined` where it was joined into another: that one is the person now. */
async function refuseJoined(tx: Change, id: string): Promise<void> {
  const [row] = await tx.sql.query<{ id: string }>(joinedTo, [id]);
  if (row) throw new AppError('account.joined');
}

/** The rows as they are, locked, in the order of `ids`. @throws AppError `account.not-found`. */
async function lockAll(tx: Change, ids: readonly string[]): Promise<Account[]> {
  if (!ids.every(isId)) throw new AppError('account.not-found');
  const locked = await tx.sql.query(lockAccounts, [ids]);
  if (locked.length < ids.length) throw new AppError('account.not-found');
  const rows = await tx.prisma.account.findMany({ where: { id: { in: [...ids] } } });
  const byId = new Map(rows.map((row) => [row.id, accountOf(row)]));
  return ids.map((id) => byId.get(id)!);
}

async function writeAll(tx: Change, edits: readonly Edit[]): Promise<void> {
  if (edits.length === 0) return;
  const renamed = edits.filter(({ old, next }) => next.username !== old.username);
  const own = (account: Account, name: string) => ({ accountId: account.id, name });
  await takeUsernames(
    tx,
    renamed.map(({ next }) => own(next, next.username)),
  );
  await keepFormerNames(
    tx,
    renamed.map(({ old }) => own(old, old.username)),
  );
  await addMailNames(
    tx,
    edits.flatMap(({ old, next }) =>
      next.mail && next.mail !== old.mail ? [own(next, next.mail)] : [],
    ),
  );
  await tx.sql.query(save, [JSON.stringify(edits.map(({ next }) => columnsOf(next)))]);
  const kinds = edits.filter(({ old, next }) => next.kind !== old.kind).map(({ next }) => next);
  if (kinds.length > 0)
    await keepingAnAdministrator(tx, () =>
      tx.sql.query(saveKinds, [kinds.map(({ id }) => id), kinds.map(({ kind }) => kind)]),
    );
}

/** Under the names of the table. */
function columnsOf(account: Pick<Account, 'fullName' | 'username'> & Partial<Account>) {
  const { searchKey, sortKey } = keysOf(account);
  const { id, username, kind, state, mail, phone, locale } = account;
  return {
    id,
    username,
    kind,
    state,
    mail,
    phone,
    locale,
    full_name: account.fullName,
    family_name: account.familyName,
    middle_name: account.middleName,
    given_name: account.givenName,
    search_key: searchKey,
    sort_key: sortKey,
    updated_at: account.updatedAt,
  };
}

function reasonOf(text: string): string {
  const reason = cut(clean(text), 500);
  if (!reason) throw new AppError('account.reason-missing');
  return reason;
}
