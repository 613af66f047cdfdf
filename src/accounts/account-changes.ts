// What administrators change on accounts. Each change and its journal entry are one transaction.
import type { Clock } from '../core/clock.ts';
import type { Change, Database, Statement } from '../core/database.ts';
import { AppError, isDuplicate } from '../core/errors.ts';
import { isId, newId } from '../core/random.ts';
import { clean, cut } from '../core/text.ts';
import type { Actor } from '../journal/actor.ts';
import { difference, type Fields } from '../journal/difference.ts';
import { record } from '../journal/journal.ts';
import {
  accountSearchKey,
  accountSortKey,
  isKind,
  mailAddress,
  namesOf,
  phoneNumber,
  usernameOf,
  type Account,
  type Kind,
} from './account.ts';
import { keepingAnAdministrator } from './administrators.ts';
import { checkTransition, firstState } from './life-cycle.ts';
import { addMailName, checkUsername, takeUsername } from './login-names.ts';
import { putMainPost } from './posts.ts';
import { accountOf } from './rows.ts';

export type NewAccount = {
  username: string;
  fullName: string;
  kind: Kind;
  mail?: string | null;
  phone?: string | null;
  unitId?: string | null;
  positionCode?: string | null;
  title?: string | null;
};
export type AccountChange = Partial<NewAccount> & { locale?: 'vi' | 'en' | null };

/** Who a directory gave keeps the directory's word for these. */
const ofDirectory = ['username', 'fullName', 'mail', 'phone'] as const;

const lockAccount: Statement = {
  name: 'account-lock',
  text: 'SELECT id FROM account WHERE id = $1::uuid FOR NO KEY UPDATE',
};

export function createAccountChanges(deps: { db: Database; clock: Clock }) {
  const { db, clock } = deps;

  /** @throws AppError `account.…` naming the field, `unit.not-found`. */
  async function createLocal(by: Actor, input: NewAccount): Promise<Account> {
    const id = newId(clock.now());
    const values = { ...valuesOf(input), ...namesOf(input.fullName) };
    const account = { username: usernameOf(input.username), kind: kindOf(input.kind), ...values };
    const made = db.change(async (tx) => {
      await checkUsername(tx, account.username);
      const row = await tx.prisma.account.create({
        data: { id, ...account, ...keysOf(account), state: firstState(account.kind) },
      });
      await takeUsername(tx, id, account.username);
      if (row.mail) await addMailName(tx, id, row.mail);
      if (input.unitId) await putMainPost(tx, id, { ...input, unitId: input.unitId });
      const after = { ...account, state: row.state, unitId: input.unitId ?? null };
      await record(tx, by, { event: 'account.created', accountId: id, detail: { after } });
      return accountOf(row);
    });
    return made.catch((error: unknown) => {
      throw isDuplicate(error) ? new AppError('account.username-taken', { cause: error }) : error;
    });
  }

  /**
   * Changes the fields given. A new user name leaves the old one as a name to sign in by.
   * @throws AppError `account.from-directory` for what a directory holds, `account.last-administrator`.
   */
  async function update(by: Actor, id: string, change: AccountChange): Promise<Account> {
    return db.change(async (tx) => {
      const old = await lock(tx, id);
      const wanted = wantedOf(change);
      const changed = difference(pick(old, wanted), wanted);
      const field = ofDirectory.find((name) => changed && name in changed.after);
      if (old.sourceId && field)
        throw new AppError('account.from-directory', { params: { field } });
      if (old.sourceId && change.unitId !== undefined) throw new AppError('account.from-directory');
      const moved = change.unitId
        ? await putMainPost(tx, id, { ...change, unitId: change.unitId })
        : undefined;
      if (!changed && !moved) return old;
      const row = await keepingAnAdministrator(tx, () => write(tx, old, wanted));
      const detail = {
        before: { ...changed?.before, ...moved?.before },
        after: { ...changed?.after, ...moved?.after },
      };
      await record(tx, by, { event: 'account.updated', accountId: id, detail });
      return row;
    });
  }

  async function write(tx: Change, old: Account, wanted: Partial<Account>): Promise<Account> {
    const next = { ...old, ...wanted };
    if (next.username !== old.username) await takeUsername(tx, old.id, next.username, old.username);
    if (next.mail && next.mail !== old.mail) await addMailName(tx, old.id, next.mail);
    const data = { ...wanted, ...keysOf(next), updatedAt: clock.now() };
    return accountOf(await tx.prisma.account.update({ where: { id: old.id }, data }));
  }

  const events = {
    active: 'account.restored',
    suspended: 'account.suspended',
    retired: 'account.retired',
  } as const;

  async function move(by: Actor, id: string, state: keyof typeof events, reason: string | null) {
    return db.change(async (tx) => {
      const old = await lock(tx, id);
      checkTransition(old.state, state);
      const stateReason = state === 'active' ? null : 'by-administrator';
      const now = { state, stateReason, stateNote: reason, updatedAt: clock.now() };
      const row = await keepingAnAdministrator(tx, () =>
        tx.prisma.account.update({ where: { id }, data: now }),
      );
      const detail = { before: { state: old.state }, after: { state, reason } };
      await record(tx, by, { event: events[state], accountId: id, detail });
      return accountOf(row);
    });
  }

  return {
    createLocal,
    update,
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

async function lock(tx: Change, id: string): Promise<Account> {
  if (!isId(id)) throw new AppError('account.not-found');
  const [locked] = await tx.sql.query(lockAccount, [id]);
  if (!locked) throw new AppError('account.not-found');
  return accountOf(await tx.prisma.account.findUniqueOrThrow({ where: { id } }));
}

function reasonOf(text: string): string {
  const reason = cut(clean(text), 500);
  if (!reason) throw new AppError('account.reason-missing');
  return reason;
}

function kindOf(kind: string): Kind {
  if (!isKind(kind)) throw new AppError('account.kind-unknown');
  return kind;
}

function valuesOf(input: AccountChange): Partial<Pick<Account, 'mail' | 'phone'>> {
  const values: Partial<Pick<Account, 'mail' | 'phone'>> = {};
  if (input.mail !== undefined) {
    values.mail = (input.mail && mailAddress(input.mail)) || null;
    if (input.mail && !values.mail) throw new AppError('account.mail-malformed');
  }
  if (input.phone !== undefined) {
    values.phone = (input.phone && phoneNumber(input.phone)) || null;
    if (input.phone && !values.phone) throw new AppError('account.phone-malformed');
  }
  return values;
}

function wantedOf(change: AccountChange) {
  return {
    ...valuesOf(change),
    ...(change.fullName === undefined ? {} : namesOf(change.fullName)),
    ...(change.username === undefined ? {} : { username: usernameOf(change.username) }),
    ...(change.kind === undefined ? {} : { kind: kindOf(change.kind) }),
    ...(change.locale === undefined ? {} : { locale: change.locale }),
  };
}

function keysOf(account: Pick<Account, 'fullName' | 'username'> & Partial<Account>) {
  const { familyName = null, middleName = null, givenName = null } = account;
  const names = { fullName: account.fullName, familyName, middleName, givenName };
  return { searchKey: accountSearchKey(account), sortKey: accountSortKey(names) };
}

const pick = (account: Account, wanted: object): Fields =>
  Object.fromEntries(
    Object.keys(wanted).map((key) => [key, account[key as keyof Account] as string | null]),
  );
