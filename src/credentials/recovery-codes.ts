// Recovery codes, for whoever has lost the telephone or the key: ten, each good once, shown when they are
// made and never again. Owns the table recovery_code. 50 random bits each, so a keyed hash is enough.
import { createHmac, randomInt } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import type { Database, Statement, Transaction } from '../core/database.ts';

export type RecoveryCodes = ReturnType<typeof createRecoveryCodes>;

const recoveryCodesMade = 10;

const letters = 'abcdefghjkmnpqrstvwxyz0123456789'; // 32, without i, l, o, u
const length = 10;

const replace: Statement = {
  name: 'recovery-code-replace',
  text: `WITH gone AS (DELETE FROM recovery_code WHERE account_id = $1)
         INSERT INTO recovery_code (account_id, hash) SELECT $1, hash FROM unnest($2::text[]) AS hash`,
};
const spend: Statement = {
  name: 'recovery-code-spend',
  text: `UPDATE recovery_code SET used_at = $3 WHERE account_id = $1 AND hash = $2 AND used_at IS NULL
         RETURNING true AS spent`,
};

const newCode = (): string =>
  Array.from({ length }, () => letters[randomInt(letters.length)]).join('');

/** As people copy them: with or without the dash, in capitals, o for zero, l and i for one. */
const plain = (typed: string): string =>
  typed.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1');

export const isRecoveryCode = (typed: string): boolean =>
  new RegExp(`^[${letters}]{${length}}$`).test(plain(typed));

export function createRecoveryCodes(deps: { db: Database; clock: Clock; secret: string }) {
  const { db, clock } = deps;
  const hashOf = (accountId: string, code: string) =>
    createHmac('sha256', deps.secret).update(`${accountId} ${code}`).digest('base64url');

  return {
    /** Takes the place of all that were there. Gives them as they are shown, once. */
    async make(tx: Transaction, accountId: string): Promise<string[]> {
      const codes = Array.from({ length: recoveryCodesMade }, newCode);
      await tx.sql.query(replace, [accountId, codes.map((code) => hashOf(accountId, code))]);
      return codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`);
    },

    /** Whether it is one of the account's that nobody has used; it is used now. */
    async check(accountId: string, typed: string): Promise<boolean> {
      const row = [accountId, hashOf(accountId, plain(typed)), clock.now()];
      return (await db.sql.query(spend, row)).length > 0;
    },
  };
}
