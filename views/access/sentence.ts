// A rule as a sentence, as an official would say it.
import type { Conditions } from '../../src/access/conditions.ts';
import type { Because } from '../../src/access/decide.ts';
import type { Grant } from '../../src/access/grant-rows.ts';
import { beginText, endText, timeText } from '../../src/web/dates.ts';
import type { Messages } from '../../src/web/messages/messages.ts';

type Who = Pick<Grant, 'subject' | 'subjectId' | 'subjectName' | 'subtree'>;

export const kindName = (t: Messages, code: string | null): string =>
  (t.people.kinds as Readonly<Record<string, string>>)[code ?? ''] ?? code ?? '';

/** Everyone, or the name of whom it is for. */
export const subjectText = (t: Messages, { subject, subjectId, subjectName }: Who): string => {
  if (subject === 'everyone') return t.grants.subjects.everyone;
  return subject === 'kind' ? kindName(t, subjectId) : (subjectName ?? subjectId ?? '');
};

function whoText(t: Messages, who: Who): string {
  const { grants } = t;
  const { subject, subtree } = who;
  if (subject === 'everyone') return grants.who.everyone;
  const name = subjectText(t, who);
  return subject === 'unit' && !subtree ? grants.who.unitOnly(name) : grants.who[subject](name);
}

/** Monday to Friday is one word and not five. */
function daysText(t: Messages, days: readonly number[]): string {
  const runs: number[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run?.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  const name = (day: number | undefined) => t.grants.days[(day ?? 1) - 1] ?? '';
  return runs
    .flatMap((run) =>
      run.length > 2 ? [`${name(run[0])}–${name(run.at(-1))}`] : run.map((day) => name(day)),
    )
    .join(', ');
}

function hoursText(t: Messages, { days, fromMinute, toMinute }: Conditions): string | undefined {
  if (days.length === 0 && fromMinute === null) return undefined;
  const which = days.length > 0 ? daysText(t, days) : t.grants.everyDay;
  if (fromMinute === null || toMinute === null) return which;
  return `${which} ${timeText(fromMinute)}–${timeText(toMinute)}`;
}

export type ZoneNames = ReadonlyMap<string, string>;

/** From when to when, on which days, from where, with what; empty where nothing is asked. */
export function conditionsText(
  t: Messages,
  conditions: Conditions | null,
  zones?: ZoneNames,
): string {
  if (!conditions) return '';
  const { grants } = t;
  const { validFrom, validTo, strong } = conditions;
  const names = conditions.zones.map((code) => zones?.get(code) ?? code.toUpperCase());
  const dates = [
    validFrom !== null && grants.from(beginText(validFrom)),
    validTo !== null && grants.until(endText(validTo)),
  ];
  const parts = [
    dates.filter(Boolean).join(' '),
    hoursText(t, conditions),
    names.length > 0 && grants.onlyIn(names.join(grants.or)),
    strong && grants.needsSecondFactor,
  ];
  return parts.filter(Boolean).join(', ');
}

export function ruleSentence(t: Messages, grant: Grant, zones?: ZoneNames): string {
  const { grants } = t;
  const effect = grant.effect === 'allow' ? grants.allowed : grants.denied;
  const what = grants.what[grant.target](grant.targetName);
  const parts = [
    grants.sentence(effect, whoText(t, grant), what),
    conditionsText(t, grant.conditions, zones),
    grant.roles.length > 0 && grants.withRoles(grant.roles.join(', ')),
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
}

/** What a rule is for as a decision names it: everyone, a kind of account, or somebody by name. */
export function becauseText(t: Messages, rule: Because): string {
  const { subject, subjectId, name, target, targetName } = rule;
  const { subjects, targets } = t.grants;
  const whom =
    subject === 'everyone'
      ? subjects.everyone
      : `${subjects[subject]} ${subject === 'kind' ? kindName(t, subjectId) : name}`;
  return target === 'application' ? whom : `${whom} (${targets[target]} ${targetName ?? ''})`;
}
