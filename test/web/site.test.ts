import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { request } from 'node:http';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.end());

/** fetch cannot lie about the host; node:http can. */
function statusWithHost(host: string): Promise<number | undefined> {
  const { hostname, port } = new URL(world.publicUrl);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path: '/', headers: { host } }, (res) => {
      res.resume();
      resolve(res.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

/** fetch mends an address before it asks, and asks for a whole answer. */
function rawGet(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number | undefined; text: string }> {
  const { host, hostname, port } = new URL(world.publicUrl);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers: { ...headers, host } }, (res) => {
      let text = '';
      res.on('data', (chunk: Buffer) => (text += chunk.toString()));
      res.on('end', () => resolve({ status: res.statusCode, text }));
    })
      .on('error', reject)
      .end();
  });
}

describe('the public site', () => {
  test('answers health checks', async () => {
    for (const path of ['/health/live', '/health/ready'])
      expect((await fetch(world.publicUrl + path)).status).toBe(200);
  });

  test('lets browsers keep what every page needs, and nothing else', async () => {
    for (const name of ['motchia.css', 'htmx.js']) {
      const file = await fetch(`${world.publicUrl}/assets/${name}`);
      expect(file.headers.get('cache-control')).toBe('no-cache');
      const etag = file.headers.get('etag')!;
      const again = await rawGet(`/assets/${name}`, { 'if-none-match': etag });
      expect(again).toEqual({ status: 304, text: '' });
    }
    const page = await fetch(`${world.publicUrl}/notice`);
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  test('refuses a host that is not its own', async () => {
    expect(await statusWithHost('evil.example')).toBe(421);
  });

  test('refuses a form from another origin', async () => {
    const answer = await fetch(`${world.publicUrl}/anything`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
      body: new URLSearchParams({ a: 'b' }),
    });
    expect(answer.status).toBe(403);
  });

  test('refuses a body over the limit', async () => {
    const answer = await fetch(`${world.publicUrl}/anything`, {
      method: 'POST',
      body: new URLSearchParams({ a: 'x'.repeat(70_000) }),
    });
    expect(answer.status).toBe(413);
  });

  test('speaks the language it is asked for, and Vietnamese where it is asked for none', async () => {
    expect(await (await fetch(`${world.publicUrl}/none`)).text()).toContain('Không có trang này');
    expect(await (await fetch(`${world.publicUrl}/none?lang=en`)).text()).toContain('no such page');
  });

  test('stays on this site where an address looks like another, and serves addresses that are none', async () => {
    for (const path of [
      '//evil.example/x',
      '//a//evil.example/',
      '/\\\\evil.example',
      '//[',
      '//a:99999/',
    ]) {
      const { status, text } = await rawGet(path);
      expect({ path, status }).toEqual({ path, status: 404 });
      expect(text).toContain('class="language"');
      expect(text).not.toMatch(/href="[^"]?[/\\]{2}/);
      expect(text).not.toContain('node_modules');
    }
    const { text } = await rawGet('/none?a=1%26b&c=?d');
    expect(text).toContain('href="/none?a=1%26b&amp;c=%3Fd&amp;lang=en"');
  });

  test('gives programs problem details', async () => {
    const answer = await fetch(`${world.publicUrl}/none`, {
      headers: { accept: 'application/json' },
    });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 404, code: 'request.not-found' });
  });
});
