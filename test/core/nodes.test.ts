import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createApp, type App } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { createLogger } from '../../src/core/logger.ts';
import { readMigrations } from '../../src/core/migrations.ts';
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
const nodes: App[] = [];

function node(): App {
  const config = loadConfig({
    DATABASE_URL: database.url,
    DATABASE_CONNECTIONS: '5',
    PUBLIC_URL: 'http://localhost:3000',
    CONSOLE_URL: 'http://localhost:3001',
    PORT: '0',
    CONSOLE_PORT: '0',
    SEALING_KEYS: '5e'.repeat(32),
  });
  const app = createApp(config, { logger: createLogger('silent') });
  nodes.push(app);
  return app;
}

beforeAll(async () => {
  database = await createEmptyDatabase();
});
afterAll(async () => {
  await Promise.all(nodes.map((app) => app.stop()));
  await database.drop();
});

async function count(what: string): Promise<number | undefined> {
  const { rows } = await nodes[0]!.db.pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${what}`,
  );
  return rows[0]?.n;
}

describe('nodes that start at the same moment on an empty database', () => {
  test('all come up, and the database is filled once', async () => {
    await Promise.all([node(), node(), node()].map((app) => app.start()));
    const known = readMigrations('prisma/migrations').length;
    expect(await count('_prisma_migrations')).toBe(known);
    expect(await count(`application WHERE built_in`)).toBe(2);
    expect(await count(`"group" WHERE code = 'quan-tri-he-thong'`)).toBe(1);
    expect(await count(`"grant"`)).toBe(2);
  });

  test('sign with the same key', async () => {
    const current = await count(`key WHERE use = 'sig' AND state = 'current' AND alg = 'PS256'`);
    expect(current).toBe(1);
  });

  test('fill nothing again at the next start, and leave what administrators changed', async () => {
    await nodes[0]!.db.pool.query(
      `UPDATE application SET name = 'Cổng của tỉnh' WHERE client_id = 'portal'`,
    );
    await nodes[1]!.prepare();
    expect(await count(`application WHERE name = 'Cổng của tỉnh'`)).toBe(1);
    expect(await count(`"grant"`)).toBe(2);
  });
});
