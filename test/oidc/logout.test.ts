import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import {
  by,
  listen,
  startSecondNode,
  startStage,
  urlOf,
  type RelyingParty,
  type Stage,
} from './stage.ts';
import { until } from '../support/until.ts';

let stage: Stage;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let one: RelyingParty;
let two: RelyingParty;
let silent: RelyingParty;
let second: Awaited<ReturnType<typeof startSecondNode>>;

/** What applications hear. Answers with `status`. */
async function startReceiver() {
  const heard: { path: string; token: string }[] = [];
  const state = { status: 200 };
  const server: Server = await listen(
    createServer((req, res) => {
      let body = '';
      req.on('data', (chunk: Buffer) => (body += chunk.toString()));
      req.on('end', () => {
        const token = new URLSearchParams(body).get('logout_token') ?? '';
        heard.push({ path: req.url ?? '', token });
        res.writeHead(state.status).end();
      });
    }),
  );
  return { url: urlOf(server), heard, state, close: () => server.close() };
}

beforeAll(async () => {
  stage = await startStage();
  jest.spyOn(console, 'warn').mockImplementation(() => undefined); // the engine misses its own guard here
  second = await startSecondNode(stage);
  receiver = await startReceiver();
  const told = (name: string) =>
    stage.application(name, { backchannel_logout_uri: `${receiver.url}/${name}` });
  [one, two, silent] = [await told('mot'), await told('hai'), await stage.application('im-lang')];
});
afterAll(async () => {
  receiver.close();
  await second.end();
  await stage.end();
});

type Delivery = {
  state: string;
  attempts: number;
  last_error: string | null;
  next_at: Date | null;
};
const deliveries = (accountId: string) =>
  stage.app.db.sql.query<Delivery>(
    {
      name: 'test-deliveries',
      text: 'SELECT * FROM logout_delivery WHERE account_id = $1 ORDER BY created_at, id',
    },
    [accountId],
  );
const job = (name: string) => stage.app.oidc.jobs.find((each) => each.name === name)!;

/** A person who is inside the three applications, in one session. */
async function inside(username: string) {
  const { id } = await stage.person(username);
  for (const rp of [one, two, silent]) await stage.allow(rp, id);
  const browser = stage.browser();
  const tokens = [];
  for (const rp of [one, two, silent]) tokens.push((await stage.tokensOf(rp, id, browser)).tokens);
  receiver.heard.length = 0;
  return { id, browser, tokens };
}

async function verify(token: string, audience: string) {
  const keys = createRemoteJWKSet(new URL(`${stage.issuer}/jwks`));
  return (await jwtVerify(token, keys, { issuer: stage.issuer, audience, typ: 'logout+jwt' }))
    .payload;
}

const sidOf = (idToken: string): unknown =>
  (JSON.parse(Buffer.from(idToken.split('.')[1]!, 'base64url').toString()) as { sid: unknown }).sid;

