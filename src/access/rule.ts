// What a rule may be. Pure: for whom, for what, under which conditions, and when two are the same one.
import { AppError } from '../core/errors.ts';
import { isId } from '../core/random.ts';
import { clean, cut } from '../core/text.ts';
import { kinds, type Kind } from '../accounts/account.ts';
import { unconditional, type Conditions } from './conditions.ts';
import type { Effect, TargetType } from './decide.ts';

/** `id` of a position and a kind is its code. A unit counts with all below it unless told otherwise. */
export type Subject =
  | { type: 'everyone'; id?: undefined }
  | { type: 'unit'; id: string; subtree?: boolean }
  | { type: 'position' | 'group' | 'kind' | 'account'; id: string };
/** `id` of a class is its code. */
export type Target = { type: TargetType; id: string };

/** What a rule says, apart from whom and what it is for. */
export type RuleText = {
  effect: Effect;
  conditions?: Partial<Conditions> | null;
  roles?: readonly string[];
  reason?: string | null;
  decisionNo?: string | null;
  decisionDate?: string | null; // yyyy-mm-dd
};
export type NewGrant = RuleText & { subject: Subject };

/** Columns of the row, as they are stored. */
export type RuleColumns = {
  effect: Effect;
  validFrom: Date | null;
  validTo: Date | null;
  days: number[];
  fromMinute: number | null;
  toMinute: number | null;
  zones: string[];
  strong: boolean;
  roles: string[];
  reason: string | null;
  decisionNo: string | null;
  decisionDate: Date | null;
};

const isKind = (code: string): code is Kind => (kinds as readonly string[]).includes(code);

/** Whether the subject can be one at all; whether it is there only the database knows. */
export const isPossible = (subject: Subject): boolean => {
  if (subject.type === 'everyone') return true;
  if (subject.type === 'kind') return isKind(subject.id);
  return subject.type === 'position' ? subject.id.length > 0 : isId(subject.id);
};

const distinct = <T extends string | number>(list: readonly T[] = []): T[] =>
  [...new Set(list)].toSorted((a, b) => (a < b ? -1 : 1));
const moment = (at: number | null | undefined) =>
  at === null || at === undefined ? null : new Date(at);
const words = (text: string | null | undefined, most: number) =>
  cut(clean(text ?? ''), most) || null;

function checkDates({ validFrom, validTo, fromMinute, toMinute }: Conditions): void {
  if (validFrom !== null && validTo !== null && validFrom >= validTo)
    throw new AppError('grant.validity');
  if (fromMinute === null && toMinute === null) return;
  const whole = [fromMinute, toMinute].every((each) => Number.isInteger(each));
  if (!whole || fromMinute! < 0 || fromMinute! >= toMinute! || toMinute! > 24 * 60)
    throw new AppError('grant.hours');
}

/** @throws AppError `grant.validity`, `grant.hours`, `grant.days`, `grant.of-denial`, `grant.roles-of-many`. */
export function columnsOf(rule: RuleText, target: TargetType): RuleColumns {
  const all = { ...unconditional, ...rule.conditions };
  const { fromMinute, toMinute, strong } = all;
  const roles = distinct(rule.roles);
  checkDates(all);
  const days = distinct(all.days);
  if (!days.every((day) => Number.isInteger(day) && day >= 1 && day <= 7))
    throw new AppError('grant.days');
  if (rule.effect === 'deny' && (strong || roles.length > 0)) throw new AppError('grant.of-denial');
  if (roles.length > 0 && target !== 'application') throw new AppError('grant.roles-of-many');
  return {
    effect: rule.effect,
    validFrom: moment(all.validFrom),
    validTo: moment(all.validTo),
    days: days.length === 7 ? [] : days,
    ...(toMinute === 24 * 60 && fromMinute === 0
      ? { fromMinute: null, toMinute: null }
      : { fromMinute, toMinute }),
    zones: distinct(all.zones),
    strong,
    roles,
    reason: words(rule.reason, 500),
    decisionNo: words(rule.decisionNo, 100),
    decisionDate: rule.decisionDate ? new Date(`${rule.decisionDate}T00:00:00Z`) : null,
  };
}

type Conditional = Pick<
  RuleColumns,
  'days' | 'fromMinute' | 'toMinute' | 'zones' | 'strong' | 'roles'
>;

/** Two rules of one target with the same slot are one rule: effect and validity are what it says. */
export const slotOf = (subject: Subject, columns: Conditional): string =>
  JSON.stringify([
    subject.type,
    subject.id?.toLowerCase() ?? null,
    subject.type === 'unit' ? (subject.subtree ?? true) : true,
    columns.days,
    columns.fromMinute,
    columns.toMinute,
    columns.zones,
    columns.strong,
    columns.roles,
  ]);
