// Light, dark or as the device: chosen with a form, remembered, drawn by the server.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createBrowser } from '../support/browser.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.end());

test('a choice at the foot of any page holds for every page of the site, and comes back to where it was made', async () => {
  const browser = createBrowser(world.publicUrl);
  const first = await browser.get('/notice?a=1');
  expect(first.text).toContain('data-theme="device"');
  const dark = await browser.submit({ theme: 'dark' }, 'dark');
  expect(dark.url).toBe(`${world.publicUrl}/notice?a=1`);
  expect(dark.text).toContain('data-theme="dark"');
  expect(dark.text).toMatch(/value="dark"\s+aria-pressed="true"/);
  expect((await browser.get('/')).text).toContain('data-theme="dark"'); // the sign-in page too
  await browser.submit({ theme: 'device' }, 'device');
  expect(browser.page.text).toContain('content="light dark"');
});

test('it leads nowhere else, takes no other word, and no other site may choose', async () => {
  const browser = createBrowser(world.publicUrl);
  await browser.get('/notice');
  const away = { theme: 'light', return_to: '//evil.example' };
  expect((await browser.post('/theme', away)).url).toMatch(new RegExp(`^${world.publicUrl}/`));
  await browser.post('/theme', { theme: '"><script>', return_to: '/notice' });
  expect(browser.page.text).toContain('data-theme="light"');
  const headers = { origin: 'https://evil.example' };
  expect((await browser.post('/theme', { theme: 'dark' }, { headers })).status).toBe(403);
  browser.setCookie('motchia_theme="><script>; Path=/');
  expect((await browser.get('/notice')).text).toContain('data-theme="device"');
});
