import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDatabase, type Database } from '../../src/core/database.ts';
import { createLogger } from '../../src/core/logger.ts';
import { newId } from '../../src/core/random.ts';
import { createSealing } from '../../src/core/sealing.ts';
import type { PasswordRules } from '../../src/credentials/password-policy.ts';
import { createPasswords } from '../../src/credentials/passwords.ts';
import { hash } from 'argon2';
import { system } from '../../src/journal/actor.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let store: TestDatabase;
let db: Database;
const clock = { now: () => new Date() };
const good = 'Cửa sổ số 7 nhìn ra sông';

const key = { old: 'aa'.repeat(32), present: 'bb'.repeat(32) };
let rules: PasswordRules = {
  length: 14,
  classes: 4,
  lengthWithFactor: 8,
  history: 10,
  administratorDays: 60,
};
let hasSecondFactor = false;

const local = (
  more: Partial<Parameters<typeof createPasswords>[0]> = {},
  keys: readonly string[] = [key.present],
) =>
  createPasswords({
    db,
    clock,
    sealing: createSealing(keys),
    passwordRules: () => Promise.resolve(rules),
    hasSecondFactor: () => Promise.resolve(hasSecondFactor),
    installationNames: () => Promise.resolve(['Một Chìa']),
    ...more,
  });
const kept = async (id: string): Promise<string> =>
  (
    await db.pool.query<{ hash: string }>('SELECT hash FROM local_password WHERE account_id = $1', [
      id,
    ])
  ).rows[0]!.hash;

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
    const passwords = local();
    const id = await account();
    await passwords.set(system, id, good.normalize('NFD'));
    const { rows } = await db.pool.query<{ hash: string }>(
      'SELECT hash FROM local_password WHERE account_id = $1',
      [id],
    );
    expect(rows[0]!.hash).toMatch(/^\{[0-9a-f]{8}\}\$argon2id\$v=19\$m=19456,p=1,t=2\$/);
    expect(await passwords.check(id, good)).toBe(true);
    expect(await passwords.check(id, `${good} `)).toBe(false);
    expect(await passwords.check(id, '')).toBe(false);
    expect(await passwords.check(await account(), good)).toBe(false);
    expect(await passwords.decoy(good)).toBe(false);
  });

  test('that are weak, or belong to a directory, are refused and change nothing', async () => {
    const passwords = local();
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
    const passwords = local();
    const id = await account();
    await passwords.set(system, id, good);
    const { rows } = await db.pool.query('SELECT * FROM journal WHERE account_id = $1', [id]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ event: 'account.password-set', account_name: 'Nguyễn Văn An' });
    expect(JSON.stringify(rows)).not.toContain(good);
  });

  test('are checked a few at a time; a flood is turned away, not queued for ever', async () => {
    const passwords = local({ turns: { atOnce: 1, waiting: 2 } });
    const answers = await Promise.allSettled(Array.from({ length: 8 }, () => passwords.decoy('x')));
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused).toHaveLength(5);
    expect(refused[0]!.reason).toMatchObject({ code: 'password.busy', params: { seconds: 3 } });
    expect(await passwords.decoy('x')).toBe(false);
  });

  test('one that waits too long is turned away, and makes room', async () => {
    const passwords = local({ turns: { atOnce: 1, waiting: 9, patienceSeconds: 0.05 } });
    let leave = (): void => undefined;
    const holding = passwords.inTurn(() => new Promise<void>((resolve) => (leave = resolve)));
    await expect(passwords.decoy('x')).rejects.toMatchObject({ code: 'password.busy' });
    leave();
    await holding;
    expect(await passwords.decoy('x')).toBe(false);
  });

  test('need eight characters where a second factor stands beside them', async () => {
    const [passwords, id] = [local(), await account()];
    await expect(passwords.set(system, id, 'xk7pq2mz')).rejects.toMatchObject({
      code: 'password.too-short',
      params: { least: 14 },
    });
    hasSecondFactor = true;
    await passwords.set(system, id, 'xk7pq2mz');
    await expect(passwords.set(system, id, 'xk7pq2')).rejects.toMatchObject({
      code: 'password.too-short',
      params: { least: 8 },
    });
    hasSecondFactor = false;
  });

  test('none of the last ones is taken again, however many nodes there are', async () => {
    const [one, two, id] = [local(), local(), await account()];
    rules = { ...rules, history: 3 };
    const mine = ['Đò 1 chiều qua sông', 'Đò 2 chiều qua sông', 'Đò 3 chiều qua sông'];
    for (const each of mine) await one.set(system, id, each);
    for (const each of mine)
      await expect(two.set(system, id, each.normalize('NFD'))).rejects.toThrow(
        'password.used-before',
      );
    await two.set(system, id, 'Đò 4 chiều qua sông');
    await one.set(system, id, mine[0]!);
    const { rows } = await db.pool.query('SELECT 1 FROM password_history WHERE account_id = $1', [
      id,
    ]);
    expect(rows.length).toBeLessThanOrEqual(24);
    rules = { ...rules, history: 10 };
  });

  test('take the pepper of the first key at the next sign-in, and need the key they name', async () => {
    const id = await account();
    await local({}, [key.old]).set(system, id, good);
    const before = await kept(id);
    expect(await local({}, [key.present]).check(id, good)).toBe(false); // its key is gone
    const both = local({}, [key.present, key.old]);
    expect(await both.check(id, `${good}!`)).toBe(false);
    expect(await kept(id)).toBe(before);
    expect(await both.check(id, good)).toBe(true);
    expect(await kept(id)).not.toBe(before);
    expect(await local({}, [key.present]).check(id, good)).toBe(true);
  });

  test('of weaker parameters, and without a pepper, are made anew at the next sign-in', async () => {
    const id = await account();
    const passwords = local();
    await passwords.set(system, id, good);
    const weak = await hash(good.normalize('NFC'), { memoryCost: 8192, timeCost: 1 });
    await db.pool.query('UPDATE local_password SET hash = $2 WHERE account_id = $1', [id, weak]);
    expect(await passwords.check(id, good)).toBe(true);
    expect(await kept(id)).toMatch(/^\{[0-9a-f]{8}\}\$argon2id\$v=19\$m=19456,p=1,t=2\$/);
  });
});
