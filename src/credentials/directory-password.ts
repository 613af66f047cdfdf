// The change of a password that a directory keeps, as its owner asks for it: typed how, how often, written
// down, and what ends with the old one. Whether the new one will do is the directory's to say; the
// change itself is directory/'s.
import type { Database, Statement } from '../core/database.ts';
import type { Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import { distrustAll } from './trusted-devices.ts';
import type { OutageVerifiers, Whose } from './outage-verifiers.ts';
import type { Admission, Attempt, Throttle } from './throttle.ts';

export type DirectoryPassword = ReturnType<typeof createDirectoryPassword>;

export type Typed = { current: string; password: string; again: string };

type Refusal =
  | 'wrong'
  | 'too-short'
  | 'too-simple'
  | 'too-young'
  | 'in-history'
  | 'against-policy'
  | 'locked'
  | 'closed'
  | 'expired'
  | 'not-permitted'
  | 'unreachable';

export type DirectoryPasswordFault =
  | { code: Refusal | 'current-missing' | 'missing' | 'too-long' | 'not-the-same' | 'same' }
  | { code: 'wait'; seconds: number };

const longest = 1024; // as at sign-in

const names: Statement = {
  name: 'directory-password-names',
  text: 'SELECT name FROM login_name WHERE account_id = $1',
};

function faultOf({ current, password, again }: Typed): DirectoryPasswordFault | undefined {
  if (!current) return { code: 'current-missing' };
  if (!password) return { code: 'missing' };
  if (current.length > longest || password.length > longest) return { code: 'too-long' };
  if (password !== again) return { code: 'not-the-same' };
  return password === current ? { code: 'same' } : undefined;
}

export function createDirectoryPassword(deps: {
  db: Database;
  throttle: Pick<Throttle, 'admit' | 'forgive' | 'succeeded'>;
  directory: {
    change(whose: Whose, old: string, wanted: string): Promise<'changed' | Refusal>;
  };
  /** What was kept of the old password must open nothing during an outage. */
  verifiers: Pick<OutageVerifiers, 'forget'>;
  /** Ends every session of the account but the one of this id. */
  endOthers: (accountId: string, keep: string | null, by: Actor, reason: string) => Promise<number>;
}) {
  const { db, throttle } = deps;

  const note = (by: Actor, accountId: string, reason?: Refusal): Promise<void> =>
    db.transaction((tx) =>
      record(tx, by, {
        event: 'account.password-changed',
        ...(reason && { outcome: 'failure' as const }),
        accountId,
        detail: reason ? { reason } : {},
      }),
    );

  type Counted = Extract<Admission, { admitted: true }>['counted'];

  async function succeeded(by: Actor, accountId: string, who: Attempt, counted: Counted) {
    await db.transaction(async (tx) => {
      const known = await tx.sql.query<{ name: string }>(names, [accountId]);
      const all = known.map(({ name }) => name);
      await throttle.succeeded(tx, who, counted, all);
      await distrustAll(tx, accountId);
      await record(tx, by, {
        event: 'account.password-changed',
        accountId,
        detail: {},
      });
    });
  }

  return {
    /**
     * Changes it, and ends the other sessions: whoever used the old password has to know the new one.
     * @param keep the session that goes on, by its public id; null: none.
     * @returns undefined where it is changed, else why it is not.
     */
    async change(
      by: Actor,
      account: { id: string; username: string; sourceId: string | null },
      typed: Typed,
      keep: string | null,
    ): Promise<DirectoryPasswordFault | undefined> {
      const fault = faultOf(typed);
      if (fault) return fault;
      const whose = { accountId: account.id, sourceId: account.sourceId ?? '' };
      const who = { name: account.username, address: by.origin.address };
      const admission = await throttle.admit(who);
      if (!admission.admitted) return { code: 'wait', seconds: admission.seconds };
      const { counted } = admission;
      const answer = await deps.directory
        .change(whose, typed.current, typed.password)
        .catch(async (error: unknown) => {
          await throttle.forgive(who, counted); // our failure, not theirs
          throw error;
        });
      if (answer === 'changed') {
        await deps.verifiers.forget(whose);
        await succeeded(by, account.id, who, counted);
        await deps.endOthers(account.id, keep, by, 'password-changed');
        return undefined;
      }
      if (answer !== 'wrong') await throttle.forgive(who, counted); // nobody guessed
      await note(by, account.id, answer);
      return { code: answer };
    },
  };
}
