// A product with a person, an application they may use and one they may not, and a door that signs in
// whoever it is told to: what these tests are about lies behind the sign-in page.
import { createHash, randomBytes } from 'node:crypto';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { App } from '../../src/app.ts';
import type { ApplicationDefinition } from '../../src/applications/definition.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { createBrowser, type Browser } from '../support/browser.ts';
import { startWorld, type World } from '../support/world.ts';

export { by };

export type Tokens = {
  access_token: string;
  refresh_token: string;
  id_token: string;
  error?: string;
};
export type Answer = { status: number; body: Tokens & Record<string, unknown> };
export type RelyingParty = { id: string; clientId: string; secret: string; redirectUri: string };

/** Another node of the same installation. */
export async function startSecondNode({ world }: Stage) {
  const { config } = world.app;
  const second = await startWorld({
    DATABASE_URL: config.database.url,
    PUBLIC_URL: world.publicUrl,
    CONSOLE_URL: world.consoleUrl,
  });
  const { port } = second.app.config.listen;
  return { app: second.app, issuer: `http://localhost:${port}/oidc`, end: () => second.end() };
}

/** Signs in the account named in the address. @returns where the browser goes with an interaction. */
async function startDoor(app: App): Promise<{ url: string; close: () => void }> {
  const door = express().get('/sign-in/:uid', async (req, res) => {
    const asked = await app.oidc.interaction(req, res);
    if (!asked) return void res.status(410).send('gone');
    if (asked.prompt.name !== 'login')
      return void res.status(403).json({ ...asked, application: asked.application.clientId });
    const accountId = String(req.query['account']);
    await app.oidc.finish(req, res, { login: { accountId, amr: ['pwd'] } });
  });
  const server = await listen(createServer(door));
  return { url: urlOf(server), close: () => server.close() };
}

export function listen(server: Server): Promise<Server> {
  return new Promise((done) => void server.listen(0, '127.0.0.1', () => done(server)));
}
export const urlOf = (server: Server) =>
  `http://localhost:${(server.address() as AddressInfo).port}`;

const newVerifier = () => randomBytes(32).toString('base64url');
const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

export async function startStage(environment: Record<string, string> = {}) {
  const world = await startWorld(environment);
  return { ...(await furnish(world)), world };
}

export type Stage = Awaited<ReturnType<typeof startStage>>;

