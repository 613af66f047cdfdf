// A directory of two servers goes away while people work, and comes back: who gets in, by what, and
// what is written of it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { acr } from '../../src/oidc/claims.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { atConsole } from '../console/desk.ts';

import { createBrowser } from '../support/browser.ts';
import { replace } from '../support/ldif-changes.ts';
import { personDn, personPassword } from '../support/organization.ts';
import { authorizeUrl, follow, goodPassword } from '../support/people.ts';
import { until } from '../support/until.ts';
import { crowd, startOutageStage, type OutageStage } from './outage-stage.ts';

const hour = 3600;
const outageSentence = 'đang mất liên lạc với dịch vụ thư mục';
let stage: OutageStage;
let signIn: OutageStage['signIn'];
let verifierOf: OutageStage['verifierOf'];
let goodSignIn: OutageStage['goodSignIn'];
let journal: OutageStage['journal'];
let servers: OutageStage['servers'];
let world: OutageStage['world'];

beforeAll(async () => {
  stage = await startOutageStage();
  ({ signIn, verifierOf, goodSignIn, journal, servers, world } = stage);
}, 60_000);
afterAll(() => stage.end());

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
    await stage.down();
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
    const entries = await journal('sign-in.succeeded', await stage.idOf('an'));
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
    expect(statuses.filter((status) => status === 503)).toHaveLength(3);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
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
    const start = await stage.console.get('/');
    expect(start.text).toContain('Mất liên lạc với mọi máy chủ của Thư mục tỉnh');
    expect(start.text).toMatch(/\d lượt đăng nhập hôm nay bằng bản xác nhận dự phòng/);
    const list = await stage.console.get('/directory');
    expect(list.text).toContain('Mất liên lạc');
    expect(list.text).toContain('Liên lạc tốt'); // the other source
    const source = await stage.console.get(`/directory/${stage.sourceId}`);
    for (const { url } of servers) expect(source.text).toContain(url);
    expect(source.text).toContain('Không kết nối được.');
    expect(source.text).toContain('trong 12 giờ');
  });

  test('who is suspended meanwhile does not get in', async () => {
    await world.app.accounts.suspend(by, await stage.idOf('giang'), { reason: 'Kiểm tra' });
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
    expect(await stage.countVerifiers()).toBe(0);
  });
});

describe('when it is back', () => {
  beforeAll(() => stage.back());

  test('the directory decides again, and it is in the journal', async () => {
    await goodSignIn('an');
    expect((await journal('sign-in.succeeded', await stage.idOf('an'))).at(-1)).toEqual({
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
    await stage.verifierGone('an');
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
    await stage.policy('refuse');
    expect(await verifierOf('dung')).toBeNull();
    expect((await signIn('binh')).text).toContain('Xin chào');
    expect(await stage.countVerifiers()).toBe(0);
    await stage.down();
    expect((await signIn('dung')).status).toBe(503);
    await stage.back();
  });
});
