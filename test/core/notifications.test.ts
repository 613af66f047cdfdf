import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createLogger } from '../../src/core/logger.ts';
import { createNotifications, type Notifications } from '../../src/core/notifications.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';

let database: TestDatabase;
let other: pg.Client; // another node
const running: Notifications[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  other = new pg.Client({ connectionString: database.url });
  await other.connect();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((notifications) => notifications.stop()));
});
afterAll(async () => {
  await other.end();
  await database.drop();
});

function listening() {
  const notifications = createNotifications({ url: database.url, logger: createLogger('silent') });
  running.push(notifications);
  return notifications;
}

describe('news from another node', () => {
  test('reach those who asked for the topic, and only those', async () => {
    const told: string[] = [];
    const notifications = listening();
    notifications.on(['application', 'application_secret'], () => told.push('applications'));
    notifications.on(['key'], () => told.push('keys'));
    await notifications.start();
    told.length = 0; // the start itself tells everybody
    await other.query(`NOTIFY motchia, 'application_secret'`);
    await until(() => told.length > 0);
    expect(told).toEqual(['applications']);
  });

  test('come from the change itself, once it is committed', async () => {
    let told = 0;
    const notifications = listening();
    notifications.on(['application'], () => told++);
    await notifications.start();
    told = 0;
    await other.query('BEGIN');
    await other.query(`UPDATE application SET name = name`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(told).toBe(0);
    await other.query('COMMIT');
    await until(() => told > 0);
  });

  test('are assumed for everything after a lost connection', async () => {
    let told = 0;
    const notifications = listening();
    notifications.on(['key'], () => told++);
    await notifications.start();
    expect(told).toBe(1);
    await other.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'motchia notifications' AND datname = current_database()`,
    );
    await until(() => told === 2);
    await other.query(`NOTIFY motchia, 'key'`);
    await until(() => told === 3);
  });
});

test('a node starts, and stops, while the database is away', async () => {
  const notifications = createNotifications({
    url: 'postgresql://nobody:x@127.0.0.1:1/none',
    logger: createLogger('silent'),
  });
  await notifications.start();
  await notifications.stop();
});
