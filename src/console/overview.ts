// What an administrator should see first: today's sign-ins, what failed, what waits for a decision.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import { createAttention, type Attention } from './attention.ts';

/** Of an hour of the day in Việt Nam. */
export type Hour = { hour: number; signIns: number; failures: number; refusals: number };

/** Of today. */
export type Entrances = {
  applicationId: string;
  name: string;
  nameEn: string;
  entered: number;
  refused: number;
};

export type LastRun = {
  id: string;
  state: string;
  startedAt: Date;
  reason: string | null;
  reasonDetail: Record<string, string | number>;
  counts: Record<string, number>;
};

export type Overview = {
  hours: Hour[]; // all 24
  applications: Entrances[]; // the busiest first
  attention: Attention;
  signIns: number;
  failures: number;
  refusals: number;
  people: number;
  drafts: { id: string; name: string; nameEn: string }[];
  held: { runId: string; source: string; startedAt: Date }[];
  sources: {
    id: string;
    name: string;
    enabled: boolean;
    nextRunAt: Date | null;
    lastRun: LastRun | null;
  }[];
};

// Sent unnamed, by Prisma: a plan for any day would not know how few entries one day has.
const hoursOf = `SELECT extract(hour FROM at AT TIME ZONE 'Asia/Ho_Chi_Minh')::int AS hour,
      count(*) FILTER (WHERE event = 'sign-in.succeeded')::int AS "signIns",
      count(*) FILTER (WHERE event IN ('sign-in.failed', 'sign-in.throttled'))::int AS failures,
      count(*) FILTER (WHERE event = 'application.refused')::int AS refusals
    FROM journal WHERE at >= $1::timestamptz
      AND event IN ('sign-in.succeeded', 'sign-in.failed', 'sign-in.throttled', 'application.refused')
    GROUP BY 1`;
const applicationsOf: Statement = {
  name: 'console-overview-applications',
  text: `SELECT j.application_id AS "applicationId", max(a.name) AS name, max(a.name_en) AS "nameEn",
      count(*) FILTER (WHERE j.event = 'application.entered')::int AS entered,
      count(*) FILTER (WHERE j.event = 'application.refused')::int AS refused
    FROM journal j JOIN application a ON a.id = j.application_id
    WHERE j.at >= $1 AND j.event IN ('application.entered', 'application.refused')
    GROUP BY 1 ORDER BY count(*) DESC, name LIMIT 10`,
};
const activePeople: Statement = {
  name: 'console-overview-people',
  text: `SELECT count(*)::int AS people FROM account WHERE state = 'active'`,
};

/** Hours without anything are hours all the same. */
function wholeDay(found: readonly Hour[]): Hour[] {
  const none = { signIns: 0, failures: 0, refusals: 0 };
  return Array.from(
    { length: 24 },
    (_, hour) => found.find((row) => row.hour === hour) ?? { hour, ...none },
  );
}

const sum = (hours: readonly Hour[], of: Exclude<keyof Hour, 'hour'>) =>
  hours.reduce((total, hour) => total + hour[of], 0);

/** What waits for a decision first, then what failed. */
const urgency = (run: LastRun | null) => ['held', 'failed'].indexOf(run?.state ?? '') + 1 || 3;

export type Overviews = ReturnType<typeof createOverview>;

export function createOverview(deps: {
  db: Database;
  clock: Clock;
  /** How soon a secret or a key that ends is told. */
  warnDays: () => Promise<number>;
  keyDays: () => Promise<number>;
  conflicts: { count(): Promise<number> };
  attacks: Parameters<typeof createAttention>[0]['attacks'];
}) {
  const { db } = deps;
  const attention = createAttention(deps);
  const drafts = () =>
    db.prisma.application.findMany({
      where: { state: 'draft' },
      orderBy: [{ order: 'asc' }, { name: 'asc' }],
      select: { id: true, name: true, nameEn: true },
      take: 50,
    });

  async function held(): Promise<Overview['held']> {
    const runs = await db.prisma.syncRun.findMany({
      where: { state: 'held', dryRun: false },
      orderBy: { startedAt: 'desc' },
      include: { source: true },
      take: 20,
    });
    return runs.map(({ id, source, startedAt }) => ({ runId: id, source: source.name, startedAt }));
  }

  async function sources(): Promise<Overview['sources']> {
    const all = await db.prisma.source.findMany({
      orderBy: { name: 'asc' },
      include: { runs: { where: { dryRun: false }, orderBy: { startedAt: 'desc' }, take: 1 } },
      take: 50,
    });
    return all
      .map(({ id, name, enabled, nextRunAt, runs: [last] }) => {
        const lastRun = last
          ? {
              id: last.id,
              state: last.state,
              startedAt: last.startedAt,
              reason: last.reason,
              reasonDetail: last.reasonDetail as LastRun['reasonDetail'],
              counts: last.counts as LastRun['counts'],
            }
          : null;
        return { id, name, enabled, nextRunAt: enabled ? nextRunAt : null, lastRun };
      })
      .toSorted((a, b) => urgency(a.lastRun) - urgency(b.lastRun));
  }

  async function todayOf(since: Date) {
    const hours = await db.prisma.$queryRawUnsafe<Hour[]>(hoursOf, since);
    const applications = await db.sql.query<Entrances>(applicationsOf, [since]);
    const [counted] = await db.sql.query<{ people: number }>(activePeople);
    return { hours, applications, people: counted?.people ?? 0 };
  }

  return {
    /** `since` is the first moment of today. */
    async of(since: Date): Promise<Overview> {
      // Two ways side by side, and no more: sign-ins want connections as well.
      const [today, needs] = await Promise.all([todayOf(since), attention.of(since)]);
      const hours = wholeDay(today.hours);
      return {
        hours,
        applications: today.applications,
        signIns: sum(hours, 'signIns'),
        failures: sum(hours, 'failures'),
        refusals: sum(hours, 'refusals'),
        people: today.people,
        drafts: await drafts(),
        held: await held(),
        sources: await sources(),
        attention: needs,
      };
    },
  };
}
