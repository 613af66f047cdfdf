// A directory of two servers goes away while people work, and comes back: who gets in, by what, and
// what is written of it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createApp, type App } from '../../src/app.ts';
import { acr } from '../../src/oidc/claims.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { addAdministrator, atConsole } from '../console/desk.ts';
import { until } from '../oidc/stage.ts';
import { createBrowser, type Browser, type Page } from '../support/browser.ts';
import { replace } from '../support/ldif-changes.ts';
import { person, personDn, personPassword, root, suffix, unit } from '../support/organization.ts';
import { addPerson, authorizeUrl, follow, goodPassword } from '../support/people.ts';
import { freePort } from '../support/ports.ts';
import { startSlapd, type Slapd } from '../support/slapd.ts';
import { startWorld, type World } from '../support/world.ts';

const hour = 3600;
let world: World;
let otherNode: App;
let servers: [Slapd, Slapd];
let elsewhere: Slapd;
let sourceId: string;
let console: Browser;

const crowd = Array.from({ length: 40 }, (_, i) => `dong.${i}`);
const people = ['an', 'binh', 'chi', 'dung', 'giang', ...crowd];
const ldif = (uids: readonly string[], ou: string, code: string) =>
  [root, unit(ou, 'Sở Khoa học', code), ...uids.map((uid) => person(uid, ou, `Lê ${uid}`))].join(
    '\n',
  );

const policy = { policy: 'accept' as 'accept' | 'refuse', hours: 12 };

const addSource = (name: string, slapds: readonly Slapd[], outage = policy, id?: string) =>
  world.app.sources.save(by, {
    ...(id !== undefined && { id }),
    name,
    everyMinutes: 0,
    settings: {
      urls: slapds.map(({ url }) => url),
      security: 'plain',
      allowPlain: true,
      bindDn: slapds[0]!.adminDn,
      bases: { people: `ou=units,${suffix}` },
      outage,
    },
    password: slapds[0]!.adminPassword,
  });

beforeAll(async () => {
  const first = ldif(people, 'skhcn', 'H01.14');
  [servers, elsewhere] = [
    [await startSlapd({ ldif: first }), await startSlapd({ ldif: first })],
    await startSlapd({ ldif: ldif(['khac'], 'snv', 'H01.01') }),
  ];
  world = await startWorld();
  const { config, clock, logger } = world.app;
  const listen = { ...config.listen, port: await freePort(), consolePort: await freePort() };
  otherNode = createApp({ ...config, listen }, { clock, logger });
  await otherNode.start();
  sourceId = (await addSource('Thư mục tỉnh', servers)).id;
  const other = await addSource('Nguồn khác', [elsewhere]);
  for (const id of [sourceId, other.id]) await world.app.sync.run(by, id);
  await addPerson(world.app, 'noibo');
  await addAdministrator(world, 'quantri');
  console = await atConsole(world, 'quantri');
}, 60_000);
afterAll(async () => {
  await otherNode.stop();
  await world.end();
  for (const slapd of [...servers, elsewhere]) await slapd.end();
});

async function signIn(login: string, password = personPassword): Promise<Page> {
  const browser = createBrowser(world.publicUrl);
  await browser.get('/');
  return browser.submit({ login, password });
}

type Kept = { sealed: string; madeAt: Date; boundAt: Date };
const verifierOf = (username: string): Promise<Kept | null> =>
  world.app.db.prisma.outageVerifier.findFirst({ where: { account: { username } } });
const verifierGone = (username: string) => until(async () => (await verifierOf(username)) === null);

async function goodSignIn(username: string, password = personPassword): Promise<Kept> {
  const page = await signIn(username, password);
  expect(page.text).toContain('Xin chào');
  await until(async () => (await verifierOf(username)) !== null);
  return (await verifierOf(username))!;
}

const idOf = async (username: string) =>
  (await world.app.db.prisma.account.findUniqueOrThrow({ where: { username } })).id;

async function journal(event: string, accountId?: string) {
  const entries = await world.app.db.prisma.journalEntry.findMany({
    where: { event, ...(accountId !== undefined && { accountId }) },
    orderBy: { id: 'asc' },
  });
  return entries.map(({ detail }) => detail as Record<string, unknown>);
}

const down = () => Promise.all(servers.map((slapd) => slapd.kill()));
const back = () => Promise.all(servers.map((slapd) => slapd.start()));
const outageSentence = 'đang mất liên lạc với dịch vụ thư mục';

