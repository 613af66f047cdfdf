import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Router, type RequestHandler, type Response } from 'express';
import { createGuard } from '../../src/console/guard.ts';
import { newId } from '../../src/core/random.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { createSite } from '../../src/web/site.ts';
import { freePort } from '../support/ports.ts';
import { addPerson } from '../support/people.ts';
import { addAdministrator, atConsole, filled, routesOf, startDesk, type Desk } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.world.end());

const routes = () => routesOf(desk.world.app.consoleRooms);

/** Asks without following, as a browser on the console's own pages would. */
function ask(method: string, path: string, headers: Record<string, string> = {}) {
  return fetch(desk.world.consoleUrl + path, {
    method,
    redirect: 'manual',
    headers: { origin: desk.world.consoleUrl, ...headers },
    ...(method === 'POST' && { body: new URLSearchParams({}) }),
  });
}

describe('the guard of the console', () => {
  test('knows more than forty routes', () => {
    expect(routes().length).toBeGreaterThan(40);
  });

  test('sends strangers to sign in, from every page and every form', async () => {
    for (const { method, path } of routes()) {
      const answer = await ask(method, filled(path, newId()));
      const where = `${method} ${path}`;
      if (method === 'GET') {
        expect([where, answer.status]).toEqual([where, 303]);
        expect(answer.headers.get('location')).toMatch(/^\/login/);
      } else expect([where, answer.status]).toEqual([where, 401]);
    }
  });

  test('answers 403 to whoever is signed in but no administrator, on every route', async () => {
    const account = { id: newId(), fullName: 'Lê Văn Thường', kind: 'official' };
    const entryOf = (_res: Response) => ({ account, decision: { allowed: true } });
    const site = await serve(createGuard({ entryOf }), desk.world.app.consoleRooms);
    for (const { method, path } of routes()) {
      const answer = await fetch(site.url + filled(path, newId()), {
        method,
        headers: { origin: site.url },
        ...(method === 'POST' && { body: new URLSearchParams({}) }),
      });
      expect([method, path, answer.status]).toEqual([method, path, 403]);
      expect(await answer.text()).toContain('Lê Văn Thường');
    }
    await site.close();
  });

  test('refuses a kind administrator whom no rule lets in', async () => {
    const account = { id: newId(), fullName: 'Lê Văn Thường', kind: 'administrator' };
    const entryOf = (_res: Response) => ({ account, decision: { allowed: false } });
    const site = await serve(createGuard({ entryOf }), Router());
    expect((await fetch(site.url)).status).toBe(403);
    await site.close();
  });

  test('an official who signs in is refused with the reason and never sees the console', async () => {
    await addPerson(desk.world.app, 'thuong');
    const browser = await atConsole(desk.world, 'thuong');
    expect(browser.page.text).not.toContain('Tổng quan');
    const answer = await browser.get(`${desk.world.consoleUrl}/people`, { follow: false });
    expect(answer.status).toBe(303);
  });

  test('an administrator who is suspended is out at the next request', async () => {
    const second = await addAdministrator(desk.world, 'quantri2');
    const browser = await atConsole(desk.world, 'quantri2');
    expect(browser.page.title).toContain('Tổng quan');
    await desk.world.app.accounts.suspend(by, second.id, { reason: 'thử' });
    expect((await browser.get('/people', { follow: false })).status).toBe(303);
  });

  test('refuses forms that another site sends with the administrator’s cookies', async () => {
    const { browser, administrator, world } = desk;
    const answer = await browser.post(
      `/people/${administrator.id}/suspend`,
      { reason: 'x' },
      {
        headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      },
    );
    expect(answer.status).toBe(403);
    expect((await world.app.accounts.find(administrator.id))?.state).toBe('active');
  });
});

describe('whatever is typed into the address', () => {
  test('ids that are none give 404 on every page', async () => {
    for (const { path } of routes().filter((r) => r.method === 'GET' && r.path.includes(':'))) {
      for (const id of ['1', "'; drop table account", '%00', newId()]) {
        const { status } = await desk.browser.get(filled(path, encodeURIComponent(id)));
        expect([path, id, status < 500]).toEqual([path, id, true]);
        if (!/^\/(catalogs|journal|positions)/.test(path))
          expect([path, id, status]).toEqual([path, id, 404]);
      }
    }
  });

  test('forms for things that are not there give a 4xx and change nothing', async () => {
    for (const { path } of routes().filter((r) => r.method === 'POST' && r.path.includes(':'))) {
      for (const id of ['1', newId()]) {
        const { status } = await desk.browser.post(filled(path, id), { reason: 'x', a: '1' });
        expect([path, status >= 400 && status < 500]).toEqual([path, true]);
      }
      // a field twice: nobody's form does that
      const { status } = await desk.browser.post(filled(path, newId()), 'reason=a&reason=b');
      expect([path, status >= 400 && status < 500]).toEqual([path, true]);
    }
  });

  test.each([
    '/people?state=nonsense',
    '/people?kind=x',
    '/people?unit=1',
    '/people?text=a&text=b',
    `/people?text=${'x'.repeat(101)}`,
    '/people?after=' + 'x'.repeat(700),
    '/groups?text=a&text=b',
    '/units?after=' + 'x'.repeat(700),
    '/applications?state=x',
    '/journal?after=-1',
    '/journal?after=1e9',
    '/journal?after=9999999999999999999',
    '/journal?event=no.such',
    '/journal?application=x',
    '/grants/new',
    '/directory/new?preset=x',
  ])('%s is a 400', async (path) => {
    expect((await desk.browser.get(path)).status).toBe(400);
  });

  test('a rule for something that is not there is a 404', async () => {
    expect((await desk.browser.get('/grants/new?application=x')).status).toBe(404);
  });

  test.each(['/people?after=no-cursor', '/groups?after=%27', '/people?text=%25_%5C', '/journal/0'])(
    '%s is answered without an error of ours',
    async (path) => {
      expect((await desk.browser.get(path)).status).toBeLessThan(500);
    },
  );

  test('what a page did is told by a code of ours, never by words from the address', async () => {
    const { text } = await desk.browser.get('/people?done=Anh%20%C4%91%C3%A3%20tr%C3%BAng');
    expect(text).not.toContain('trúng');
    expect((await desk.browser.get('/people?done=saved')).text).toContain('Đã lưu.');
  });
});

async function serve(guard: RequestHandler, rooms: Router) {
  const port = await freePort();
  const url = new URL(`http://localhost:${port}`);
  const inner = Router().use(guard, rooms);
  const site = createSite({
    url,
    trustedProxies: [],
    demo: false,
    settings: desk.world.app.settings.current,
    logger: desk.world.app.logger,
    ready: () => Promise.resolve(),
    pages: [{ path: '/', handler: inner }],
  });
  const server = await new Promise<ReturnType<typeof site.listen>>((resolve) => {
    const listening = site.listen(port, '127.0.0.1', () => resolve(listening));
  });
  return {
    url: url.origin,
    close: () => new Promise((done) => server.close(done)),
  };
}
