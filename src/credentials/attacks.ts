// Attacks on sign-ins, seen as what they are: many names from one place (stuffing), a few tries each at
// many names from many places (spraying), many tries at one name from many places (guessing). Owns the
// tables attack and sign_in_try (filled by throttle.ts: strangers' failures alone, without names in
// readable form, and none that its owner put right). One entry in the journal for each attack, however
// many tries it makes.
import { isIP } from 'node:net';
import type { Clock } from '../core/clock.ts';
import { after } from '../core/clock.ts';
import type { Database, Statement, Transaction } from '../core/database.ts';
import { newId } from '../core/random.ts';
import type { Job } from '../core/scheduler.ts';
import { system } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';

export type AttackKind = 'stuffing' | 'spraying' | 'guessing';
/** `subject`: an address or a subnet; empty where it is no place. Numbers are of its worst quarter of an hour. */
export type Attack = {
  id: string;
  kind: AttackKind;
  subject: string;
  accountId: string | null;
  accountName: string | null;
  beganAt: Date;
  lastAt: Date;
  tries: number;
  names: number;
  addresses: number;
};
type Seen = Pick<Attack, 'kind' | 'subject' | 'lastAt' | 'tries' | 'names' | 'addresses'>;

const windowSeconds = 15 * 60;
const quietSeconds = 30 * 60;
const keepSeconds = 3600;

const figures = `count(*)::int AS tries, count(DISTINCT of_name)::int AS names,
  count(DISTINCT address)::int AS addresses, max(at) AS "lastAt"`;
/** The limits are above what offices behind one address do: their mistakes are put right or come from known desks. */
const recognise: Statement = {
  name: 'attack-recognise',
  text: `WITH lately AS MATERIALIZED (SELECT of_name, address, subnet, at FROM sign_in_try WHERE at > $1),
      stuffing AS (
        SELECT 'stuffing' AS kind, address AS subject, ${figures} FROM lately
        GROUP BY address HAVING count(DISTINCT of_name) >= 20),
      rest AS (SELECT * FROM lately WHERE address NOT IN (SELECT subject FROM stuffing)),
      subnets AS (
        SELECT 'stuffing' AS kind, subnet AS subject, ${figures} FROM rest
        GROUP BY subnet HAVING count(DISTINCT of_name) >= 40),
      guessing AS (
        SELECT 'guessing' AS kind, of_name AS subject, ${figures} FROM lately
        GROUP BY of_name HAVING count(*) >= 20 AND count(DISTINCT address) >= 5),
      spraying AS (
        SELECT 'spraying' AS kind, '' AS subject, ${figures} FROM rest
        WHERE subnet NOT IN (SELECT subject FROM subnets)
          AND of_name NOT IN (SELECT subject FROM guessing)
        HAVING count(DISTINCT of_name) >= 50 AND count(DISTINCT address) >= 20
          AND count(*) <= 4 * count(DISTINCT of_name))
    SELECT * FROM stuffing UNION ALL SELECT * FROM subnets UNION ALL SELECT * FROM guessing
    UNION ALL SELECT * FROM spraying ORDER BY tries DESC LIMIT 100`,
};
const goesOn: Statement = {
  name: 'attack-goes-on',
  text: `UPDATE attack SET last_at = greatest(last_at, $4), tries = greatest(tries, $5),
           names = greatest(names, $6), addresses = greatest(addresses, $7)
         WHERE kind = $1 AND subject = $2 AND last_at > $3 RETURNING id`,
};
const begin: Statement = {
  name: 'attack-begin',
  text: `INSERT INTO attack (id, kind, subject, account_id, began_at, last_at, tries, names, addresses)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
};
const forgetTries: Statement = {
  name: 'attack-forget-tries',
  text: 'DELETE FROM sign_in_try WHERE at < $1',
};
const forgetAttacks: Statement = {
  name: 'attack-forget',
  text: `DELETE FROM attack WHERE last_at < $1::timestamptz - interval '90 days'`,
};
const latest: Statement = {
  name: 'attack-latest',
  text: `SELECT t.id, t.kind, CASE WHEN t.kind = 'stuffing' THEN t.subject ELSE '' END AS subject,
           t.account_id AS "accountId", a.full_name AS "accountName", t.began_at AS "beganAt",
           t.last_at AS "lastAt", t.tries, t.names, t.addresses
         FROM attack t LEFT JOIN account a ON a.id = t.account_id
         WHERE t.last_at > $1 ORDER BY t.last_at DESC LIMIT 10`,
};

export function createAttacks(deps: {
  db: Database;
  clock: Clock;
  /** Whose login name that digest is of; undefined where it is nobody's. */
  ownerOf: (tx: Transaction, nameDigest: string) => Promise<string | undefined>;
}) {
  const { db, clock } = deps;

  async function write(tx: Transaction, seen: Seen): Promise<void> {
    const { kind, subject, lastAt, tries, names, addresses } = seen;
    const quiet = after(clock.now(), -quietSeconds);
    const figuresOf = [lastAt, tries, names, addresses];
    if ((await tx.sql.query(goesOn, [kind, subject, quiet, ...figuresOf])).length > 0) return;
    const accountId = kind === 'guessing' ? ((await deps.ownerOf(tx, subject)) ?? null) : null;
    const row = [newId(clock.now()), kind, subject, accountId, clock.now(), ...figuresOf];
    await tx.sql.query(begin, row);
    const address = isIP(subject) === 0 ? null : subject;
    const by = { ...system, origin: { ...system.origin, address } };
    await record(tx, by, {
      event: `attack.${kind}`,
      outcome: 'failure',
      accountId,
      detail: { tries, names, addresses, ...(kind === 'stuffing' && { from: subject }) },
    });
  }

  async function recogniseThem(): Promise<void> {
    const now = clock.now();
    const seen = await db.sql.query<Seen>(recognise, [after(now, -windowSeconds)]);
    for (const one of seen) await db.transaction((tx) => write(tx, one));
    await db.sql.query(forgetTries, [after(now, -keepSeconds)]);
    await db.sql.query(forgetAttacks, [now]);
  }

  return {
    /** Those that were seen during the last day, the latest first. */
    latest: (): Promise<Attack[]> => db.sql.query<Attack>(latest, [after(clock.now(), -24 * 3600)]),

    job: { name: 'attacks', everySeconds: 30, run: recogniseThem } satisfies Job,
  };
}
