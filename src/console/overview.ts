// What an administrator should see first: today's sign-ins, what failed, what waits for a decision.
import type { Database, Statement } from '../core/database.ts';

export type Overview = {
  signIns: number;
  failures: number;
  refusals: number;
  people: number;
  drafts: { id: string; name: string }[];
  held: { runId: string; source: string; startedAt: Date }[];
  sources: {
    id: string;
    name: string;
    enabled: boolean;
    lastRun: { id: string; state: string; startedAt: Date } | null;
  }[];
};

const counts: Statement = {
  name: 'console-overview-counts',
  text: `SELECT
      count(*) FILTER (WHERE event = 'sign-in.succeeded')::int AS "signIns",
      count(*) FILTER (WHERE event IN ('sign-in.failed', 'sign-in.throttled'))::int AS failures,
      count(*) FILTER (WHERE event = 'application.refused')::int AS refusals,
      (SELECT count(*)::int FROM account WHERE state = 'active') AS people
    FROM journal WHERE at >= $1
      AND event IN ('sign-in.succeeded', 'sign-in.failed', 'sign-in.throttled', 'application.refused')`,
};

export type Overviews = ReturnType<typeof createOverview>;

export function createOverview({ db }: { db: Database }) {
  const drafts = () =>
    db.prisma.application.findMany({
      where: { state: 'draft' },
      orderBy: [{ order: 'asc' }, { name: 'asc' }],
      select: { id: true, name: true },
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
    return all.map(({ id, name, enabled, runs: [last] }) => ({
      id,
      name,
      enabled,
      lastRun: last ? { id: last.id, state: last.state, startedAt: last.startedAt } : null,
    }));
  }

  return {
    /** `since` is the first moment of today. */
    async of(since: Date): Promise<Overview> {
      const [numbers] = await db.sql.query<
        Pick<Overview, 'signIns' | 'failures' | 'refusals' | 'people'>
      >(counts, [since]);
      const [waiting, holding, directories] = [await drafts(), await held(), await sources()];
      return { ...numbers!, drafts: waiting, held: holding, sources: directories };
    },
  };
}
