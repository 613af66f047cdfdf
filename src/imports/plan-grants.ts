// Rules of a file against the rules there are. Pure. A rule with the other effect or other dates takes the
// place of the one there is; nothing is removed. Rules under other conditions are not of the file.
import { subjectTypes, type Effect, type SubjectType } from '../access/decide.ts';
import type { Target } from '../access/rule.ts';
import { foldLoginName } from '../core/text.ts';
import { lineOf, type Field, type ImportLine, type ImportRow, type Mistake } from './import.ts';
import type { Planned } from './plan-people.ts';
import { beginOf, endOf } from './validity.ts';

/** As the file writes it. */
export type Said = { effect: Effect; validFrom: string | null; validTo: string | null };
export type GrantFacts = {
  targets: ReadonlyMap<string, Target>; // by client id, `class:shared`, `set:<name>`
  subjects: ReadonlyMap<string, string>; // `unit H01.14`, `group van-thu`, `account nga` to id
  grants: ReadonlyMap<string, Said>; // `<target> <type> <subject or ->`
};

export type GrantDeed = {
  target: Target;
  type: SubjectType;
  subjectId: string | undefined;
  effect: Effect;
  validFrom: number | null;
  validTo: number | null;
  reason: string | null;
};

const types: readonly string[] = subjectTypes;
const effects: readonly string[] = ['allow', 'deny'];

/** The key under which a subject of a row is looked up. */
function subjectKey({ values }: ImportRow): string {
  const { subjectType = '', subject = '' } = values;
  return `${subjectType} ${subjectType === 'account' ? foldLoginName(subject) : subject}`;
}

type Row = {
  effect: string;
  validFrom: number | null | undefined;
  validTo: number | null | undefined;
};

const momentOf = (text: string | undefined, read: (text: string) => number | undefined) =>
  text === undefined ? null : read(text);
const rowOf = ({ values }: ImportRow): Row => ({
  effect: values.effect ?? '',
  validFrom: momentOf(values.validFrom, beginOf),
  validTo: momentOf(values.validTo, endOf),
});

function changesOf(old: Said | undefined, { values }: ImportRow, now: Row): ImportLine['changes'] {
  const before = {
    from: momentOf(old?.validFrom ?? undefined, beginOf),
    to: momentOf(old?.validTo ?? undefined, endOf),
  };
  const fields: [Field, string | null, string | null, boolean][] = [
    ['effect', old?.effect ?? null, now.effect, old?.effect !== now.effect],
    ['validFrom', old?.validFrom ?? null, values.validFrom ?? null, before.from !== now.validFrom],
    ['validTo', old?.validTo ?? null, values.validTo ?? null, before.to !== now.validTo],
  ];
  return fields
    .filter(([, , , differs]) => differs)
    .map(([field, was, new_]) => ({ field, old: was, new: new_ }));
}

export function planGrants(rows: readonly ImportRow[], facts: GrantFacts): Planned<GrantDeed> {
  const plan: Planned<GrantDeed> = { lines: [], deeds: [] };
  const seen = new Set<string>();
  for (const row of rows) {
    const { application = '', subjectType = '', reason } = row.values;
    const target = facts.targets.get(application);
    const subjectId = facts.subjects.get(subjectKey(row));
    const key = `${target?.id} ${subjectType} ${subjectId ?? '-'}`;
    const old = facts.grants.get(key);
    const said = rowOf(row);
    const mistakes = mistakesOf(row, said, { target, subjectId, twice: seen.has(key) });
    seen.add(key);
    const changes = changesOf(old, row, said);
    const name = `${application}: ${subjectKey(row).trim()}`;
    const line = lineOf(row, name, { exists: old !== undefined, changes, mistakes });
    plan.lines.push(line);
    if ((line.outcome === 'new' || line.outcome === 'changed') && target)
      plan.deeds.push({
        target,
        type: subjectType as SubjectType,
        subjectId,
        effect: said.effect as Effect,
        validFrom: said.validFrom ?? null,
        validTo: said.validTo ?? null,
        reason: reason ?? null,
      });
  }
  return plan;
}

function mistakesOf(
  { values }: ImportRow,
  { effect, validFrom, validTo }: Row,
  found: { target: Target | undefined; subjectId: string | undefined; twice: boolean },
): Mistake[] {
  const { subjectType = '' } = values;
  const typed = types.includes(subjectType);
  const inOrder = !validFrom || !validTo || validFrom < validTo;
  const checks: [boolean, Mistake][] = [
    [!found.target, { field: 'application', code: 'application.not-found' }],
    [!typed, { field: 'subjectType', code: 'import.not-a-choice' }],
    [
      typed && subjectType !== 'everyone' && !found.subjectId,
      { field: 'subject', code: 'grant.subject-unknown' },
    ],
    [!effects.includes(effect), { field: 'effect', code: 'import.not-a-choice' }],
    [validFrom === undefined, { field: 'validFrom', code: 'import.not-a-moment' }],
    [validTo === undefined, { field: 'validTo', code: 'import.not-a-moment' }],
    [!inOrder, { field: 'validTo', code: 'grant.validity' }],
    [found.twice, { field: null, code: 'import.row-twice' }],
  ];
  return checks.filter(([wrong]) => wrong).map(([, mistake]) => mistake);
}
