// Rules in the journal: for whom, for what, what they say and what each rests on.
import type { Change } from '../core/database.ts';
import type { Actor } from '../journal/actor.ts';
import { difference } from '../journal/difference.ts';
import { record, recordAll, type Json } from '../journal/journal.ts';
import { unconditional } from './conditions.ts';
import type { Grant } from './grant-rows.ts';

const iso = (moment: number | null) => (moment === null ? null : new Date(moment).toISOString());
const clockTime = (minute: number | null) =>
  minute === null ? null : new Date(minute * 60_000).toISOString().slice(11, 16);
const endTime = (minute: number | null) => (minute === 1440 ? '24:00' : clockTime(minute));

/** What a rule says, with names for what is empty left out where nothing is. */
function textOf(grant: Grant): Record<string, Json> {
  const { effect, reason, roles, decisionNo, decisionDate } = grant;
  const { validFrom, validTo, days, fromMinute, toMinute, zones, strong } =
    grant.conditions ?? unconditional;
  const all: Record<string, Json> = {
    effect,
    reason,
    validFrom: iso(validFrom),
    validTo: iso(validTo),
    days: [...days],
    hoursFrom: clockTime(fromMinute),
    hoursTo: endTime(toMinute),
    zones: [...zones],
    secondFactor: strong,
    roles,
    decisionNo,
    decisionDate,
  };
  return all;
}

const isEmpty = (value: Json) =>
  value === null || value === false || (Array.isArray(value) && value.length === 0);

function ruleOf(grant: Grant): Record<string, Json> {
  const { subject, subjectId, subjectName, subtree, target, targetName } = grant;
  const text = Object.entries(textOf(grant)).filter(([, value]) => !isEmpty(value));
  return {
    subject,
    subjectId,
    subjectName,
    ...(subject === 'unit' && !subtree && { subtree }),
    ...(target !== 'application' && { target, targetName }),
    ...Object.fromEntries(text),
  };
}

const about = ({
  id,
  subject,
  subjectId,
  subjectName,
  applicationId,
  unitId,
}: Grant & { unitId?: string }) => ({
  applicationId,
  accountId: subject === 'account' ? subjectId : null,
  object: { type: 'grant', id, name: subjectName ?? subject },
  ...(unitId && { unitId }),
});

export function noteGrants(
  tx: Change,
  by: Actor,
  event: 'grant.added' | 'grant.removed',
  grants: readonly Grant[],
): Promise<void> {
  const entries = grants.map((grant) => {
    const detail = event === 'grant.added' ? { after: ruleOf(grant) } : { before: ruleOf(grant) };
    return { event, ...about(grant), detail };
  });
  return recordAll(tx, by, entries);
}

/** Nothing where it says what it said before. */
export async function noteChanged(tx: Change, by: Actor, old: Grant, now: Grant): Promise<void> {
  const changed = difference(textOf(old), textOf(now));
  if (!changed) return;
  await record(tx, by, { event: 'grant.changed', ...about(now), detail: changed });
}
