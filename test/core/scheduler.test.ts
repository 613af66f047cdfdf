import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createDatabase, type Database } from '../../src/core/database.ts';
import { createLogger } from '../../src/core/logger.ts';
import { createScheduler, type Job, type Scheduler } from '../../src/core/scheduler.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';

const logger = createLogger('silent');
let database: TestDatabase;
const nodes: Database[] = [];
const started: Scheduler[] = [];
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead) };

beforeAll(async () => {
  database = await createTestDatabase();
  for (let i = 0; i < 2; i++)
    nodes.push(createDatabase({ url: database.url, maxConnections: 5, logger }));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((scheduler) => scheduler.stop()));
});
afterAll(async () => {
  await Promise.all(nodes.map((db) => db.close()));
  await database.drop();
});

/** Starts the job on both nodes. */
function startEverywhere(job: Job): void {
  for (const db of nodes) {
    const scheduler = createScheduler({ db, clock, logger });
    scheduler.start([job]);
    started.push(scheduler);
  }
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const noted = (name: string) => nodes[0]!.prisma.job.findUniqueOrThrow({ where: { name } });

describe('a job that is due on two nodes', () => {
  test('runs on one of them', async () => {
    let runs = 0;
    startEverywhere({
      name: 'once',
      everySeconds: 3600,
      run: async () => void (runs++, await wait(100)),
    });
    await until(() => runs === 1);
    await wait(400);
    expect(runs).toBe(1);
  });

  test('never runs on both at a time, however long it takes', async () => {
    let [inside, most, runs] = [0, 0, 0];
    const run = async () => {
      most = Math.max(most, ++inside);
      await wait(1_300); // longer than its own interval
      inside--;
      runs++;
    };
    startEverywhere({ name: 'slow', everySeconds: 1, run });
    await until(() => runs >= 2);
    expect(most).toBe(1);
  });

  test('runs again when its time has come', async () => {
    let runs = 0;
    const job = { name: 'hourly', everySeconds: 3600, run: () => Promise.resolve(void runs++) };
    startEverywhere(job);
    await until(() => runs === 1);
    ahead += 3600_000;
    startEverywhere(job); // a node that starts looks at once
    await until(() => runs === 2);
  });
});

describe('a job that fails', () => {
  test('is noted with its reason and tried again at its next time', async () => {
    let runs = 0;
    const run = () => Promise.reject(new Error(`no luck ${++runs}`));
    startEverywhere({ name: 'unlucky', everySeconds: 1, run });
    await until(() => runs >= 2);
    expect((await noted('unlucky')).lastError).toMatch(/^no luck/);
  });
});

describe('a node that stops', () => {
  test('waits for the job it is running', async () => {
    let done = false;
    let begun = false;
    const run = async () => {
      begun = true;
      await wait(300);
      done = true;
    };
    startEverywhere({ name: 'last', everySeconds: 3600, run });
    await until(() => begun);
    await Promise.all(started.splice(0).map((scheduler) => scheduler.stop()));
    expect(done).toBe(true);
  });
});