describe('while the directory answers', () => {
  test('a good sign-in leaves a verifier, made once a day and good from the last sign-in on', async () => {
    const { sealed, madeAt, boundAt } = await goodSignIn('an');
    expect(sealed).not.toContain('argon2');
    await signIn('an');
    await until(async () => (await verifierOf('an'))!.boundAt > boundAt);
    expect(await verifierOf('an')).toMatchObject({ sealed, madeAt });
  });

  test('a wrong password leaves none', async () => {
    await signIn('chi', 'Sai mật khẩu 1!');
    expect(await verifierOf('chi')).toBeNull();
  });

  test('a new password that the directory accepts takes the place of the old one at once', async () => {
    const before = await goodSignIn('giang');
    const changed = replace(personDn('giang', 'skhcn'), 'userPassword', 'Mot-mat-khau-moi-2!');
    servers.forEach((slapd) => slapd.modify(changed));
    await signIn('giang', 'Mot-mat-khau-moi-2!');
    await until(async () => (await verifierOf('giang'))?.sealed !== before.sealed);
  });
});

describe('while every server is dead', () => {
  beforeAll(async () => {
    for (const username of ['an', 'dung']) await goodSignIn(username);
    await down();
    await signIn('binh'); // notices it
  });

  test('whoever the directory knew lately gets in; the journal and the ID token say by what', async () => {
    const { application, secret } = await world.app.applications.apply(by, {
      client_id: 'viec',
      name: 'Theo dõi nhiệm vụ',
      class: 'shared',
      contact: 'Phòng Công nghệ thông tin',
      state: 'active',
      redirect_uris: ['http://localhost:9/viec/callback'],
      scope: 'openid profile',
    });
    const subject = { type: 'everyone' as const };
    await world.app.grants.add(by, { applicationId: application.id, effect: 'allow', subject });
    const redirectUri = 'http://localhost:9/viec/callback';
    const browser = createBrowser(world.publicUrl);
    const url = authorizeUrl(world.app, { clientId: 'viec', redirectUri });
    await browser.get(url);
    const answer = browser.submit({ login: 'an', password: personPassword }, '', { follow: false });
    const { location } = await follow(browser, answer);
    const code = new URL(location!).searchParams.get('code')!;
    const response = await fetch(`${world.app.config.issuer.href}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`viec:${secret}`).toString('base64')}` },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
      }),
    });
    const { id_token: token } = (await response.json()) as { id_token: string };
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
    expect(claims).toMatchObject({ amr: ['pwd', 'urn:motchia:amr:outage'], acr: acr.password });
    const entries = await journal('sign-in.succeeded', await idOf('an'));
    expect(entries.at(-1)).toEqual({ method: 'directory', outage: true });
    expect(entries[0]).toEqual({ method: 'directory' });
  });

  test('nobody learns which names exist: every failure is answered alike', async () => {
    const tries: [string, string][] = [
      ['an', 'Sai mật khẩu 1!'], // has a verifier
      ['binh', personPassword], // has none
      ['khong.co.ai', personPassword],
      ['noibo', 'Sai mật khẩu 1!'], // a local account
      ['khac', 'Sai mật khẩu 1!'], // of a directory that answers
    ];
    const seen = [];
    for (const [login, password] of tries) {
      const page = await signIn(login, password);
      const body = page.text
        .replaceAll(`value="${login}"`, '')
        .replaceAll(/sign-in\/[\w-]+|nonce-[^']+|\/assets\/\S+/g, '');
      seen.push({ status: page.status, retry: page.headers.get('retry-after'), body });
    }
    expect(seen[0]).toMatchObject({ status: 503, retry: '60' });
    expect(seen[0]!.body).toContain(outageSentence);
    for (const each of seen) expect(each).toEqual(seen[0]);
  });

  test('guessing at a verifier has to wait as ever', async () => {
    const tries = [1, 2, 3, 4, 5].map((i) => signIn('dung', `Sai ${i}`)); // at once: no wait ends meanwhile
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([429, 429, 503, 503, 503]);
  });

  test('local accounts and the people of other directories sign in as ever', async () => {
    expect((await signIn('khac')).text).toContain('Xin chào');
    expect((await atConsole(world, 'quantri').then((at) => at.get('/'))).status).toBe(200);
  });

  test('each server that died is in the journal once, whatever the number of nodes', async () => {
    const told = async () =>
      (await journal('source.server-lost')).filter(
        ({ error }) => error === 'directory.unreachable',
      );
    await until(async () => (await told()).length >= 2, 10_000);
    const lost = await told();
    expect(lost.map(({ url }) => url as string).toSorted()).toEqual(
      servers.map(({ url }) => url).toSorted(),
    );
    for (const entry of lost)
      expect(entry).toMatchObject({ before: { state: 'good' }, after: { state: 'dead' } });
  });

  test('the console says so: on the first page, in the list, at the source', async () => {
    const start = await console.get('/');
    expect(start.text).toContain('Mất liên lạc với mọi máy chủ của Thư mục tỉnh');
    expect(start.text).toMatch(/\d lượt đăng nhập hôm nay bằng bản xác nhận dự phòng/);
    const list = await console.get('/directory');
    expect(list.text).toContain('Mất liên lạc');
    expect(list.text).toContain('Liên lạc tốt'); // the other source
    const source = await console.get(`/directory/${sourceId}`);
    for (const { url } of servers) expect(source.text).toContain(url);
    expect(source.text).toContain('Không kết nối được.');
    expect(source.text).toContain('trong 12 giờ');
  });

  test('who is suspended meanwhile does not get in', async () => {
    await world.app.accounts.suspend(by, await idOf('giang'), { reason: 'Kiểm tra' });
    expect(await verifierOf('giang')).toBeNull();
    const page = await signIn('giang', 'Mot-mat-khau-moi-2!');
    expect(page.status).toBe(503);
    expect(page.text).toContain(outageSentence);
  });

  test('after the hours of the source nobody gets in, and what was kept is swept', async () => {
    world.pass(11 * hour);
    expect((await signIn('an')).text).toContain('Xin chào');
    world.pass(2 * hour);
    expect((await signIn('an')).status).toBe(503);
    await world.app.verifiers.sweep.run();
    expect(await world.app.db.prisma.outageVerifier.count({ where: { sourceId } })).toBe(0);
  });
});

