// Sign-ins that are begun and never finished: bounded for each address, generously for an office.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startStage, type RelyingParty, type Stage } from '../oidc/stage.ts';
import { createBrowser } from '../support/browser.ts';

let stage: Stage;
let rp: RelyingParty;
beforeAll(async () => {
  stage = await startStage({ TRUSTED_PROXIES: '127.0.0.1,::1', SIGN_INS_PER_MINUTE: '12' });
  rp = await stage.application('mot');
});
afterAll(() => stage.end());

const at = (address: string) => createBrowser(stage.publicUrl, { 'x-forwarded-for': address });

/** Begins that many sign-ins, each in a browser of its own; gives how each was answered. */
async function begin(address: string, times: number): Promise<number[]> {
  const statuses = [];
  for (let i = 0; i < times; i += 1)
    statuses.push((await at(address).get(stage.authorizeUrl(rp, 'v'), { follow: false })).status);
  return statuses;
}

const begun = async () =>
  (await stage.app.db.pool.query(`SELECT 1 FROM oidc_artifact WHERE model = 'Interaction'`))
    .rowCount;

test('strangers who sign out, or ask without a page, leave nothing in the database', async () => {
  const kept = async () => (await stage.app.db.pool.query('SELECT 1 FROM oidc_artifact')).rowCount;
  const before = await kept();
  const addresses = [
    `${stage.issuer}/session/end`,
    `${stage.issuer}/session/end?client_id=mot`,
    `${stage.authorizeUrl(rp, 'v')}&prompt=none`,
  ];
  for (const address of addresses) {
    const page = await stage.browser().get(address, { follow: false });
    expect(page.status).toBe(303);
    expect(page.headers.get('set-cookie')).toBeNull();
  }
  expect(await kept()).toBe(before);
});

describe('an address', () => {
  test('may begin a morning’s worth at once, then is told when to come again', async () => {
    expect(new Set(await begin('10.1.1.7', 60))).toEqual(new Set([303]));
    const before = await begun();
    const refused = await at('10.1.1.7').get(stage.authorizeUrl(rp, 'v'), { follow: false });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toMatch(/^[1-5]$/);
    expect(refused.text).toContain('Có quá nhiều yêu cầu cùng lúc. Hãy thử lại sau');
    expect(await begun()).toBe(before);
    expect(await begin('10.1.1.8', 1)).toEqual([303]); // others are not meant
    stage.world.pass(10);
    expect(await begin('10.1.1.7', 3)).toEqual([303, 303, 429]);
  });

  test('pays nothing for who is signed in, nor for what leaves nothing behind', async () => {
    const { id } = await stage.person('an');
    await stage.allow(rp, id);
    const browser = createBrowser(stage.publicUrl, { 'x-forwarded-for': '10.1.2.1' });
    await stage.enter(browser, rp, id);
    for (let i = 0; i < 70; i += 1) {
      const page = await browser.get(stage.authorizeUrl(rp, 'v'), { follow: false });
      expect(page.location).toContain('code=');
    }
    expect(await begin('10.1.2.1', 1)).toEqual([303]);
  });

  test('of IPv6 is the network of one subscriber', async () => {
    await begin('2001:db8:1:2::1', 60);
    expect(await begin('2001:db8:1:2:ffff::9', 1)).toEqual([429]);
    expect(await begin('2001:db8:1:3::1', 1)).toEqual([303]);
  });
});