describe('signing out at one application', () => {
  test('ends the session and tells the others which session it was', async () => {
    const { id, browser, tokens } = await inside('an');
    await browser.get(`${stage.issuer}/session/end?id_token_hint=${tokens[0]!.id_token}`);
    expect(browser.page.title).toContain('Đã đăng xuất');
    await until(async () => (await stage.journal('logout.delivered')).length === 2);
    expect(receiver.heard.map(({ path }) => path).sort()).toEqual(['/hai', '/mot']);
    const claims = await verify(receiver.heard.find(({ path }) => path === '/hai')!.token, 'hai');
    expect(claims).toMatchObject({
      sub: id,
      sid: sidOf(tokens[1]!.id_token),
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    });
    for (const [i, rp] of [one, two, silent].entries()) {
      expect((await stage.refresh(rp, tokens[i]!.refresh_token)).status).toBe(400);
      expect((await stage.userinfo(tokens[i]!.access_token)).status).toBe(401);
    }
    const page = await browser.get(stage.authorizeUrl(one, 'v'), { follow: false });
    expect(page.location).toContain('/sign-in/');
  });

  test('asks first where the application cannot prove whose session it ends', async () => {
    const [mine, hers] = [await inside('xuan'), await inside('yen')];
    for (const query of ['client_id=mot', `id_token_hint=${hers.tokens[0]!.id_token}`]) {
      const question = await mine.browser.get(`${stage.issuer}/session/end?${query}`);
      expect(question.title).toMatch(/^Đăng xuất/);
      expect(question.headers.get('content-security-policy')).toContain(
        "form-action 'self' http://localhost:9", // else Chromium stops the way back
      );
      expect((await stage.userinfo(mine.tokens[0]!.access_token)).status).toBe(200);
    }
    expect((await stage.userinfo(hers.tokens[0]!.access_token)).status).toBe(200);
  });

  test('can end that application alone', async () => {
    const { browser, tokens } = await inside('binh');
    await browser.get(`${stage.issuer}/session/end?client_id=mot`);
    await browser.submit({}, 'Chỉ đăng xuất khỏi Phần mềm mot');
    expect(browser.page.title).toContain('Đã đăng xuất khỏi Phần mềm mot');
    await until(() => receiver.heard.length === 1);
    expect((await stage.refresh(one, tokens[0]!.refresh_token)).status).toBe(400);
    expect((await stage.refresh(two, tokens[1]!.refresh_token)).status).toBe(200);
  });

  test('cannot be done to a person by another site', async () => {
    const { browser, tokens } = await inside('chi');
    await browser.get(`${stage.issuer}/session/end?client_id=mot`);
    const forged = await browser.post(`${stage.issuer}/session/end/confirm`, { logout: 'yes' });
    expect(forged.status).toBe(400);
    expect((await stage.userinfo(tokens[0]!.access_token)).status).toBe(200);
  });
});

describe('an address on a private network', () => {
  test('is not called unless the configuration lists it', async () => {
    const moved = await stage.application('noi-khac', {
      backchannel_logout_uri: `${receiver.url}/noi-khac`,
    });
    const { id } = await inside('hoa');
    await stage.allow(moved, id);
    const { tokens } = await stage.tokensOf(moved, id);
    const elsewhere = receiver.url.replace('localhost', '127.0.0.2');
    await stage.app.db.sql.query({
      name: 'test-move',
      text: `UPDATE application SET metadata = metadata
               || '{"backchannel_logout_uri": "${elsewhere}/", "grant_types": ["authorization_code"]}'
             WHERE client_id = 'noi-khac'`,
    });
    // The node has heard of it once the application may not refresh any more.
    await until(
      async () => (await stage.refresh(moved, 'nonsense')).body.error === 'invalid_request',
    );
    await stage.app.oidc.sessions.endAll(id, by, 'test');
    await until(async () =>
      (await deliveries(id)).some(({ last_error }) => last_error?.includes('PRIVATE_HOSTS')),
    );
    expect((await stage.userinfo(tokens.access_token)).status).toBe(401);
    expect(receiver.heard.map(({ path }) => path)).not.toContain('/');
  });
});

describe('sessions', () => {
  test('are listed, and ended one by one or together', async () => {
    const { id, browser } = await inside('khoa');
    const other = stage.browser();
    const { tokens } = await stage.tokensOf(silent, id, other);
    const list = await stage.app.oidc.sessions.list(id);
    expect(list).toHaveLength(2);
    const first = list.find(({ clientIds }) => clientIds.length === 3)!;
    expect(first.amr).toEqual(['pwd']);
    expect([...first.clientIds].sort()).toEqual(['hai', 'im-lang', 'mot']);

    expect(await stage.app.oidc.sessions.end(id, first.id, by, 'lost phone')).toBe(true);
    expect(await stage.app.oidc.sessions.end(id, first.id, by, 'lost phone')).toBe(false);
    const page = await browser.get(stage.authorizeUrl(one, 'v'), { follow: false });
    expect(page.location).toContain('/sign-in/');
    expect((await stage.userinfo(tokens.access_token)).status).toBe(200);

    expect(await stage.app.oidc.sessions.endAll(id, by, 'suspicion')).toBe(1);
    expect((await stage.userinfo(tokens.access_token)).status).toBe(401);
    const ended = (await stage.journal('session.ended')).filter((e) => e.account_id === id);
    expect(ended.map(({ detail }) => detail)).toEqual([
      { reason: 'lost phone', sessions: 1 },
      { reason: 'suspicion', sessions: 1 },
    ]);
  });

  test('do not come back with a request that was under way', async () => {
    const { id, browser } = await inside('lan');
    const url = stage.authorizeUrl(one, 'v', { scope: 'openid profile email' });
    const page = await stage.whileWritesWait(
      () => browser.get(url, { follow: false }),
      `DELETE FROM oidc_artifact WHERE account_id = '${id}'`,
    );
    expect([page.status, page.location]).toEqual([303, url]); // read anew, with what is true now
    expect(await stage.app.oidc.sessions.list(id)).toEqual([]);
    expect((await browser.get(url, { follow: false })).location).toContain('/sign-in/');
  });
});

