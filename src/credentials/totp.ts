// One-time codes by time (TOTP, RFC 6238): SHA-1, six digits, 30 seconds, as every code application reads
// them. The only door to otpauth. Owns the table totp; how often one may guess is code-throttle.ts.
import { Secret, TOTP } from 'otpauth';
import { after, type Clock } from '../core/clock.ts';
import type { Database, Statement, Transaction } from '../core/database.ts';
import { isAppError } from '../core/errors.ts';
import type { Sealing } from '../core/sealing.ts';

export type Totps = ReturnType<typeof createTotps>;

const periodSeconds = 30;
/** Steps before and after the present one: clocks of telephones are wrong by half a minute. */
const drift = 1;

const ofAccount: Statement = {
  name: 'totp-of',
  text: 'SELECT secret FROM totp WHERE account_id = $1',
};
/** RFC 6238, section 5.2: a code is good once. One statement, so that two nodes cannot both say yes. */
const spend: Statement = {
  name: 'totp-spend',
  text: `UPDATE totp SET last_step = $2, used_at = $3 WHERE account_id = $1 AND last_step < $2
         RETURNING true AS spent`,
};
const save: Statement = {
  name: 'totp-save',
  text: `INSERT INTO totp (account_id, secret, last_step, created_at, used_at) VALUES ($1, $2, $3, $4, NULL)
         ON CONFLICT (account_id) DO UPDATE SET secret = $2, last_step = $3, created_at = $4, used_at = NULL`,
};

const purpose = (accountId: string) => `totp of ${accountId}`;
const offerPurpose = 'totp offer';
const offerSeconds = 30 * 60; // finding an application for it, installing it

const totpOf = (secret: string) =>
  new TOTP({
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: 6,
    period: periodSeconds,
  });

/** The step whose code this is, within the drift; undefined where it is none. */
function stepOf(secret: string, code: string, now: Date): number | undefined {
  const timestamp = now.getTime();
  const delta = totpOf(secret).validate({ token: code, timestamp, window: drift });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / periodSeconds) + delta;
}

/** Digits as people copy them: with spaces. */
export const digitsOf = (typed: string): string => typed.replace(/[\s-]/g, '');

/** A secret on its way to a telephone; `sealed` brings it back with the first code. */
export type TotpOffer = { secret: string; uri: string; sealed: string };

export function createTotps(deps: { db: Database; clock: Clock; sealing: Sealing }) {
  const { db, clock, sealing } = deps;

  type Offered = { accountId: string; secret: string; until: string };

  function opened(accountId: string, sealed: string): string | undefined {
    try {
      const offer = JSON.parse(sealing.open(offerPurpose, sealed)) as Offered;
      const good = offer.accountId === accountId && new Date(offer.until) > clock.now();
      return good ? offer.secret : undefined;
    } catch (error) {
      if (isAppError(error, 'sealing.cannot-open')) return undefined;
      throw error;
    }
  }

  function described(account: { id: string; username: string }, secret: string, issuer: string) {
    const until = after(clock.now(), offerSeconds).toISOString();
    const offered: Offered = { accountId: account.id, secret, until };
    const totp = totpOf(secret);
    totp.issuer = issuer;
    totp.label = account.username;
    return {
      secret,
      uri: totp.toString(),
      sealed: sealing.seal(offerPurpose, JSON.stringify(offered)),
    };
  }

  return {
    /** A fresh secret, kept nowhere before its first code has come back. */
    offer: (account: { id: string; username: string }, issuer: string): TotpOffer =>
      described(account, new Secret({ size: 20 }).base32, issuer),

    /** The same one again, for the page that says the code was wrong. Undefined where it is too old. */
    again(
      account: { id: string; username: string },
      issuer: string,
      sealed: string,
    ): TotpOffer | undefined {
      const secret = opened(account.id, sealed);
      return secret === undefined ? undefined : described(account, secret, issuer);
    },

    /** The row to write where the first code is right; the code counts as spent. */
    confirmed(accountId: string, sealed: string, code: string) {
      const secret = opened(accountId, sealed);
      const step = secret === undefined ? undefined : stepOf(secret, digitsOf(code), clock.now());
      if (secret === undefined || step === undefined) return undefined;
      const kept = sealing.seal(purpose(accountId), secret);
      return async (tx: Transaction): Promise<void> =>
        void (await tx.sql.query(save, [accountId, kept, step, clock.now()]));
    },

    /** Whether it is a code of this account that nobody has used yet; it is used now. */
    async check(accountId: string, code: string): Promise<boolean> {
      const [row] = await db.sql.query<{ secret: string }>(ofAccount, [accountId]);
      if (!row) return false;
      const secret = sealing.open(purpose(accountId), row.secret);
      const step = stepOf(secret, digitsOf(code), clock.now());
      if (step === undefined) return false;
      return (await db.sql.query(spend, [accountId, step, clock.now()])).length > 0;
    },
  };
}
