import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDatabase, type Database } from '../../src/core/database.ts';
import { createLogger } from '../../src/core/logger.ts';
import { newId } from '../../src/core/random.ts';
import { record } from '../../src/journal/journal.ts';
import { system } from '../../src/journal/actor.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase({ url: database.url, maxConnections: 5, logger: createLogger('silent') });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const group = (code: string) => ({ id: newId(), code, name: code, searchKey: code });

describe('a unit of work', () => {
  test('writes the deed and its journal entry together through Prisma', async () => {
    const made = group('van-thu');
    await db.change(async (tx) => {
      await tx.prisma.group.create({ data: made });
      await record(tx, system, {
        event: 'group.created',
        object: { type: 'group', id: made.id, name: made.name },
        detail: { after: { code: 'van-thu' } },
      });
    });
    const entry = await db.prisma.journalEntry.findFirstOrThrow({ where: { objectId: made.id } });
    expect(entry).toMatchObject({
      event: 'group.created',
      actorName: 'system',
      outcome: 'success',
    });
  });

  test('leaves neither the deed nor the entry where it fails', async () => {
    const made = group('lost');
    const work = db.change(async (tx) => {
      await tx.prisma.group.create({ data: made });
      await record(tx, system, {
        event: 'group.created',
        object: { type: 'group', id: made.id, name: 'lost' },
      });
      throw new Error('power cut');
    });
    await expect(work).rejects.toThrow('power cut');
    expect(await db.prisma.group.findUnique({ where: { id: made.id } })).toBeNull();
    expect(await db.prisma.journalEntry.count({ where: { objectId: made.id } })).toBe(0);
  });
});

describe('the journal', () => {
  test.each(['UPDATE journal SET event = event', 'DELETE FROM journal', 'TRUNCATE journal'])(
    'refuses %s in the database itself',
    async (text) => {
      await db.transaction((tx) => record(tx, system, { event: 'key.rotated' }));
      await expect(db.sql.query({ name: text, text })).rejects.toThrow('append-only');
    },
  );
});

describe('a lock', () => {
  test('lets in one at a time, and the next when that one is done or has failed', async () => {
    const second = () => db.exclusively('door', () => Promise.resolve('second'));
    const first = db.exclusively('door', async () => {
      expect(await second()).toBeUndefined();
      throw new Error('fell over');
    });
    await expect(first).rejects.toThrow('fell over');
    expect(await second()).toBe('second');
  });

  test('takes no connection from those who work under it', async () => {
    const url = database.url;
    const narrow = createDatabase({ url, maxConnections: 2, logger: createLogger('silent') });
    const under = (name: string) =>
      narrow.exclusively(name, () =>
        narrow.transaction((tx) =>
          tx.sql.query({ name: 'nap', text: 'SELECT pg_sleep(0.1)::text' }),
        ),
      );
    const all = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(under));
    expect(all.filter((rows) => rows?.length === 1)).toHaveLength(5);
    await narrow.close();
  });
});

describe('a connection that dies', () => {
  const kill = () =>
    db.sql.query({
      name: 'kill',
      text: `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'motchia%'`,
    });
  const pause = () => new Promise((resolve) => setTimeout(resolve, 100));

  test('in the middle of a transaction fails that transaction, and nothing else', async () => {
    const work = db.transaction(async (tx) => {
      await tx.sql.query({ name: 'one', text: 'SELECT 1' });
      await kill();
      await pause();
      await tx.sql.query({ name: 'one', text: 'SELECT 1' });
    });
    await expect(work).rejects.toMatchObject({ code: 'database.unreachable' });
    expect(await db.sql.query({ name: 'two', text: 'SELECT 2 AS n' })).toEqual([{ n: 2 }]);
  });

  test('while it holds a lock gives the lock to the next, and tells whoever works under it', async () => {
    await db.exclusively('test', async (lost) => {
      expect(lost.aborted).toBe(false);
      await kill();
      await pause();
      expect(lost.aborted).toBe(true);
    });
    expect(await db.exclusively('test', () => Promise.resolve('mine'))).toBe('mine');
  });

  test('in the middle of a change of the console fails that change, and nothing else', async () => {
    const work = db.change(async (tx) => {
      await tx.prisma.group.count();
      await kill();
      await pause();
      await tx.prisma.group.count();
    });
    await expect(work).rejects.toMatchObject({ code: 'database.unreachable' });
    expect(await db.prisma.group.count()).toBeGreaterThan(0);
  });
});