describe('access that is lost', () => {
  test('ends at that application, and the application is told', async () => {
    const { id, browser, tokens } = await inside('minh');
    const [grant] = await stage.app.grants.list({ accountId: id, applicationId: two.id });
    await stage.app.grants.remove(by, grant!.id);
    await until(() => receiver.heard.some(({ path }) => path === '/hai'));
    expect(receiver.heard.map(({ path }) => path)).toEqual(['/hai']);
    expect((await stage.refresh(silent, tokens[2]!.refresh_token)).status).toBe(200);
    expect((await stage.app.oidc.sessions.list(id))[0]!.clientIds).not.toContain('hai');
    const ended = (await stage.journal('session.ended')).filter((e) => e.account_id === id);
    expect(ended).toMatchObject([{ application_id: two.id, detail: { reason: 'no-grant' } }]);
    expect((await stage.enter(browser, silent, 'nobody is asked')).code).not.toBe('');
  });

  test('ends the whole session of an account that is suspended', async () => {
    const { id } = await inside('nga');
    await stage.app.accounts.suspend(by, id, { reason: 'nghỉ hưu' });
    await until(() => receiver.heard.length >= 1);
    expect(await stage.app.oidc.sessions.list(id)).toEqual([]);
  });
});

test('nodes share the queue: each logout is sent once', async () => {
  const { id } = await inside('giang');
  await stage.app.db.sql.query({
    name: 'test-queue',
    text: `INSERT INTO logout_delivery (id, application_id, account_id, sid, next_at)
             SELECT gen_random_uuid(), '${one.id}', '${id}', 's', now() - interval '1 minute' FROM generate_series(1, 30)`,
  });
  const deliver = () =>
    Promise.all([second.app, stage.app, second.app].map(({ oidc }) => oidc.logouts.deliver()));
  const other = await stage.app.db.pool.connect();
  await other.query('BEGIN; SELECT 1 FROM logout_delivery FOR UPDATE');
  await deliver(); // another node is at them: nobody waits for it
  expect(receiver.heard).toEqual([]);
  await other.query('COMMIT');
  other.release();
  await deliver();
  expect(receiver.heard).toHaveLength(30);
});

// These move the clock, and so come last.
describe('an application that cannot be reached', () => {
  test('is tried again with growing waits, until it answers', async () => {
    const { id } = await inside('dung');
    receiver.state.status = 500;
    await stage.app.oidc.sessions.endAll(id, by, 'test');
    await until(async () => (await deliveries(id)).every(({ last_error }) => last_error));
    expect(await deliveries(id)).toMatchObject([
      { state: 'queued', attempts: 1, last_error: expect.stringContaining('500') },
      { state: 'queued', attempts: 1 },
    ]);
    await job('oidc logouts').run();
    expect(receiver.heard).toHaveLength(2); // it is not yet time

    receiver.state.status = 204;
    stage.world.pass(61);
    await job('oidc logouts').run();
    expect(await deliveries(id)).toMatchObject([
      { state: 'delivered', attempts: 2 },
      { state: 'delivered', attempts: 2 },
    ]);
  });

  test('is given up after six tries, and the journal says so', async () => {
    const { id } = await inside('em');
    receiver.state.status = 500;
    await stage.app.oidc.sessions.endAll(id, by, 'test');
    for (let i = 0; i < 7; i += 1) {
      await stage.app.oidc.logouts.settle();
      stage.world.pass(3 * 3600 + 1);
      await job('oidc logouts').run();
    }
    receiver.state.status = 200;
    expect((await deliveries(id)).map(({ state, attempts }) => [state, attempts])).toEqual([
      ['failed', 6],
      ['failed', 6],
    ]);
    const failed = (await stage.journal('logout.failed')).filter((e) => e.account_id === id);
    expect(failed).toHaveLength(2);
    expect(failed[0]).toMatchObject({ detail: { attempts: 6 } });
  });
});
