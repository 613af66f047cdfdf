// Whether a person who stands at the door of an application with a session has to give a second factor
// first: brings the facts to second-factor-policy.ts. Owns the table second_factor_wait: since when
// somebody who has none was asked for one, and in which session they put it off.
import { isStrong } from '../core/assurance.ts';
import { after, type Clock } from '../core/clock.ts';
import type { Database, Statement, Transaction } from '../core/database.ts';
import {
  mayWait,
  reasonsFor,
  trustsDevices,
  type SecondFactorReason,
  type SecondFactorRules,
} from './second-factor-policy.ts';
import type { TrustedDevices } from './trusted-devices.ts';

export type SecondFactorGate = ReturnType<typeof createSecondFactorGate>;

export type AtDoor = {
  account: { id: string; kind: string };
  application: { id: string; class: string };
  groups: readonly { id: string }[];
  session: { uid: string; amr: readonly string[] };
  address: string | null;
  deviceToken: string | undefined;
  wanted: boolean;
  ruled: boolean;
};

export type Need = {
  reasons: SecondFactorReason[];
  enrolled: boolean;
  putOffUntil: Date | null; // may be put off until then
};

const factsAt: Statement = {
  name: 'factors-at-door',
  text: `SELECT a.second_factor AS "secondFactor",
           EXISTS (SELECT FROM "group" g WHERE g.id = ANY($2::uuid[]) AND g.second_factor) AS "groupAsks",
           EXISTS (SELECT FROM totp WHERE account_id = $3) OR
             EXISTS (SELECT FROM passkey WHERE account_id = $3 AND cloned_at IS NULL) AS enrolled
         FROM application a WHERE a.id = $1`,
};
const wait: Statement = {
  name: 'factors-wait',
  text: `INSERT INTO second_factor_wait (account_id, since) VALUES ($1, $2)
         ON CONFLICT (account_id) DO UPDATE SET account_id = excluded.account_id
         RETURNING since, put_off_in AS "putOffIn"`,
};
const putOff: Statement = {
  name: 'factors-put-off',
  text: 'UPDATE second_factor_wait SET put_off_in = $2 WHERE account_id = $1',
};

export function createSecondFactorGate(deps: {
  db: Database;
  clock: Clock;
  devices: Pick<TrustedDevices, 'knows'>;
  rules: () => Promise<SecondFactorRules & { graceDays: number }>;
  isInside: (address: string | null) => Promise<boolean>;
}) {
  const { db, clock } = deps;

  type Facts = { secondFactor: boolean; groupAsks: boolean; enrolled: boolean };
  async function factsOf({ account, application, groups }: AtDoor): Promise<Facts> {
    const ids = groups.map(({ id }) => id);
    const [facts] = await db.sql.query<Facts>(factsAt, [application.id, ids, account.id]);
    return facts ?? { secondFactor: false, groupAsks: false, enrolled: false };
  }

  /** Undefined where the wait is over, `'now'` where it was put off in this very session. */
  async function graceOf(accountId: string, uid: string, days: number) {
    const now = clock.now();
    type Row = { since: Date; putOffIn: string | null };
    const [row] = await db.sql.query<Row>(wait, [accountId, now]);
    const until = after(row!.since, days * 24 * 3600);
    if (until <= now) return undefined;
    return row!.putOffIn === uid ? 'now' : until;
  }

  return {
    /** Undefined where the session is enough. */
    asks: async (at: AtDoor): Promise<Need | undefined> => {
      if (isStrong(at.session.amr)) return undefined;
      const { account, wanted, ruled, deviceToken } = at;
      const [facts, rules] = [await factsOf(at), await deps.rules()];
      const inside = await deps.isInside(at.address);
      const application = { class: at.application.class, secondFactor: facts.secondFactor };
      const { groupAsks, enrolled } = facts;
      const known = { kind: account.kind, application, groupAsks, inside, wanted, ruled };
      const reasons = reasonsFor(known, rules);
      if (reasons.length === 0) return undefined;
      if (enrolled && deviceToken && trustsDevices(account.kind, reasons))
        if (await deps.devices.knows(account.id, deviceToken)) return undefined;
      if (enrolled || !mayWait(reasons) || rules.graceDays === 0)
        return { reasons, enrolled, putOffUntil: null };
      const grace = await graceOf(account.id, at.session.uid, rules.graceDays);
      return grace === 'now' ? undefined : { reasons, enrolled, putOffUntil: grace ?? null };
    },

    /** In this session the person is not led to it again. */
    putOff: async (tx: Transaction, accountId: string, uid: string): Promise<void> =>
      void (await tx.sql.query(putOff, [accountId, uid])),
  };
}
