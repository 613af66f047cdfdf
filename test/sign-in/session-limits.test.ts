// Sessions of one account: how many at once, whose name changes as one signs in, in which cookies, and how
// an administrator finds them.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { request } from 'node:http';
import { createApp } from '../../src/app.ts';
import { createLogger } from '../../src/core/logger.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { addAdministrator, atConsole } from '../console/desk.ts';
import { createBrowser } from '../support/browser.ts';
import {
  addApplication,
  addPerson,
  authorizeUrl,
  follow,
  goodPassword,
  signedIn,
} from '../support/people.ts';
import { freePort } from '../support/ports.ts';
import { until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ SIGN_INS_PER_MINUTE: '0' });
});
afterAll(() => world.end());

test('one session more than allowed ends the oldest, and the journal tells', async () => {
  const { app } = world;
  await app.settings.save(by, { officialSessions: 2 });
  const person = await addPerson(app, 'an.stc');
  const oldest = await signedIn(app, 'an.stc');
  await new Promise((resolve) => setTimeout(resolve, 1100)); // the engine counts in seconds
  const [second, third] = [await signedIn(app, 'an.stc'), await signedIn(app, 'an.stc')];
  expect(await app.oidc.sessions.list(person.id)).toHaveLength(2);
  await until(async () => (await oldest.get('/', { follow: false })).status === 303);
  for (const each of [second, third])
    expect((await each.get('/', { follow: false })).status).toBe(200);
  const { items } = await app.journal.search({ event: 'session.ended', limit: 1 });
  expect(items[0]).toMatchObject({
    accountId: person.id,
    detail: { reason: 'too-many', sessions: 1 },
  });
  await app.settings.save(by, { officialSessions: 10 });
});

test('a session found by application and by browser is the one that is shown', async () => {
  const { app } = world;
  const application = await addApplication(app, 'ke-toan');
  await app.grants.add(by, {
    subject: { type: 'everyone' },
    applicationId: application.id,
    effect: 'allow',
  });
  await addPerson(app, 'binh.stc', { fullName: 'Bình Kế Toán' });
  await addPerson(app, 'cuc.stc', { fullName: 'Cúc Văn Thư' });
  const firefox = 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0';
  const browser = createBrowser(world.publicUrl, { 'user-agent': firefox });
  await browser.get(authorizeUrl(app, application));
  await follow(
    browser,
    browser.submit({ login: 'binh.stc', password: goodPassword }, undefined, { follow: false }),
  );
  await signedIn(app, 'cuc.stc');
  await addAdministrator(world, 'quantri');
  const desk = await atConsole(world, 'quantri');
  for (const query of ['application=phan+mem+ke-toan', 'device=firefox+windows']) {
    const { text } = await desk.get(`/sessions?${query}`);
    expect(text).toContain('Bình Kế Toán');
    expect(text).not.toContain('Cúc Văn Thư');
  }
  expect((await desk.get('/sessions?application=khong+co')).text).toContain(
    'Không có phiên nào khớp',
  );
  expect((await desk.get('/sessions?device=%25')).text).toContain('Không có phiên nào khớp');
});

test('the session has another id after signing in than before', async () => {
  const { app } = world;
  const application = await addApplication(app, 'van-thu');
  await addPerson(app, 'dao.stc');
  const browser = createBrowser(world.publicUrl);
  await browser.get(authorizeUrl(app, application));
  const ids = async () =>
    (
      await app.db.pool.query<{ id: string }>(
        `SELECT id FROM oidc_artifact WHERE model = 'Session'`,
      )
    ).rows.map(({ id }) => id);
  const before = await ids();
  await follow(
    browser,
    browser.submit({ login: 'dao.stc', password: goodPassword }, undefined, { follow: false }),
  );
  const account = await app.accounts.findByLoginName('dao.stc');
  const { rows } = await app.db.pool.query<{ id: string }>(
    `SELECT id FROM oidc_artifact WHERE model = 'Session' AND account_id = $1`,
    [account!.account.id],
  );
  expect(rows).toHaveLength(1);
  expect(before).not.toContain(rows[0]!.id);
});

describe('on https', () => {
  /** One request as a proxy would send it on; gives the cookies and where it leads. */
  function ask(port: number, host: string, path: string, cookie: string, body?: string) {
    return new Promise<{ cookies: string[]; location: string; text: string }>((resolve, reject) => {
      const headers: Record<string, string> = { host, cookie, 'x-forwarded-proto': 'https' };
      if (body !== undefined) {
        headers['content-type'] = 'application/x-www-form-urlencoded';
        headers['origin'] = `https://${host}`;
      }
      const method = body === undefined ? 'GET' : 'POST';
      const asked = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
        let text = '';
        answer.on('data', (part: Buffer) => (text += part.toString()));
        answer.on('end', () =>
          resolve({
            cookies: answer.headers['set-cookie'] ?? [],
            location: answer.headers.location ?? '',
            text,
          }),
        );
      });
      asked.on('error', reject).end(body);
    });
  }

  test('every cookie is __Host- (or __Secure-, of one path), Secure, HttpOnly and SameSite', async () => {
    const [port, consolePort] = [await freePort(), await freePort()];
    const hosts = { [port]: 'sso.example.vn', [consolePort]: 'console.example.vn' };
    const publicUrl = new URL(`https://${hosts[port]}`);
    const app = createApp(
      {
        ...world.app.config,
        publicUrl,
        consoleUrl: new URL(`https://${hosts[consolePort]}`),
        issuer: new URL('https://sso.example.vn/oidc'),
        trustedProxies: ['127.0.0.1'],
        listen: { host: '127.0.0.1', port, consolePort },
      },
      { logger: createLogger('silent') },
    );
    await app.start();
    const set: string[] = [];
    const jar = new Map<string, string>();
    const go = async (at: number, path: string, body?: string) => {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await ask(at, hosts[at]!, path, cookie, body);
      set.push(...answer.cookies);
      for (const line of answer.cookies) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === '') jar.delete(name);
        else jar.set(name, value);
      }
      return answer;
    };
    /** Through redirects, to whichever of our two sites they lead. */
    const walk = async (at: number, path: string, body?: string) => {
      let answer = await go(at, path, body);
      for (let i = 0; i < 12 && answer.location; i += 1) {
        const to = new URL(answer.location, `https://${hosts[at]}`);
        const next = to.host === hosts[consolePort] ? consolePort : port;
        answer = await go(next, `${to.pathname}${to.search}`);
        at = next;
      }
      return answer;
    };
    try {
      const page = await walk(port, '/');
      const action = /action="(\/sign-in\/[^"]+)"/.exec(page.text)![1]!;
      await walk(port, action, `login=quantri&password=${encodeURIComponent(goodPassword)}`);
      await walk(consolePort, '/');
      await go(port, '/?lang=en');
      await go(port, '/theme', 'theme=dark&return_to=/');
    } finally {
      await app.stop();
    }
    const names = set.map((line) => line.split('=')[0]!);
    expect(new Set(names).size).toBeGreaterThanOrEqual(6);
    expect(names).toContain('__Host-motchia_known');
    for (const line of set) {
      // The engine's two short-lived ones belong to one path, which __Host- does not allow.
      expect(line).toMatch(/^(__Host-|__Secure-motchia_(interaction|resume))/);
      if (line.startsWith('__Host-')) expect(line).toMatch(/; *path=\/(;|$)/i);
      expect(line).toMatch(/; *secure/i);
      expect(line).toMatch(/; *httponly/i);
      expect(line).toMatch(/; *samesite=(lax|strict)/i);
      expect(line).not.toMatch(/; *domain=/i);
    }
  });
});
