// Under which conditions a rule counts: from when until when, on which days at which hours, from which
// part of the network, with which proof of who somebody is. Pure.

/** Moments in milliseconds since 1970; minutes of the day in Việt Nam, the last one not included. */
export type Conditions = {
  validFrom: number | null;
  validTo: number | null;
  days: readonly number[]; // ISO 8601: 1 is Monday; none: every day
  fromMinute: number | null;
  toMinute: number | null;
  zones: readonly string[]; // any of them; none: from everywhere
  strong: boolean; // a second factor
};

/** Where and when somebody asks to be let in. `zones`: null where nobody knows from where. */
export type Context = {
  at: Date;
  zones: readonly string[] | null;
  assurance: 'password' | 'strong';
};

/** What a rule still lacks to count. */
export type Missing = 'not-begun' | 'ended' | 'hours' | 'zone' | 'second-factor';

export const unconditional: Conditions = {
  validFrom: null,
  validTo: null,
  days: [],
  fromMinute: null,
  toMinute: null,
  zones: [],
  strong: false,
};

// Việt Nam has no summer time: its distance from UTC is a constant.
const offset = 7 * 3_600_000;
const dayLength = 24 * 3_600_000;

function withinHours({ days, fromMinute, toMinute }: Conditions, at: number): boolean {
  if (days.length === 0 && fromMinute === null) return true;
  const local = at + offset;
  const day = ((((Math.floor(local / dayLength) + 3) % 7) + 7) % 7) + 1; // 1970 began on a Thursday
  if (days.length > 0 && !days.includes(day)) return false;
  const minute = Math.floor((((local % dayLength) + dayLength) % dayLength) / 60_000);
  return fromMinute === null || (minute >= fromMinute && minute < (toMinute ?? 0));
}

function within({ zones }: Conditions, effect: 'allow' | 'deny', context: Context): boolean {
  if (zones.length === 0) return true;
  // Nobody knows from where: it must not help, neither to get in nor to escape a refusal.
  if (context.zones === null) return effect === 'deny';
  return zones.some((zone) => context.zones!.includes(zone));
}

const none: readonly Missing[] = [];

/** Nothing where the rule counts at that moment, from there, with that proof. */
export function missingOf(
  conditions: Conditions | null,
  effect: 'allow' | 'deny',
  context: Context,
): readonly Missing[] {
  if (!conditions) return none;
  const at = context.at.getTime();
  const missing: Missing[] = [];
  if (conditions.validFrom !== null && at < conditions.validFrom) missing.push('not-begun');
  if (conditions.validTo !== null && at >= conditions.validTo) missing.push('ended');
  if (!withinHours(conditions, at)) missing.push('hours');
  if (!within(conditions, effect, context)) missing.push('zone');
  if (conditions.strong && context.assurance !== 'strong') missing.push('second-factor');
  return missing;
}

/** Whether one of these minutes of the day in Việt Nam begins after `from`, up to and with `to`. */
export function passesDaily(minutes: readonly number[], from: Date, to: Date): boolean {
  const day = (moment: Date, minute: number) =>
    Math.floor((moment.getTime() + offset - minute * 60_000) / dayLength);
  return minutes.some((minute) => day(to, minute) > day(from, minute));
}
