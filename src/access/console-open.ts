// No rule may shut the console to all administrators: nobody would be left to mend it.
import type { Change, Statement } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import type { Conditions, Context } from './conditions.ts';
import { decide, type GrantFact } from './decide.ts';
import { loadFacts } from './facts.ts';

const administrators: Statement = {
  name: 'access-administrators',
  text: `SELECT id FROM account WHERE kind = 'administrator' AND state = 'active' ORDER BY id LIMIT 500`,
};

/** From a place and with a proof that satisfy every rule. */
const best = (now: Date): Context => ({ at: now, zones: [], assurance: 'strong' });

/** What will end by itself opens nothing here, and what may refuse some day or somewhere refuses already. */
function inTheWorst(grant: GrantFact, now: Date): GrantFact[] {
  const { conditions, effect } = grant;
  if (!conditions) return [grant];
  const over = conditions.validTo !== null && conditions.validTo <= now.getTime();
  if (effect === 'deny') return over ? [] : [{ ...grant, conditions: null }];
  return conditions.validTo === null ? [{ ...grant, conditions: begunOnly(conditions) }] : [];
}

const begunOnly = (conditions: Conditions): Conditions => ({
  ...conditions,
  days: [],
  fromMinute: null,
  toMinute: null,
  zones: [],
});

async function someoneMayEnter(tx: Change, applicationId: string, now: Date): Promise<boolean> {
  const rows = await tx.sql.query<{ id: string }>(administrators);
  const accountIds = rows.map((row) => row.id);
  const loaded = await loadFacts(tx.sql, { accountIds, applicationIds: [applicationId], now });
  const [application] = loaded.applications;
  if (!application) return false;
  return [...loaded.accounts.values()].some((account) => {
    const facts = loaded.factsOf(account, application);
    const grants = facts.grants.flatMap((grant) => inTheWorst(grant, now));
    return decide({ ...facts, grants }, best(now)).allowed;
  });
}

/**
 * Runs `work`, which changes rules of `application`; its row must be locked, so that two such changes
 * come one after the other.
 * @throws AppError `account.last-administrator` where someone could enter before and nobody can after.
 */
export async function keepingConsoleOpen<T>(
  tx: Change,
  application: { id: string; clientId: string; builtIn: boolean },
  now: Date,
  work: () => Promise<T>,
): Promise<T> {
  if (!application.builtIn || application.clientId !== 'console') return work();
  const before = await someoneMayEnter(tx, application.id, now);
  const result = await work();
  if (before && !(await someoneMayEnter(tx, application.id, now)))
    throw new AppError('account.last-administrator');
  return result;
}