describe('when it is back', () => {
  beforeAll(back);

  test('the directory decides again, and it is in the journal', async () => {
    await goodSignIn('an');
    expect((await journal('sign-in.succeeded', await idOf('an'))).at(-1)).toEqual({
      method: 'directory',
    });
    await until(async () => {
      const entries = await journal('source.server-back');
      const good = entries.filter(({ after }) => (after as { state: string }).state === 'good');
      return servers.every(({ url }) => good.some((entry) => entry.url === url));
    }, 20_000);
    expect((await signIn('an', 'Sai mật khẩu 1!')).status).toBe(422);
  }, 40_000);

  test('a verifier of yesterday is made anew', async () => {
    const { sealed } = await goodSignIn('an');
    world.pass(25 * hour);
    await signIn('an');
    await until(async () => (await verifierOf('an'))?.sealed !== sealed);
  });

  test('a password that was changed meanwhile is refused, and its verifier goes', async () => {
    await goodSignIn('an');
    const changed = replace(personDn('an', 'skhcn'), 'userPassword', 'Da-doi-khi-mat-lien-lac-3!');
    servers.forEach((slapd) => slapd.modify(changed));
    await signIn('an', 'Sai mật khẩu 1!');
    await world.app.verifiers.stop(); // what was begun is done
    expect(await verifierOf('an')).not.toBeNull(); // no stranger takes it away by guessing
    expect((await signIn('an')).status).toBe(422);
    await verifierGone('an');
  });
});

describe('while every server hangs', () => {
  beforeAll(async () => {
    await goodSignIn('dung');
    servers.forEach((slapd) => slapd.hang());
  });
  afterAll(async () => {
    servers.forEach((slapd) => slapd.resume());
    await until(async () => (await signIn('dung')).text.includes('Xin chào'), 10_000);
  }, 20_000);

  test('a crowd of its people waits, and nobody else does', async () => {
    let waiting = 0;
    const stuck = crowd.slice(0, 20).map(async (login) => {
      waiting++;
      const { status } = await signIn(login);
      waiting--;
      return status;
    });
    expect((await signIn('noibo', goodPassword)).text).toContain('Xin chào');
    expect((await signIn('khac')).text).toContain('Xin chào');
    expect(waiting).toBe(20);
    expect(new Set(await Promise.all(stuck))).toEqual(new Set([503]));
    // Known by now: whoever has a verifier is in while the servers still hang.
    expect((await signIn('dung')).text).toContain('Xin chào');
  }, 20_000);
});

describe('a source that refuses', () => {
  test('keeps no verifiers, and makes none', async () => {
    await goodSignIn('dung');
    await addSource('Thư mục tỉnh', servers, { policy: 'refuse', hours: 12 }, sourceId);
    expect(await verifierOf('dung')).toBeNull();
    expect((await signIn('binh')).text).toContain('Xin chào');
    expect(await world.app.db.prisma.outageVerifier.count({ where: { sourceId } })).toBe(0);
    await down();
    expect((await signIn('dung')).status).toBe(503);
    await back();
  });
});
