// Jobs that run on a schedule, on one node at a time: an advisory lock lets one node in, the row in
// "job" tells all of them when it last ran.
import type { Clock } from './clock.ts';
import { after } from './clock.ts';
import type { Database, Statement } from './database.ts';
import type { Logger } from './logger.ts';

export type Job = {
  name: string;
  everySeconds: number;
  run(): Promise<void>;
};

export type Scheduler = ReturnType<typeof createScheduler>;

const lastRun: Statement = {
  name: 'job-last-run',
  text: 'SELECT last_run_at FROM job WHERE name = $1',
};
const noteRun: Statement = {
  name: 'job-note-run',
  text: `INSERT INTO job (name, last_run_at, last_error) VALUES ($1, $2, $3)
         ON CONFLICT (name) DO UPDATE SET last_run_at = $2, last_error = $3`,
};

export function createScheduler(deps: { db: Database; clock: Clock; logger: Logger }) {
  const { db, clock, logger } = deps;
  const timers: NodeJS.Timeout[] = [];
  const running = new Set<Promise<unknown>>();

  async function due(job: Job): Promise<boolean> {
    const [row] = await db.sql.query<{ last_run_at: Date | null }>(lastRun, [job.name]);
    return !row?.last_run_at || after(row.last_run_at, job.everySeconds) <= clock.now();
  }

  async function runOnce(job: Job): Promise<void> {
    if (!(await due(job))) return;
    let failure: string | null = null;
    try {
      await job.run();
    } catch (error) {
      failure = (error as Error).message;
      logger.error({ err: error, job: job.name }, 'job failed');
    }
    await db.sql.query(noteRun, [job.name, clock.now(), failure]);
  }

  /** Never rejects: a job that cannot run now is tried again at the next tick. */
  async function tick(job: Job): Promise<void> {
    try {
      if (await due(job)) await db.exclusively(`job:${job.name}`, () => runOnce(job));
    } catch (error) {
      logger.warn({ err: error, job: job.name }, 'job could not start');
    }
  }

  return {
    start(jobs: readonly Job[]): void {
      for (const job of jobs) {
        let busy = false;
        const beat = () => {
          if (busy) return;
          busy = true;
          const work = tick(job).finally(() => {
            busy = false;
            running.delete(work);
          });
          running.add(work);
        };
        beat();
        timers.push(setInterval(beat, Math.min(job.everySeconds, 60) * 1000));
      }
    },
    /** Waits for the jobs that are running. */
    async stop(): Promise<void> {
      timers.forEach((timer) => clearInterval(timer));
      await Promise.all(running);
    },
  };
}
