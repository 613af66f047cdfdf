// The form of a rule: what it says, read from what a browser sends, and back. Days, zones and roles are
// check boxes of their own names (`day_1`, `zone_lan`, `role_editor`).
import { z } from 'zod';
import {
  beginText,
  endText,
  formatDate,
  nextDay,
  parseDate,
  parseDateTime,
  timeText,
} from '../web/dates.ts';
import { choice, optionalText } from '../web/forms.ts';
import { unconditional, type Conditions } from './conditions.ts';
import type { Grant } from './grant-rows.ts';
import type { RuleText } from './rule.ts';

const minuteOf = (text: string): number | undefined => {
  const [, hour, minute = '0'] = /^(\d{1,2})(?:[:h](\d{2})?)?$/.exec(text) ?? [];
  const found = Number(hour) * 60 + Number(minute);
  return hour !== undefined && Number(minute) < 60 && found <= 24 * 60 ? found : undefined;
};
const timeOfDay = () =>
  optionalText(10)
    .refine((value) => value === null || minuteOf(value) !== undefined, 'not-a-time')
    .transform((value) => (value === null ? null : minuteOf(value)!));
const day = () =>
  optionalText(20)
    .refine((value) => value === null || parseDate(value) !== undefined, 'not-a-date')
    .transform((value) => value && isoOf(value));
const isoOf = (text: string) => formatDate(parseDate(text)!).split('/').toReversed().join('-');

/** "Until 31/12" is with all of that day. */
const endOf = (text: string): Date | undefined => {
  const whole = parseDate(text);
  return whole ? nextDay(whole) : parseDateTime(text);
};
const moment = (read: (text: string) => Date | undefined) =>
  optionalText(20)
    .refine((value) => value === null || read(value) !== undefined, 'not-a-moment')
    .transform((value) => (value === null ? null : read(value)!.getTime()));

export const ruleFields = {
  effect: choice(['allow', 'deny']),
  reason: optionalText(500),
  decisionNo: optionalText(100),
  decisionDate: day(),
  validFrom: moment(parseDateTime),
  validTo: moment(endOf),
  hoursFrom: timeOfDay(),
  hoursTo: timeOfDay(),
  strong: z.string().optional(),
};
const form = z.object(ruleFields);

const ticked = (values: Readonly<Record<string, unknown>>, prefix: string): string[] =>
  Object.keys(values).flatMap((name) =>
    name.startsWith(prefix) && values[name] ? [name.slice(prefix.length)] : [],
  );

/** `values`: as the browser sent them, for the check boxes. */
export function ruleOf(
  parsed: z.output<typeof form>,
  values: Readonly<Record<string, string>>,
): RuleText {
  const { effect, reason, decisionNo, decisionDate, validFrom, validTo, strong } = parsed;
  const conditions: Conditions = {
    validFrom,
    validTo,
    days: ticked(values, 'day_').map(Number),
    fromMinute: parsed.hoursFrom,
    toMinute: parsed.hoursTo,
    zones: ticked(values, 'zone_'),
    strong: Boolean(strong),
  };
  const roles = ticked(values, 'role_');
  return { effect, reason, decisionNo, decisionDate, conditions, roles };
}

/** What the form of a rule shows; every box there is, so that an edit can be compared. */
export function shownOf(
  grant: Grant,
  boxes: { zones: readonly string[]; roles: readonly string[] },
): Record<string, string | null> {
  const conditions = grant.conditions ?? unconditional;
  const { validFrom, validTo, fromMinute, toMinute } = conditions;
  const box = (prefix: string, all: readonly (string | number)[], on: readonly unknown[]) =>
    Object.fromEntries(all.map((each) => [`${prefix}${each}`, on.includes(each) ? 'yes' : '']));
  return {
    effect: grant.effect,
    reason: grant.reason,
    decisionNo: grant.decisionNo,
    decisionDate: grant.decisionDate?.split('-').toReversed().join('/') ?? null,
    validFrom: validFrom === null ? null : beginText(validFrom),
    validTo: validTo === null ? null : endText(validTo),
    hoursFrom: fromMinute === null ? null : timeText(fromMinute),
    hoursTo: toMinute === null ? null : timeText(toMinute),
    strong: conditions.strong ? 'yes' : '',
    ...box('day_', [1, 2, 3, 4, 5, 6, 7], conditions.days),
    ...box('zone_', boxes.zones, conditions.zones),
    ...box('role_', boxes.roles, grant.roles),
  };
}
