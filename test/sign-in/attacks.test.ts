// What an attack on sign-ins does to the attacker, to the person, and to whoever watches over it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createApp } from '../../src/app.ts';
import { createLogger } from '../../src/core/logger.ts';
import { addAdministrator, atConsole } from '../console/desk.ts';
import { createBrowser, type Browser } from '../support/browser.ts';
import { addPerson, goodPassword } from '../support/people.ts';
import { freePort } from '../support/ports.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
/** A second node beside the first, at the same database; it serves the same public address. */
let second: ReturnType<typeof createApp>;

beforeAll(async () => {
  world = await startWorld({ TRUSTED_PROXIES: '127.0.0.1,::1', SIGN_INS_PER_MINUTE: '0' });
  second = createApp(
    {
      ...world.app.config,
      listen: { host: '127.0.0.1', port: await freePort(), consolePort: await freePort() },
    },
    { clock: world.app.clock, logger: createLogger('silent') },
  );
});
afterAll(async () => {
  await second.stop();
  await world.end();
});

const from = (address: string) => createBrowser(world.publicUrl, { 'x-forwarded-for': address });

async function tries(browser: Browser, login: string, password: string): Promise<Browser> {
  await browser.get('/');
  await browser.submit({ login, password });
  return browser;
}
const isIn = (browser: Browser) => browser.page.url === `${world.publicUrl}/`;

/** Wrong passwords, eight at a time. */
async function attack(all: readonly { address: string; login: string }[]): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < all.length; i += 8) {
    const some = await Promise.all(
      all.slice(i, i + 8).map(({ address, login }) => tries(from(address), login, 'sai rồi nhé')),
    );
    statuses.push(...some.map(({ page }) => page.status));
  }
  return statuses;
}

const journalOf = async (event: string) =>
  (await world.app.journal.search({ event: event as never, limit: 50 })).items;

describe('many machines that guess at one account', () => {
  test('make strangers wait, and not the owner on her own device, wherever she is', async () => {
    await addPerson(world.app, 'chi.ubnd');
    const place = { 'x-forwarded-for': '10.20.0.1' };
    const laptop = await tries(createBrowser(world.publicUrl, place), 'chi.ubnd', goodPassword);
    expect(isIn(laptop)).toBe(true);
    await laptop.submit({}, 'Đăng xuất');
    const statuses = await attack(
      Array.from({ length: 24 }, (_, i) => ({ address: `203.0.113.${i}`, login: 'chi.ubnd' })),
    );
    expect(statuses).toContain(429);
    // On and on, as fast as the waits allow: the last of them is half a minute.
    for (let i = 0; i < 8; i += 1)
      while (
        !(await second.defences.throttle.admit({ name: 'chi.ubnd', address: `203.0.112.${i}` }))
          .admitted
      )
        world.pass(1);
    const stranger = await tries(from('198.51.100.7'), 'chi.ubnd', goodPassword);
    expect(stranger.page.status).toBe(429);
    expect(stranger.page.text).toMatch(/Hãy thử lại sau \d+ giây/);
    // From an address she never had before, by the cookie of her browser alone.
    place['x-forwarded-for'] = '10.99.0.77';
    expect(isIn(await tries(laptop, 'chi.ubnd', goodPassword))).toBe(true);
  });

  test('are ended for the person by an administrator, on every node, and the journal says so', async () => {
    const person = await addPerson(world.app, 'dung.ubnd');
    await addAdministrator(world, 'quantri');
    // The owner at a desk of a neighbour, again and again: the wait grows to minutes.
    const here = { name: 'dung.ubnd', address: '203.0.114.1' };
    for (let i = 0; i < 12; i += 1)
      while (!(await second.defences.throttle.admit(here)).admitted) world.pass(5);
    const desk = await atConsole(world, 'quantri');
    const page = await desk.get(`/people/${person.id}`);
    expect(page.text).toContain('có nơi phải chờ đến');
    await desk.get(`/people/${person.id}/unlock`);
    expect((await desk.submit({}, 'Mở khóa đăng nhập')).text).toContain('Đã mở khóa đăng nhập');
    expect((await desk.get(`/people/${person.id}`)).text).not.toContain('có nơi phải chờ đến');
    const admission = await second.defences.throttle.admit(here);
    expect(admission.admitted).toBe(true);
    const [entry] = await journalOf('account.unlocked');
    expect(entry).toMatchObject({ accountName: person.fullName, actorName: 'Trần Thị Quản Trị' });
  });

  test('are not helped by a browser that is known: it waits by a counter of its own', async () => {
    await addPerson(world.app, 'em.ubnd');
    const place = { 'x-forwarded-for': '10.30.0.1' };
    const thief = await tries(createBrowser(world.publicUrl, place), 'em.ubnd', goodPassword);
    await thief.submit({}, 'Đăng xuất');
    const statuses: number[] = [];
    for (let i = 0; i < 6; i += 1) {
      place['x-forwarded-for'] = `10.31.${i}.1`;
      statuses.push((await tries(thief, 'em.ubnd', 'sai rồi nhé')).page.status);
    }
    expect(statuses.at(-1)).toBe(429); // the device waits, wherever it goes
  });
});

