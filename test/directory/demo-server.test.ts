// The demo's own directory: read by slapd's command line, and by a synchronisation.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  startDirectoryServer,
  type DirectoryServer,
} from '../../src/demo/directory-server/directory-server.ts';
import { parseLdif } from '../../src/demo/directory-server/ldif.ts';
import { system } from '../../src/journal/actor.ts';
import { startVerbs } from '../support/directory-world.ts';
import { serviceDn, suffix } from '../support/organization.ts';

const password = 'Demo-Motchia-2026!';
const ldif = readFileSync('src/demo/organization.ldif', 'utf8');
let server: DirectoryServer;
let verbs: Awaited<ReturnType<typeof startVerbs>>;

beforeAll(async () => {
  server = await startDirectoryServer({ port: 0, ldif, password, maxPage: 20 });
  verbs = await startVerbs();
});
afterAll(async () => {
  await verbs.end();
  await server.stop();
});

/** The server runs in this process: whoever asks it must not block it. */
async function run(program: string, args: readonly string[]) {
  try {
    const { stdout } = await promisify(execFile)(program, ['-x', '-H', server.url, ...args]);
    return { code: 0, out: stdout };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { code, out: stdout };
  }
}
const ldapsearch = (...args: string[]) => run('ldapsearch', ['-LLL', ...args]);
const as = (dn: string, pass = password) => ['-D', dn, '-w', pass];
const official = `uid=nvan.skhcn,ou=skhcn,ou=units,${suffix}`;

describe('LDIF', () => {
  test('of the demo holds the sample directory entry by entry', () => {
    const demo = new Map(parseLdif(ldif).map((entry) => [entry.dn, entry.attributes]));
    for (const { dn, attributes } of parseLdif(readFileSync('test/support/sample.ldif', 'utf8')))
      expect(demo.get(dn)).toEqual(attributes);
  });

  test('is read with comments, folded lines, base64 and Windows line ends', () => {
    const text =
      'version: 1\r\n# a\r\n#  comment\r\ndn: cn=Lê\r\n  An,dc=vn\r\ncn:: TMOqIEFu\r\nCN: x\r\n\r\n\r\n';
    expect(parseLdif(text)).toEqual([
      {
        dn: 'cn=Lê An,dc=vn',
        attributes: new Map([
          ['cn', { name: 'cn', values: [Buffer.from('Lê An'), Buffer.from('x')] }],
        ]),
      },
    ]);
    expect(() => parseLdif('dn: x\nnonsense')).toThrow('not a line of LDIF');
    expect(() => parseLdif('cn: x')).toThrow('begins with its dn');
  });
});

describe('a client', () => {
  test('that has not bound, or with a wrong password, sees nobody', async () => {
    expect(await ldapsearch('-b', suffix)).toEqual({ code: 50, out: '' });
    expect(await ldapsearch('-b', suffix, ...as(official, 'wrong'))).toEqual({ code: 49, out: '' });
    expect(await ldapsearch('-b', suffix, ...as(`uid=nobody,${suffix}`))).toMatchObject({
      code: 49,
    });
    expect(await ldapsearch('-b', suffix, ...as(`ou=units,${suffix}`))).toMatchObject({ code: 49 });
  });

  test.each([
    ['(uid=NVAN.skhcn)', 1],
    ['(&(objectClass=inetOrgPerson)(|(uid=nvan*)(uid=*.nobody)))', 2],
    ['(&(uid=nvan*)(!(initials=*)))', 1],
    ['(cn=Nguyễn*Văn*An)', 2],
    ['(member=UID=nvan.skhcn, OU=skhcn,ou=units,dc=angiang,dc=gov,dc=vn)', 0],
  ])('finds by %s', async (filter, count) => {
    const { code, out } = await ldapsearch('-b', suffix, ...as(official), filter, 'uid');
    expect(code).toBe(0);
    expect(out.match(/^dn:/gm) ?? []).toHaveLength(count);
  });

  test('gets the attributes it asks for, operational ones only by name', async () => {
    const search = (...attributes: string[]) =>
      ldapsearch('-b', official, '-s', 'base', ...as(official), '(objectClass=*)', ...attributes);
    expect((await search()).out).not.toContain('entryUUID');
    expect((await search('entryUUID')).out).toMatch(/^entryUUID: [0-9a-f-]{36}$/m);
    expect((await search('title')).out).not.toContain('mail');
  });

  test('gets all entries in pages', async () => {
    const { code, out } = await ldapsearch(
      '-b',
      suffix,
      ...as(official),
      '-E',
      'pr=7/noprompt',
      '(uid=*)',
      'uid',
    );
    expect(code).toBe(0);
    expect(out.match(/^uid:/gm)).toHaveLength(ldif.match(/^uid:/gm)!.length);
  });

  test('cannot write, and learns who it is', async () => {
    expect((await run('ldapdelete', [...as(official), official])).code).not.toBe(0);
    const me = await run('ldapwhoami', as(official));
    expect(me).toEqual({ code: 0, out: `dn:${official}\n` });
  });

  test('that speaks no LDAP is sent away, and the server goes on', async () => {
    const { port } = new URL(server.url);
    await new Promise<void>((resolve) => {
      const socket = connectTcp(Number(port), '127.0.0.1', () =>
        socket.write('GET / HTTP/1.1\r\n\r\n'),
      );
      socket.on('close', () => resolve());
    });
    expect(await ldapsearch('-b', suffix, ...as(official), '(uid=nvan.skhcn)')).toMatchObject({
      code: 0,
    });
  });
});

test('a synchronisation takes the whole organisation in, and its people sign in', async () => {
  const settings = {
    urls: [server.url],
    security: 'plain' as const,
    allowPlain: true,
    bindDn: serviceDn,
    bases: { people: `ou=units,${suffix}`, groups: `ou=groups,${suffix}` },
  };
  const { id } = await verbs.sources.save(system, { name: 'Bản dùng thử', settings, password });
  const run = await verbs.sync.run(system, id);
  expect(run).toMatchObject({ state: 'applied', counts: { rejected: 0 } });
  expect(run.counts.people).toBe(ldif.match(/^uid:/gm)!.length);
  expect(await verbs.person('vanthu.xaanphu')).toMatchObject({ kind: 'shared', state: 'initial' });
  expect(await verbs.person('lttam.skhcn')).toMatchObject({ state: 'suspended' });
  expect(await verbs.signIn.check({ sourceId: id, dn: official }, password)).toBe('ok');
  expect(await verbs.signIn.check({ sourceId: id, dn: official }, 'wrong')).toBe('wrong');
  expect((await verbs.sync.run(system, id)).counts).toMatchObject({ changes: 0 });
});
