// What a relying application, its browser and its servers ask, as the load generator does it. Every
// answer is read and judged: an operation that is quick because it fails is none.
import { createHash, randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { scope, type Client, type Clients } from './clients.ts';

/** `people` are login names, all with the same password. */
export type Target = { issuer: string; clients: Clients; people: string[]; password: string };
export type Operations = ReturnType<typeof createOperations>;

type Answer = { status: number; location: string | undefined; cookies: string[]; text: string };
type Session = { cookies: Map<string, string>; refreshToken: string; accessToken: string };

const basic = ({ clientId, secret }: Client) =>
  `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`;

/** How many sign-ins one round makes; what follows them uses their sessions in turn. */
export const sessionsKept = 64;

export function createOperations(target: Target, connections: number) {
  const { issuer, clients, people, password } = target;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { origin } = new URL(issuer);
  const sessions: Session[] = [];
  const counts = { signIn: 0, sso: 0, refresh: 0, introspect: 0, userinfo: 0 };

  function ask(
    address: string,
    headers: Record<string, string>,
    form?: Record<string, string>,
  ): Promise<Answer> {
    const body = form && new URLSearchParams(form).toString();
    const type = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const options = { agent, headers: { accept: '*/*', ...headers, ...type, ...length } };
    return new Promise((done, fail) => {
      request(address, { ...options, method: body === undefined ? 'GET' : 'POST' }, (res) => {
        let text = '';
        res.setEncoding('utf8');
        res.on('data', (chunk: string) => (text += chunk));
        res.on('error', fail);
        res.on('end', () =>
          done({
            status: res.statusCode ?? 0,
            location: res.headers.location,
            cookies: res.headers['set-cookie'] ?? [],
            text,
          }),
        );
      })
        .on('error', fail)
        .end(body);
    });
  }

  async function json(expected: string, asked: Promise<Answer>): Promise<Record<string, unknown>> {
    const { status, text } = await asked;
    const body = JSON.parse(text) as Record<string, unknown>;
    if (status !== 200 || body[expected] === undefined) throw new Error(`${status}: ${text}`);
    return body;
  }

  /** As a browser would, with its cookies. */
  async function browse(
    cookies: Session['cookies'],
    address: string,
    form?: Record<string, string>,
  ): Promise<Answer> {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const answer = await ask(address, { accept: 'text/html', cookie, origin }, form);
    for (const line of answer.cookies) {
      const [name = '', value = ''] = line.split(';')[0]!.split('=');
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  }

  /** Through authorize to the code, signing in where the server asks, then the code for tokens. */
  async function enter(cookies: Session['cookies'], client: Client, login?: string) {
    const verifier = randomBytes(32).toString('base64url');
    const query = {
      client_id: client.clientId,
      response_type: 'code',
      redirect_uri: client.redirectUri,
      scope,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      state: 'state',
      nonce: 'nonce',
    };
    let address = `${issuer}/auth?${new URLSearchParams(query).toString()}`;
    while (!address.startsWith(client.redirectUri)) {
      let answer = await browse(cookies, address);
      if (answer.status === 200 && login !== undefined)
        answer = await browse(cookies, address, { login, password });
      if (answer.location === undefined) throw new Error(`${answer.status}: ${answer.text}`);
      address = new URL(answer.location, address).href;
    }
    return json(
      'id_token',
      ask(
        `${issuer}/token`,
        { authorization: basic(client) },
        {
          grant_type: 'authorization_code',
          code: new URL(address).searchParams.get('code') ?? '',
          code_verifier: verifier,
          redirect_uri: client.redirectUri,
        },
      ),
    );
  }

  const sessionAt = (i: number) => sessions[i % sessions.length]!;

  return {
    async 'sign-in'() {
      const i = counts.signIn++;
      const cookies = new Map<string, string>();
      const tokens = await enter(cookies, clients.first, people[i % people.length]);
      sessions[i % sessionsKept] = {
        cookies,
        refreshToken: String(tokens['refresh_token']),
        accessToken: String(tokens['access_token']),
      };
    },
    /** Each session into each of the further applications, once. */
    async 'single sign-on'() {
      const i = counts.sso++;
      const client = clients.further[Math.floor(i / sessionsKept) % clients.further.length]!;
      await enter(sessionAt(i).cookies, client);
    },
    async refresh() {
      const session = sessionAt(counts.refresh++);
      const tokens = await json(
        'refresh_token',
        ask(
          `${issuer}/token`,
          { authorization: basic(clients.first) },
          {
            grant_type: 'refresh_token',
            refresh_token: session.refreshToken,
          },
        ),
      );
      session.refreshToken = String(tokens['refresh_token']);
      session.accessToken = String(tokens['access_token']);
    },
    async 'client credentials'() {
      const headers = { authorization: basic(clients.machine) };
      const form = { grant_type: 'client_credentials' };
      await json('access_token', ask(`${issuer}/token`, headers, form));
    },
    async introspection() {
      const { accessToken: token } = sessionAt(counts.introspect++);
      const headers = { authorization: basic(clients.machine) };
      const asked = ask(`${issuer}/token/introspection`, headers, { token });
      if ((await json('active', asked))['active'] !== true) throw new Error('not active');
    },
    async userinfo() {
      const { accessToken } = sessionAt(counts.userinfo++);
      await json('sub', ask(`${issuer}/me`, { authorization: `Bearer ${accessToken}` }));
    },
    async discovery() {
      await json('issuer', ask(`${issuer}/.well-known/openid-configuration`, {}));
    },
    async jwks() {
      await json('keys', ask(`${issuer}/jwks`, {}));
    },
  };
}
