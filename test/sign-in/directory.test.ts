import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandLine as by } from '../../src/journal/actor.ts';
import { createBrowser, type Page } from '../support/browser.ts';
import { person, personPassword, root, suffix, unit } from '../support/organization.ts';
import { startSlapd, type Slapd } from '../support/slapd.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let slapd: Slapd;

beforeAll(async () => {
  const ldif = [
    root,
    unit('skhcn', 'Sở Khoa học và Công nghệ', 'H01.14'),
    person('nvan.skhcn', 'skhcn', 'Nguyễn Văn An'),
    person('ltbinh.skhcn', 'skhcn', 'Lê Thị Bình'),
  ].join('\n');
  slapd = await startSlapd({ ldif });
  world = await startWorld();
  const source = await world.app.sources.save(by, {
    name: 'Thư mục tỉnh',
    everyMinutes: 0,
    settings: {
      urls: [slapd.url],
      security: 'startTls',
      ca: slapd.ca,
      bindDn: slapd.adminDn,
      bases: { people: `ou=units,${suffix}`, groups: `ou=groups,${suffix}` },
    },
    password: slapd.adminPassword,
  });
  await world.app.sync.run(by, source.id, { dryRun: false });
});
afterAll(async () => {
  await world.end();
  await slapd.end();
});

async function signIn(login: string, password: string): Promise<Page> {
  const browser = createBrowser(world.publicUrl);
  await browser.get('/');
  return browser.submit({ login, password });
}

describe('people of a directory', () => {
  test('sign in with the password they have there, by user name and by mail', async () => {
    for (const login of ['nvan.skhcn', 'NVAN.SKHCN@angiang.gov.vn']) {
      const browser = createBrowser(world.publicUrl);
      await browser.get('/');
      const page = await browser.submit({ login, password: personPassword });
      expect(page.url).toBe(`${world.publicUrl}/`);
      expect(page.text).toContain('Xin chào, Nguyễn Văn An');
      const account = await browser.get('/account');
      expect(account.text).toContain('Sở Khoa học và Công nghệ');
      expect(account.text).toContain('từ thư mục');
    }
  });

  test('are refused with a wrong one as strangers are, neither of them sooner than the time that hides the difference', async () => {
    const times: number[] = [];
    const pages: Page[] = [];
    for (const login of ['ltbinh.skhcn', 'khong.coai1']) {
      const began = performance.now();
      pages.push(await signIn(login, 'Sai mật khẩu 1!'));
      times.push(performance.now() - began);
    }
    expect(pages.map(({ status }) => status)).toEqual([422, 422]);
    // A busy machine makes either slower; the distributions are compared by `npm run bench:timing`.
    for (const time of times) expect(time).toBeGreaterThan(690);
  });

  test('never reach the directory without a password', async () => {
    const page = await signIn('ltbinh.skhcn', '');
    expect(page.status).toBe(422);
    expect(page.text).toContain('Chưa nhập mật khẩu');
  });
});
