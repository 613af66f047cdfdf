import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createDatabase, type Database } from '../../src/core/database.ts';
import { createLogger } from '../../src/core/logger.ts';
import { createThrottle, type Attempt } from '../../src/credentials/throttle.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let store: TestDatabase;
let db: Database;
let seconds = 0;
const clock = { now: () => new Date(1_800_000_000_000 + seconds * 1000) };
const node = () => createThrottle({ db, clock, logger: createLogger('silent'), secret: 'x' });

beforeAll(async () => {
  store = await createTestDatabase();
  db = createDatabase({ url: store.url, maxConnections: 10, logger: createLogger('silent') });
});
beforeEach(async () => {
  seconds = 0;
  await db.pool.query('TRUNCATE throttle');
});
afterAll(async () => {
  await db.close();
  await store.drop();
});

const desk: Attempt = { name: 'nvan.skhcn', address: '10.1.1.7' };
const from = (address: string, name = desk.name): Attempt => ({ name, address });

async function succeed(attempt: Attempt, names: string[] = []): Promise<boolean> {
  const admission = await node().admit(attempt);
  if (!admission.admitted) return false;
  await db.transaction((tx) => node().succeeded(tx, attempt, admission.counted, names));
  return true;
}

/** Tries as fast as the waits allow, eight at a time; gives how many were looked at. */
async function hammer(attempts: readonly Attempt[], every = 0): Promise<number> {
  let looked = 0;
  const atOnce = every === 0 ? 8 : 1;
  for (let i = 0; i < attempts.length; i += atOnce) {
    const some = attempts.slice(i, i + atOnce);
    const admissions = await Promise.all(some.map((attempt) => node().admit(attempt)));
    looked += admissions.filter(({ admitted }) => admitted).length;
    seconds += every;
  }
  return looked;
}

describe('the throttle', () => {
  test('counts alike on two nodes: the third failure closes the door on both', async () => {
    const [one, two] = [node(), node()];
    for (const throttle of [one, two, one])
      expect(await throttle.admit(desk)).toMatchObject({ admitted: true });
    expect(await two.admit(desk)).toEqual({ admitted: false, seconds: 1, first: true });
    expect(await one.admit(desk)).toEqual({ admitted: false, seconds: 1, first: false });
    seconds = 1;
    expect(await two.admit(desk)).toMatchObject({ admitted: true });
    expect(await one.admit(desk)).toMatchObject({ admitted: false, seconds: 2 });
  });

  test('lets three of fifty attempts sent at once through', async () => {
    const nodes = [node(), node()];
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, i) => nodes[i % 2]!.admit(from('10.9.9.9', 'nobody'))),
    );
    expect(all.filter((admission) => admission.admitted)).toHaveLength(3);
  });

  test('a good sign-in clears the count', async () => {
    for (let i = 0; i < 6; i += 1) {
      expect(await succeed(desk)).toBe(true);
      await node().admit(desk);
      await node().admit(desk);
    }
  });

  test('ten thousand bad sign-ins from one address leave known colleagues there alone', async () => {
    expect(await succeed(desk)).toBe(true);
    const looked = await hammer(
      Array.from({ length: 10_000 }, (_, i) => from(desk.address!, `victim${i % 700}`)),
    );
    expect(looked).toBeLessThan(110);
    expect(await succeed(desk)).toBe(true);
    expect(await node().admit(from(desk.address!, 'newcomer'))).toMatchObject({ admitted: false });
  }, 120_000);

  test('a thousand machines guessing at one name do not lock its owner out', async () => {
    expect(await succeed(desk, ['nvan.skhcn', 'nvan@angiang.gov.vn'])).toBe(true);
    const attackers = Array.from({ length: 1000 }, (_, i) =>
      from(`203.0.${i % 250}.${Math.floor(i / 250)}`),
    );
    const looked = await hammer(attackers, 1);
    expect(looked).toBeLessThan(80);
    expect(await succeed(desk)).toBe(true);
    expect(await succeed(from(desk.address!, 'nvan@angiang.gov.vn'))).toBe(true);
    const elsewhere = await node().admit(from('198.51.100.1'));
    expect(elsewhere.admitted || elsewhere.seconds <= 30).toBe(true);
  });

  test('an office behind one address may make honest mistakes all morning', async () => {
    for (let i = 0; i < 400; i += 1) {
      if (i % 10 === 0) await node().admit(from('10.2.2.2', `person${i}`));
      expect(await succeed(from('10.2.2.2', `person${i}`))).toBe(true);
      seconds += 5;
    }
  });

  test('one IPv6 subscriber is one address', async () => {
    await hammer(Array.from({ length: 10 }, (_, i) => from(`2001:db8:1:2::${i + 1}`)));
    expect(await node().admit(from('2001:db8:1:2:ffff::1'))).toMatchObject({ admitted: false });
    expect(await node().admit(from('2001:db8:1:3::1'))).toMatchObject({ admitted: true });
  });

  test('forgives an attempt that could not be checked', async () => {
    for (let i = 0; i < 20; i += 1) {
      const admission = await node().admit(desk);
      expect(admission).toMatchObject({ admitted: true });
      if (admission.admitted) await node().forgive(desk, admission.counted);
    }
  });

  test('keeps no name in readable form, and forgets', async () => {
    await node().admit(from('10.1.1.1', 'Mat-Khau-Cua-Toi-2026'));
    const { rows } = await db.pool.query<{ key: string }>('SELECT key FROM throttle');
    expect(rows).toHaveLength(5);
    expect(JSON.stringify(rows).toLowerCase()).not.toContain('mat');
    seconds = 2 * 24 * 3600;
    await node().sweep.run();
    expect((await db.pool.query('SELECT 1 FROM throttle')).rowCount).toBe(0);
  });

  test('two sign-ins of one person under two names at once do not block each other', async () => {
    const names = ['nvan.skhcn', 'nvan@angiang.gov.vn'];
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, i) => succeed(from(`10.3.3.${i % 4}`, names[i % 2]), names)),
    );
    expect(all.filter(Boolean).length).toBeGreaterThan(4);
  });
});
