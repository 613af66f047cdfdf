import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDatabase, type Database } from '../../src/core/database.ts';
import { createLogger } from '../../src/core/logger.ts';
import { newId } from '../../src/core/random.ts';
import { createPasswords } from '../../src/credentials/passwords.ts';
import { system } from '../../src/journal/actor.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let store: TestDatabase;
let db: Database;
const clock = { now: () => new Date() };
const good = 'Cửa sổ số 7 nhìn ra sông';

beforeAll(async () => {
  store = await createTestDatabase();
  db = createDatabase({ url: store.url, maxConnections: 5, logger: createLogger('silent') });
});
afterAll(async () => {
  await db.close();
  await store.drop();
});

async function account(sourceId: string | null = null): Promise<string> {
  const id = newId();
  await db.pool.query(
    `INSERT INTO account (id, username, full_name, search_key, sort_key, source_id)
     VALUES ($1, $2, 'Nguyễn Văn An', '', '', $3)`,
    [id, `u${id}`, sourceId],
  );
  return id;
}

describe('local passwords', () => {
  test('are kept as argon2id, and open in either composition of their letters', async () => {
    const passwords = createPasswords({ db, clock });
    const id = await account();
    await passwords.set(system, id, good.normalize('NFD'));
    const { rows } = await db.pool.query<{ hash: string }>(
      'SELECT hash FROM local_password WHERE account_id = $1',
      [id],
    );
    expect(rows[0]!.hash).toMatch(/^\$argon2id\$v=19\$m=19456,p=1,t=2\$/);
    expect(await passwords.check(id, good)).toBe(true);
    expect(await passwords.check(id, `${good} `)).toBe(false);
    expect(await passwords.check(id, '')).toBe(false);
    expect(await passwords.check(await account(), good)).toBe(false);
    expect(await passwords.decoy(good)).toBe(false);
  });

  test('that are weak, or belong to a directory, are refused and change nothing', async () => {
    const passwords = createPasswords({ db, clock });
    const id = await account();
    await passwords.set(system, id, good, { mustChange: true });
    await expect(passwords.set(system, id, 'ngắn')).rejects.toThrow('password.too-short');
    await expect(passwords.set(system, id, 'Nguyen-Van-An-2026')).rejects.toThrow(
      'password.holds-name',
    );
    expect(await passwords.check(id, good)).toBe(true);
    expect(await passwords.state(id)).toMatchObject({ mustChange: true });

    const sourceId = newId();
    await db.pool.query(`INSERT INTO source (id, name, settings) VALUES ($1, 'thư mục', '{}')`, [
      sourceId,
    ]);
    await expect(passwords.set(system, await account(sourceId), good)).rejects.toThrow(
      'password.kept-by-directory',
    );
  });

  test('are journalled when set, without themselves', async () => {
    const passwords = createPasswords({ db, clock });
    const id = await account();
    await passwords.set(system, id, good);
    const { rows } = await db.pool.query('SELECT * FROM journal WHERE account_id = $1', [id]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ event: 'account.password-set', account_name: 'Nguyễn Văn An' });
    expect(JSON.stringify(rows)).not.toContain(good);
  });

  test('are checked a few at a time; a flood is turned away, not queued for ever', async () => {
    const passwords = createPasswords({ db, clock, turns: { atOnce: 1, waiting: 2 } });
    const answers = await Promise.allSettled(Array.from({ length: 8 }, () => passwords.decoy('x')));
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused).toHaveLength(5);
    expect(refused[0]!.reason).toMatchObject({ code: 'request.too-many', params: { seconds: 3 } });
    expect(await passwords.decoy('x')).toBe(false);
  });
});
