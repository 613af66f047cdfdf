// Rules of a file against the rules there are. Pure. A rule with the other effect takes the place of
// the one there is; nothing is removed.
import type { Effect, SubjectType } from '../access/decide.ts';
import { foldLoginName } from '../core/text.ts';
import { lineOf, type ImportRow, type Mistake } from './import.ts';
import type { Planned } from './plan-people.ts';

export type GrantFacts = {
  applications: ReadonlyMap<string, string>; // client id to id
  subjects: ReadonlyMap<string, string>; // `unit H01.14`, `group van-thu`, `account nga` to id
  grants: ReadonlyMap<string, Effect>; // `<application> <type> <subject or ->`
};

export type GrantDeed = {
  applicationId: string;
  type: SubjectType;
  subjectId: string | undefined;
  effect: Effect;
  reason: string | null;
};

const types: readonly string[] = ['everyone', 'unit', 'group', 'account'];
const effects: readonly string[] = ['allow', 'deny'];

/** The key under which a subject of a row is looked up. */
function subjectKey({ values }: ImportRow): string {
  const { subjectType = '', subject = '' } = values;
  return `${subjectType} ${subjectType === 'account' ? foldLoginName(subject) : subject}`;
}

export function planGrants(rows: readonly ImportRow[], facts: GrantFacts): Planned<GrantDeed> {
  const plan: Planned<GrantDeed> = { lines: [], deeds: [] };
  const seen = new Set<string>();
  for (const row of rows) {
    const { application = '', subjectType = '', effect = '', reason } = row.values;
    const applicationId = facts.applications.get(application);
    const subjectId = facts.subjects.get(subjectKey(row));
    const key = `${applicationId} ${subjectType} ${subjectId ?? '-'}`;
    const old = facts.grants.get(key);
    const mistakes = mistakesOf(row, { applicationId, subjectId, twice: seen.has(key) });
    seen.add(key);
    const changes =
      old === effect ? [] : [{ field: 'effect' as const, old: old ?? null, new: effect }];
    const name = `${application}: ${subjectKey(row).trim()}`;
    const line = lineOf(row, name, { exists: old !== undefined, changes, mistakes });
    plan.lines.push(line);
    if ((line.outcome === 'new' || line.outcome === 'changed') && applicationId)
      plan.deeds.push({
        applicationId,
        type: subjectType as SubjectType,
        subjectId,
        effect: effect as Effect,
        reason: reason ?? null,
      });
  }
  return plan;
}

function mistakesOf(
  { values }: ImportRow,
  found: { applicationId: string | undefined; subjectId: string | undefined; twice: boolean },
): Mistake[] {
  const { subjectType = '', effect = '' } = values;
  const typed = types.includes(subjectType);
  const checks: [boolean, Mistake][] = [
    [!found.applicationId, { field: 'application', code: 'application.not-found' }],
    [!typed, { field: 'subjectType', code: 'import.not-a-choice' }],
    [
      typed && subjectType !== 'everyone' && !found.subjectId,
      { field: 'subject', code: 'grant.subject-unknown' },
    ],
    [!effects.includes(effect), { field: 'effect', code: 'import.not-a-choice' }],
    [found.twice, { field: null, code: 'import.row-twice' }],
  ];
  return checks.filter(([wrong]) => wrong).map(([, mistake]) => mistake);
}