describe('attacks are seen as what they are', () => {
  const look = () => world.app.defences.attacks.job.run();

  test('many names from one address: one entry, however often it is looked at', async () => {
    const names = Array.from({ length: 24 }, (_, i) => `ten.la${i}`);
    await attack(names.map((login) => ({ address: '203.0.115.5', login })));
    await look();
    await second.defences.attacks.job.run();
    await attack([{ address: '203.0.115.5', login: 'ten.la99' }]);
    await look();
    const entries = await journalOf('attack.stuffing');
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ address: '203.0.115.5', outcome: 'failure' });
    expect(JSON.stringify(entries)).not.toContain('ten.la');
    const desk = await atConsole(world, 'quantri');
    expect(desk.page.text).toContain('Dấu hiệu tấn công đăng nhập');
    expect(desk.page.text).toContain('203.0.115.5');
  });

  test('one password at many names from many addresses is spraying', async () => {
    await attack(
      Array.from({ length: 56 }, (_, i) => ({ address: `100.64.${i}.9`, login: `rai${i}` })),
    );
    await look();
    await look();
    expect(await journalOf('attack.spraying')).toHaveLength(1);
  });

  test('a mistake put right is none', async () => {
    await addPerson(world.app, 'hoa.ubnd');
    const count = async () =>
      (await world.app.db.pool.query(`SELECT 1 FROM sign_in_try WHERE address = '10.40.0.1'`))
        .rowCount;
    const browser = await tries(from('10.40.0.1'), 'hoa.ubnd', 'sai rồi nhé');
    expect(await count()).toBe(1);
    await tries(browser, 'hoa.ubnd', goodPassword);
    expect(await count()).toBe(0);
  });
});

test('every attempt is counted: looked at, or refused where its wait is', async () => {
  const before = await counted();
  const all = Array.from({ length: 40 }, () => ({ address: '203.0.116.1', login: 'khong.co' }));
  const statuses = await attack(all);
  await world.app.defences.throttle.stop();
  const after = await counted();
  expect(statuses.filter((status) => status === 422).length).toBe(after.failed - before.failed);
  expect(statuses.filter((status) => status === 429).length).toBe(after.refused - before.refused);
});

async function counted(): Promise<{ failed: number; refused: number }> {
  const { rows } = await world.app.db.pool.query<{ failed: number; refused: number }>(
    `SELECT (SELECT count(*)::int FROM journal WHERE event = 'sign-in.failed') AS failed,
            (SELECT coalesce(sum(refused), 0)::int FROM throttle) AS refused`,
  );
  return rows[0]!;
}

describe('a new device', () => {
  test('is told to its owner on the others, until they know it, and stands in the own journal', async () => {
    await addPerson(world.app, 'khanh.ubnd');
    const desk = await tries(from('10.50.0.1'), 'khanh.ubnd', goodPassword);
    expect(desk.page.text).not.toContain('thiết bị mới');
    const other = await tries(from('10.50.0.2'), 'khanh.ubnd', goodPassword);
    expect(other.page.text).not.toContain('Đúng là tôi'); // it cannot be taken away there
    const told = await desk.get('/');
    expect(told.text).toContain('Tài khoản vừa được dùng trên thiết bị mới');
    expect(told.text).toContain('từ địa chỉ 10.50.0.2');
    await desk.submit({}, 'Đúng là tôi');
    expect(desk.page.text).not.toContain('thiết bị mới');
    expect((await desk.get('/journal')).text).toContain('Đăng nhập từ thiết bị mới');
  });
});

test('an initial name of nobody and one of somebody are answered alike', async () => {
  await addPerson(world.app, 'lan.ubnd');
  const [known, unknown] = [
    await tries(from('10.60.0.1'), 'lan.ubnd', 'sai rồi nhé'),
    await tries(from('10.60.0.2'), 'lan.ubn0', 'sai rồi nhé'),
  ];
  const bare = ({ page }: Browser) => page.text.replaceAll(/\/sign-in\/[\w-]+|lan\.ubn\w/g, '');
  expect(known.page.status).toBe(unknown.page.status);
  expect(bare(known)).toBe(bare(unknown));
  expect(known.page.text.length).toBe(unknown.page.text.length);
});

test('the demand of an age makes an administrator choose anew, and nobody else', async () => {
  const { app } = world;
  const chief = await addPerson(app, 'truong.cntt', { kind: 'administrator' });
  const official = await addPerson(app, 'vien.cntt');
  await app.db.pool.query(
    `UPDATE local_password SET changed_at = now() - interval '61 days' WHERE account_id = ANY($1)`,
    [[chief.id, official.id]],
  );
  const old = await tries(from('10.70.0.1'), 'truong.cntt', goodPassword);
  expect(old.page.text).toContain('quản trị viên phải đổi mật khẩu theo định kỳ');
  const next = 'Cầu Cần Thơ 2 nhịp dài';
  await old.submit({ password: goodPassword, again: goodPassword });
  expect(old.page.text).toContain('đã dùng gần đây');
  await old.submit({ password: next, again: next });
  expect(isIn(old)).toBe(true);
  expect(isIn(await tries(from('10.70.0.2'), 'vien.cntt', goodPassword))).toBe(true);
});

test('a flood of checks is answered with 503 and when to come back, the typed name kept', async () => {
  const { app } = world;
  let leave = (): void => undefined;
  const gate = new Promise<void>((resolve) => (leave = resolve));
  const holding = Array.from({ length: 200 }, () => app.passwords.inTurn(() => gate));
  const settled = Promise.allSettled(holding);
  const browser = await tries(from('10.80.0.1'), 'khong.ai', 'sai rồi nhé');
  expect(browser.page.status).toBe(503);
  expect(browser.page.headers.get('retry-after')).toBe('3');
  expect(browser.page.text).toContain('quá nhiều người đăng nhập cùng lúc');
  expect(browser.page.text).toContain('value="khong.ai"');
  leave();
  await settled;
  expect((await browser.submit({ login: 'khong.ai', password: 'sai rồi nhé' })).status).toBe(422);
});
