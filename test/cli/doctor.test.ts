// What the doctor says of single facts; with a real database it is tried in commands.test.ts.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { createServer as createPlainServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, test } from '@jest/globals';
import { examineAddress, ofCertificate } from '../../src/cli/doctor/address.ts';
import { ofClock } from '../../src/cli/doctor/database.ts';

const servers: Server[] = [];
afterAll(() => servers.forEach((server) => server.close()));

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

describe('the clock', () => {
  const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1000);

  test.each([
    [0, 'ok'],
    [1.5, 'ok'],
    [5, 'warn'],
    [-5, 'warn'],
    [60, 'fail'],
    [-3600, 'fail'],
  ])('%d s apart is %s', (seconds, state) => {
    expect(ofClock(at(seconds), at(0), at(0)).state).toBe(state);
  });

  test('a slow answer is not taken for a wrong clock', () => {
    expect(ofClock(at(5), at(0), at(10)).state).toBe('ok');
    expect(ofClock(at(9.9), at(0), at(10)).state).toBe('ok');
  });
});

describe('a certificate', () => {
  const now = new Date('2026-11-23T00:00:00Z');
  const until = (days: number) => new Date(now.getTime() + days * 24 * 3600 * 1000).toUTCString();
  const shake = (days: number, trusted = true) =>
    ({
      certificate: { valid_to: until(days) },
      trusted,
      reason: 'SELF_SIGNED',
    }) as Parameters<typeof ofCertificate>[1];

  test.each([
    [90, true, 'ok', '90 days'],
    [10, true, 'warn', 'renew'],
    [-3, true, 'fail', 'ended 3 days ago'],
    [90, false, 'fail', 'SELF_SIGNED'],
  ])('good for %d days, trusted %s, is %s', (days, trusted, state, words) => {
    const found = ofCertificate('PUBLIC_URL', shake(days, trusted), now);
    expect([found.state, found.message]).toEqual([state, expect.stringContaining(words)]);
  });
});

describe('an address', () => {
  test('with a certificate nobody trusts fails, and says so once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
    const request = 'req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost';
    const files = ['-keyout', 'key.pem', '-out', 'cert.pem'];
    execFileSync('openssl', [...request.split(' '), ...files], { cwd: folder, stdio: 'pipe' });
    const [key, cert] = ['key.pem', 'cert.pem'].map((file) => readFileSync(join(folder, file)));
    const port = await listening(createServer({ key, cert }, (_req, res) => res.end('ok')));
    const found = await examineAddress('PUBLIC_URL', new URL(`https://localhost:${port}`), false);
    expect(found.map(({ state }) => state)).toEqual(['fail']);
    expect(found[0]!.message).toContain('not trusted');
  });

  test('answered by another program is worth a warning', async () => {
    const port = await listening(createPlainServer((_req, res) => res.writeHead(404).end('who?')));
    const [first] = await examineAddress('PUBLIC_URL', new URL(`http://localhost:${port}`), true);
    expect(first).toMatchObject({ state: 'warn', message: expect.stringContaining('status 404') });
  });

  test('where nothing listens is worth a warning: the product may not run yet', async () => {
    const [first] = await examineAddress('PUBLIC_URL', new URL('https://localhost:1'), false);
    expect(first).toMatchObject({ state: 'warn', message: expect.stringContaining('nothing') });
  });
});
