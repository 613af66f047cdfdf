// Accounts that want looking at, each kind with its condition: the first page of the console counts
// them, the list of people shows them. Pure.
import { after } from '../core/clock.ts';

export const concerns = ['waiting', 'initial-password', 'never-signed-in', 'dormant'] as const;
export type Concern = (typeof concerns)[number];

const day = 24 * 3600;
const newDays = 30; // so long an account may wait for its person
const quietDays = 90; // so long a person may be away

/** Over `account a`; `$dates` stands for one parameter, what `datesOf` gives. */
const conditions: Record<Concern, string> = {
  waiting: `a.state = 'initial'`,
  'initial-password': `a.state = 'active' AND EXISTS (
    SELECT 1 FROM local_password w WHERE w.account_id = a.id AND w.must_change)`,
  'never-signed-in': `a.state = 'active' AND a.kind <> 'service' AND a.last_sign_in_at IS NULL
    AND a.created_at < ($dates)[1]`,
  dormant: `a.state = 'active' AND a.kind <> 'service' AND a.last_sign_in_at < ($dates)[2]`,
};

/** `dates`: a literal of SQL, or a parameter. */
export const conditionOf = (concern: Concern, dates: string): string =>
  `(${conditions[concern].replaceAll('$dates', `${dates}::timestamptz[]`)})`;

export const datesOf = (now: Date): Date[] => [
  after(now, -newDays * day),
  after(now, -quietDays * day),
];

/** The dates as a literal of SQL. */
export const datesLiteral = (now: Date): string =>
  `'{${datesOf(now)
    .map((date) => date.toISOString())
    .join()}}'`;