async function furnish(world: World) {
  const { app, publicUrl } = world;
  const issuer = `${publicUrl}/oidc`;
  const door = await startDoor(app);

  const person = (username: string) =>
    app.accounts.createLocal(by, {
      username,
      fullName: `Nguyễn Văn ${username}`,
      kind: 'official',
      mail: `${username}@example.gov.vn`,
    });

  async function application(
    clientId: string,
    more: Partial<ApplicationDefinition> = {},
  ): Promise<RelyingParty> {
    const redirectUri = `http://localhost:9/${clientId}/callback`;
    const { application: made, secret } = await app.applications.apply(by, {
      client_id: clientId,
      name: `Phần mềm ${clientId}`,
      class: 'shared',
      contact: 'Phòng Công nghệ thông tin',
      state: 'active',
      redirect_uris: [redirectUri],
      post_logout_redirect_uris: [`http://localhost:9/${clientId}/`],
      grant_types: ['authorization_code', 'refresh_token'],
      scope: 'openid profile email org offline_access',
      ...more,
    });
    return { id: made.id, clientId, secret: secret ?? '', redirectUri };
  }

  const allow = (rp: RelyingParty, accountId: string) =>
    app.grants.add(by, {
      applicationId: rp.id,
      effect: 'allow',
      subject: { type: 'account', id: accountId },
    });

  function authorizeUrl(rp: RelyingParty, verifier: string, more: Record<string, string> = {}) {
    return `${issuer}/auth?${new URLSearchParams({
      client_id: rp.clientId,
      response_type: 'code',
      redirect_uri: rp.redirectUri,
      scope: 'openid profile',
      code_challenge: challengeOf(verifier),
      code_challenge_method: 'S256',
      state: 'xyz',
      nonce: 'n',
      ...more,
    })}`;
  }

  /** Follows redirects inside the product; stops where an application or a page is reached. */
  async function follow(browser: Browser, target: string, accountId: string) {
    let page = await browser.get(target, { follow: false });
    while (page.location) {
      const to = new URL(page.location);
      if (to.origin !== publicUrl || to.pathname === '/callback') break;
      if (to.pathname.startsWith('/sign-in/'))
        page = await browser.get(`${door.url}${to.pathname}?account=${accountId}`, {
          follow: false,
        });
      else page = await browser.get(to.href, { follow: false });
    }
    return page;
  }

  /** Goes through authorize as that person. @returns the parameters the application receives. */
  async function enter(
    browser: Browser,
    rp: RelyingParty,
    accountId: string,
    more: Record<string, string> = {},
  ) {
    const verifier = newVerifier();
    const page = await follow(browser, authorizeUrl(rp, verifier, more), accountId);
    const params = new URL(page.location ?? 'about:blank').searchParams;
    return { verifier, page, code: params.get('code') ?? '', error: params.get('error'), params };
  }

  /** `base` is where a node really listens; each takes itself for the one public address. */
  async function post(
    path: string,
    fields: Record<string, string>,
    rp?: RelyingParty,
    base = issuer,
  ): Promise<Answer> {
    const headers = { ...(rp && { authorization: basic(rp) }), accept: 'application/json' };
    return ask(base + path, publicUrl, headers, new URLSearchParams(fields).toString());
  }

  const redeem = (
    rp: RelyingParty,
    { code, verifier }: { code: string; verifier: string },
    base = issuer,
  ): Promise<Answer> =>
    post(
      '/token',
      {
        grant_type: 'authorization_code',
        code,
        code_verifier: verifier,
        redirect_uri: rp.redirectUri,
      },
      rp,
      base,
    );

  const refresh = (rp: RelyingParty, token: string, base = issuer): Promise<Answer> =>
    post('/token', { grant_type: 'refresh_token', refresh_token: token }, rp, base);

  const introspect = async (rp: RelyingParty, token: string, base = issuer) =>
    (await post('/token/introspection', { token }, rp, base)).body;

  const userinfo = (token: string, base = issuer): Promise<Answer> =>
    ask(`${base}/me`, publicUrl, { authorization: `Bearer ${token}`, accept: 'application/json' });

  /** Runs `deed` while the engine can read but not commit; `meanwhile` is committed before it. */
  async function whileWritesWait<T>(deed: () => Promise<T>, meanwhile = 'SELECT 1'): Promise<T> {
    const client = await app.db.pool.connect();
    await client.query('BEGIN; LOCK TABLE oidc_artifact IN SHARE ROW EXCLUSIVE MODE');
    const running = deed();
    await new Promise((done) => setTimeout(done, 300));
    await client.query(meanwhile);
    await client.query('COMMIT');
    client.release();
    return running;
  }

  const get = (address: string): Promise<Answer> =>
    ask(address, publicUrl, { accept: 'application/json' });

  /** A person inside an application. */
  async function tokensOf(rp: RelyingParty, accountId: string, browser = createBrowser(publicUrl)) {
    const entered = await enter(browser, rp, accountId);
    return { browser, tokens: (await redeem(rp, entered)).body };
  }

  type Entry = { event: string; account_id: string; application_id: string; detail: object };
  const journal = (event: string) =>
    app.db.sql.query<Entry>(
      { name: 'test-journal', text: 'SELECT * FROM journal WHERE event = $1 ORDER BY id' },
      [event],
    );

  return {
    app,
    publicUrl,
    issuer,
    person,
    application,
    allow,
    authorizeUrl,
    follow,
    enter,
    post,
    get,
    whileWritesWait,
    redeem,
    refresh,
    introspect,
    userinfo,
    tokensOf,
    journal,
    browser: () => createBrowser(publicUrl),
    end: async () => {
      door.close();
      await world.end();
    },
  };
}

/** fetch() would not let us say another host than the address. */
function ask(
  address: string,
  publicUrl: string,
  headers: Record<string, string>,
  body?: string,
): Promise<Answer> {
  const form = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
  const options = { headers: { ...headers, ...form, host: new URL(publicUrl).host } };
  return new Promise((done, fail) => {
    request(address, { ...options, method: body === undefined ? 'GET' : 'POST' }, (res) => {
      let text = '';
      res.on('data', (chunk: Buffer) => (text += chunk.toString()));
      res.on('end', () => {
        const json = text.startsWith('{') ? (JSON.parse(text) as Answer['body']) : {};
        done({ status: res.statusCode ?? 0, body: json as Answer['body'] });
      });
    })
      .on('error', fail)
      .end(body);
  });
}

const basic = ({ clientId, secret }: RelyingParty) =>
  `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64')}`;
