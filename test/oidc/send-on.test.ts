// Where the engine hands something over by POST, people see our page: in their language, under our
// policy, by itself with scripts and by a button without.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { launchChromium } from '../support/chromium.ts';
import { listen, startStage, urlOf, type RelyingParty, type Stage } from './stage.ts';

let stage: Stage;
let rp: RelyingParty;
let server: Server;
const heard: URLSearchParams[] = [];

beforeAll(async () => {
  stage = await startStage();
  server = await listen(
    createServer((req, res) => {
      let body = '';
      req.on('data', (chunk: Buffer) => (body += chunk.toString()));
      req.on('end', () => {
        if (req.method === 'POST') heard.push(new URLSearchParams(body));
        res.end('arrived');
      });
    }),
  );
  rp = await stage.application('form', { redirect_uris: [`${urlOf(server)}/callback`] });
  rp.redirectUri = `${urlOf(server)}/callback`;
});
afterAll(async () => {
  server.close();
  await stage.end();
});

async function allowed(username: string): Promise<string> {
  const { id } = await stage.person(username);
  await stage.allow(rp, id);
  return id;
}

const policyOf = (headers: Headers) => headers.get('content-security-policy');

describe('an answer in response mode form_post', () => {
  test('is a page of ours that a button sends on', async () => {
    const browser = stage.browser();
    const more = { response_mode: 'form_post', state: `a"b'<c>&amp;` };
    const { page } = await stage.enter(browser, rp, await allowed('an'), more);
    expect(page.title).toContain('Đang chuyển tiếp');
    expect(page.text).toContain('<html lang="vi"');
    expect(page.text).not.toContain('Submitting');
    expect(policyOf(page.headers)).toContain("script-src 'self';");
    expect(policyOf(page.headers)).toContain(`form-action 'self' ${urlOf(server)}`);
    heard.length = 0;
    const arrived = await browser.submit({}, 'Tiếp tục');
    expect(arrived.text).toBe('arrived');
    expect(heard[0]!.get('state')).toBe(more.state);
    expect(heard[0]!.get('code')).toMatch(/^[\w-]{20,}$/);
  });

  test('goes on by itself in a browser with scripts', async () => {
    const verifier = 'v'.repeat(43);
    const address = stage.authorizeUrl(rp, verifier, {
      response_mode: 'form_post',
      prompt: 'none',
    });
    heard.length = 0;
    const chromium = await launchChromium();
    const page = await chromium.newPage();
    await page.goto(address);
    await page.getByText('arrived').waitFor();
    expect(heard[0]!.get('error')).toBe('login_required');
    await chromium.close();
  });
});

describe('another person who signs in at the same browser', () => {
  test('is taken on by a page of ours, which ends the session before', async () => {
    const [first, second] = [await allowed('binh'), await allowed('chi')];
    const browser = stage.browser();
    const { tokens } = await stage.tokensOf(rp, first, browser);
    const { page } = await stage.enter(browser, rp, second, { prompt: 'login' });
    expect(page.title).toContain('Đang chuyển tiếp');
    expect(policyOf(page.headers)).toContain(urlOf(server)); // the way on leads there
    await browser.submit({}, 'Tiếp tục');
    expect(browser.page.url).toContain(`${urlOf(server)}/callback?code=`);
    expect((await stage.userinfo(tokens.access_token)).status).toBe(401);
    expect(await stage.journal('sign-out')).toMatchObject([{ account_id: first }]);
  });
});
