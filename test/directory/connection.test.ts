// The connection to a directory: encryption, time-outs, pages; and passwords checked through it.
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { result, searchEntry } from '../../src/demo/directory-server/answers.ts';
import { readTree } from '../../src/demo/directory-server/tree.ts';
import { connect, connectAs } from '../../src/directory/connection.ts';
import { readFrames } from '../../src/directory/frames.ts';
import { answerOf } from '../../src/directory/sign-in.ts';
import type { Endpoint } from '../../src/directory/socket.ts';
import { system } from '../../src/journal/actor.ts';
import { startDirectoryWorld, type DirectoryWorld } from '../support/directory-world.ts';
import {
  manyPeople,
  person,
  personDn,
  personPassword,
  root,
  service,
  serviceDn,
  servicePassword,
  suffix,
  unit,
} from '../support/organization.ts';
import { makeCertificates, startSlapd } from '../support/slapd.ts';

let world: DirectoryWorld;
let sourceId: string;
const people = `ou=units,${suffix}`;
const search = { base: people, scope: 'sub' as const, filter: '(uid=*)', attributes: ['uid'] };

beforeAll(async () => {
  world = await startDirectoryWorld({ ldif: manyPeople(1_200), sizeLimit: 500 });
  sourceId = (await world.addSource('Thư mục')).id;
  await world.sync.run(system, sourceId);
}, 60_000);
afterAll(() => world.end());

const endpoint = (changes: Partial<Endpoint> = {}): Endpoint => ({
  urls: [world.slapd.url],
  security: 'startTls',
  allowPlain: false,
  ca: world.slapd.ca,
  connectMs: 3_000,
  operationMs: 5_000,
  ...changes,
});
const asAdmin = (changes: Partial<Endpoint> = {}) =>
  connectAs(endpoint(changes), world.slapd.adminDn, world.slapd.adminPassword);

async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'motchia-ca-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A server of our own that answers as a test wants. */
async function fakeServer(hear: (frame: Buffer, socket: Socket) => void) {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket);
    const frames = readFrames(100_000);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => frames.push(chunk).forEach((frame) => hear(frame, socket)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const plain = { security: 'plain', allowPlain: true, ca: null } as const;
  return {
    endpoint: endpoint({ ...plain, urls: [`ldap://127.0.0.1:${port}`], operationMs: 500 }),
    end: async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('encryption', () => {
  test.each([
    ['StartTLS', () => endpoint()],
    ['LDAPS', () => endpoint({ security: 'ldaps', urls: [world.slapd.ldapsUrl] })],
    [
      'plain LDAP, where it is allowed',
      () => endpoint({ security: 'plain', allowPlain: true, ca: null }),
    ],
  ])('%s works', async (_, of) => {
    const connection = await connectAs(of(), serviceDn, servicePassword);
    expect(await connection.find({ ...search, filter: '(uid=p1.u1)' }, 2)).toHaveLength(1);
    connection.close();
  });

  test.each(['startTls', 'ldaps'] as const)(
    '%s refuses a certificate of somebody else',
    (security) =>
      withFolder(async (folder) => {
        makeCertificates(folder);
        const ca = readFileSync(join(folder, 'ca.pem'), 'utf8');
        const urls = [security === 'ldaps' ? world.slapd.ldapsUrl : world.slapd.url];
        await expect(connect(endpoint({ security, urls, ca }))).rejects.toThrow('directory.tls');
        await expect(connect(endpoint({ security, urls, ca: null }))).rejects.toThrow(
          'directory.tls',
        );
      }),
  );

  test('a certificate for another name is refused', async () => {
    const urls = [world.slapd.url.replace('localhost', 'localhost.localdomain')];
    await expect(connect(endpoint({ urls }))).rejects.toThrow(/directory\.(tls|unreachable)/);
    const byAddress = [world.slapd.ldapsUrl.replace('localhost', '127.0.0.2')];
    await expect(connect(endpoint({ security: 'ldaps', urls: byAddress }))).rejects.toThrow(
      /directory\.(tls|unreachable)/,
    );
  });

  test('plain LDAP is refused before anything is sent', async () => {
    let heard = 0;
    const server = await fakeServer(() => heard++);
    const refused = connect({ ...server.endpoint, allowPlain: false });
    await expect(refused).rejects.toThrow('directory.plain-refused');
    expect(heard).toBe(0);
    await server.end();
  });

  test('a server that refuses StartTLS never sees the password', async () => {
    const heard: Buffer[] = [];
    const server = await fakeServer((frame, socket) => {
      heard.push(frame);
      socket.write(result(1, 0x78, { code: 2, message: 'no TLS here' }));
    });
    const endpointWithTls = { ...server.endpoint, security: 'startTls' as const };
    await expect(connectAs(endpointWithTls, 'cn=x', 'secret')).rejects.toThrow('directory.tls');
    expect(heard).toHaveLength(1);
    await server.end();
  });

  test('bytes slipped in before the handshake end the connection', async () => {
    const server = await fakeServer((_, socket) =>
      socket.write(Buffer.concat([result(1, 0x78, { code: 0 }), Buffer.from([0x30, 0x50, 0x02])])),
    );
    const endpointWithTls = { ...server.endpoint, security: 'startTls' as const };
    await expect(connect(endpointWithTls)).rejects.toThrow('directory.tls');
    await server.end();
  });
});

describe('several servers', () => {
  test('are tried in their order', async () => {
    const connection = await asAdmin({ urls: ['ldap://localhost:1', world.slapd.url] });
    expect(connection.isOpen()).toBe(true);
    connection.close();
  });

  test('a wrong bind password is said as such', async () => {
    await expect(connectAs(endpoint(), serviceDn, 'wrong')).rejects.toThrow(
      'directory.bind-refused',
    );
  });
});

describe('pages', () => {
  test('give more than the server gives at once', async () => {
    const connection = await asAdmin();
    const sizes: number[] = [];
    for await (const { entries } of connection.pages(search, 500)) sizes.push(entries.length);
    expect(sizes).toEqual([500, 500, 201]);
    connection.close();
  });

  test('cut short by a limit of the server are an error, not a short answer', async () => {
    const settings = { ...world.settings(), bindDn: serviceDn };
    const limited = { name: 'Bị giới hạn', settings, password: servicePassword };
    const source = await world.sources.save(system, limited);
    const before = await world.db.prisma.account.count();
    const run = await world.sync.run(system, source.id);
    expect(run).toMatchObject({ state: 'failed', reason: 'directory.size-limit' });
    expect(await world.db.prisma.account.count()).toBe(before);
  });

  /** Three pages, the middle one without an entry but with a cookie, as RFC 2696 allows. */
  function pagesWithEmptyMiddle(broken = false) {
    const tree = readTree(`dn: uid=e1,dc=vn\nuid: e1\n\ndn: uid=e3,dc=vn\nuid: e3\n`);
    let asked = 0;
    return fakeServer((frame, socket) => {
      const id = frame.readUInt8(4);
      const [one, three] = tree.within('dc=vn', 'sub');
      const done = (cookie: string) => result(id, 0x65, { code: 0 }, Buffer.from(cookie));
      asked++;
      if (asked === 1) socket.write(Buffer.concat([searchEntry(id, one!, () => true), done('2')]));
      if (asked === 2) socket.write(done('3'));
      if (asked === 3 && !broken)
        socket.write(Buffer.concat([searchEntry(id, three!, () => true), done('')]));
      if (asked === 3 && broken) socket.write(result(id, 0x65, { code: 51, message: 'busy' }));
    });
  }

  test('go on after an empty one that has a cookie', async () => {
    const server = await pagesWithEmptyMiddle();
    const connection = await connect(server.endpoint);
    const found: string[] = [];
    for await (const { entries } of connection.pages(search, 1))
      found.push(...entries.map(({ dn }) => dn));
    expect(found).toEqual(['uid=e1,dc=vn', 'uid=e3,dc=vn']);
    await server.end();
  });

  test('end with an error where one of them fails', async () => {
    const server = await pagesWithEmptyMiddle(true);
    const connection = await connect(server.endpoint);
    const read = async () => {
      for await (const page of connection.pages(search, 1)) void page;
    };
    await expect(read()).rejects.toThrow('directory.refused');
    await server.end();
  });
});

describe('a server that misbehaves', () => {
  test.each([
    ['says nothing', () => undefined, 'directory.timeout'],
    ['hangs up', (_: Buffer, socket: Socket) => void socket.end(), 'directory.unreachable'],
    [
      'speaks HTTP',
      (_: Buffer, socket: Socket) => void socket.write('HTTP/1.1 400\r\n'),
      'directory.malformed',
    ],
    [
      'announces two gigabytes',
      (_: Buffer, socket: Socket) =>
        void socket.write(Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff])),
      'directory.malformed',
    ],
  ])('and %s ends in an error', async (_, hear, code) => {
    const server = await fakeServer(hear);
    const connection = await connect(server.endpoint);
    const both = [connection.bind('cn=x', 'y'), connection.bind('cn=x', 'y')];
    for (const one of both) await expect(one).rejects.toThrow(code);
    await expect(connection.bind('cn=x', 'y')).rejects.toThrow(code);
    await server.end();
  });
});

describe('the password of a person', () => {
  const dn = personDn('p1.u1', 'u1');
  const check = (password: string, of = dn) => world.signIn.check({ sourceId, dn: of }, password);

  test('is right or wrong, over one connection or many at once', async () => {
    expect(await check(personPassword)).toBe('ok');
    expect(await check('wrong')).toBe('wrong');
    const many = await Promise.all(
      Array.from({ length: 20 }, (_, i) => check(i % 2 ? personPassword : 'wrong')),
    );
    expect(many).toEqual(many.map((_, i) => (i % 2 ? 'ok' : 'wrong')));
  });

  test('is never empty, and a name never is either', async () => {
    expect(await check('')).toBe('wrong');
    const connection = await connect(endpoint());
    expect(await connection.bind('', '')).toMatchObject({ code: 49 });
    expect(await connection.bind(dn, '')).toMatchObject({ code: 49 });
    connection.close();
  });

  test('is found again when the entry moved since the last sync', async () => {
    const old = personDn('p2.u2', 'u2');
    world.slapd.modify(
      `dn: ${old}\nchangetype: modrdn\nnewrdn: uid=p2.u2\ndeleteoldrdn: 1\nnewsuperior: ou=u3,ou=units,${suffix}\n`,
    );
    expect(await check(personPassword, old)).toBe('ok');
    expect(await check('wrong', old)).toBe('wrong');
  });

  test('of nobody is wrong, and of a source that is not there cannot be asked', async () => {
    expect(await check('x', personDn('nobody', 'u1'))).toBe('wrong');
    const elsewhere = { sourceId: '00000000-0000-7000-8000-000000000000', dn };
    expect(await world.signIn.check(elsewhere, 'x')).toBe('unreachable');
  });

  test('cannot be asked while slapd is stopped; after its return it can, over a new connection', async () => {
    await check(personPassword);
    await world.slapd.stop();
    const before = Date.now();
    expect(await check(personPassword)).toBe('unreachable');
    expect(Date.now() - before).toBeLessThan(5_500);
    await world.slapd.start();
    expect(await check(personPassword)).toBe('ok');
  });

  test('takes no longer than five seconds where the directory hangs', async () => {
    const server = await fakeServer(() => undefined);
    const settings = { ...world.settings(), urls: [...server.endpoint.urls], allowPlain: true };
    const hanging = { ...settings, security: 'plain' as const, ca: null };
    const { id } = await world.sources.save(system, {
      name: 'Treo',
      settings: hanging,
      password: 'x',
    });
    const before = Date.now();
    expect(await world.signIn.check({ sourceId: id, dn }, 'x')).toBe('unreachable');
    expect(Date.now() - before).toBeLessThan(5_500);
    await server.end();
  });

  test.each([
    [0, '', undefined, 'ok'],
    [0, '', 2, 'expired'],
    [49, '', undefined, 'wrong'],
    [
      49,
      '80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data 52e, v1db1',
      undefined,
      'wrong',
    ],
    [49, 'AcceptSecurityContext error, data 775, v1db1', undefined, 'locked'],
    [49, 'AcceptSecurityContext error, data 533, v1db1', undefined, 'disabled'],
    [49, 'AcceptSecurityContext error, data 773, v1db1', undefined, 'expired'],
    [49, '', 1, 'locked'],
    [49, '', 0, 'expired'],
    [53, '', undefined, 'disabled'],
    [52, '', undefined, undefined],
  ])('result %i %s %s means %s', (code, message, policyError, answer) =>
    expect(answerOf({ code, message, policyError })).toBe(answer),
  );
});

describe('a source', () => {
  test('never gives its password back, and asks for it anew before sending it elsewhere', async () => {
    const source = (await world.sources.find(sourceId))!;
    expect(JSON.stringify(source)).not.toContain(world.slapd.adminPassword);
    const stored = await world.db.prisma.source.findUniqueOrThrow({ where: { id: sourceId } });
    expect(JSON.stringify(stored)).not.toContain(world.slapd.adminPassword);
    const elsewhere = { ...source.settings, urls: ['ldap://evil.example'] };
    const input = { id: sourceId, name: source.name, settings: elsewhere };
    await expect(world.sources.save(system, input)).rejects.toThrow('source.password-missing');
    await expect(world.sources.test(input)).resolves.toMatchObject({
      error: { code: 'source.password-missing' },
    });
    const renamed = { ...input, name: 'Thư mục của tỉnh', settings: source.settings };
    expect(await world.sources.save(system, renamed)).toMatchObject({ name: 'Thư mục của tỉnh' });
    expect(await world.sources.test(sourceId)).toMatchObject({ ok: true });
  });

  test('its changes are in the journal, its password is not', async () => {
    const entries = await world.db.prisma.journalEntry.findMany({ where: { objectId: sourceId } });
    expect(entries.map(({ event }) => event)).toEqual(['source.created', 'source.updated']);
    expect(
      JSON.stringify(entries, (_, value) => (typeof value === 'bigint' ? 0 : (value as unknown))),
    ).not.toContain(world.slapd.adminPassword);
  });

  test('can be tried out: what it would read, or why it cannot', async () => {
    const report = await world.sources.test(sourceId);
    expect(report).toMatchObject({ ok: true, people: 500, units: 20, groups: 1 });
    expect(report.sample[0]?.fullName).toBeTruthy();
    const settings = { ...world.settings(), bases: { people: 'ou=nowhere,dc=vn' } };
    const wrong = { name: 'x', settings, password: world.slapd.adminPassword };
    expect(await world.sources.test(wrong)).toMatchObject({ error: { code: 'directory.no-base' } });
  });

  test('with mistakes is refused with the field that is wrong', async () => {
    const settings = { ...world.settings(), bindDn: 'nobody' };
    const save = world.sources.save(system, { name: 'x', settings, password: 'x' });
    await expect(save).rejects.toMatchObject({
      code: 'source.invalid',
      params: { field: 'bindDn' },
    });
  });
});

test('two sources with the same people never share a name', async () => {
  const twin = await startSlapd({
    ldif: [
      root,
      unit('u1', 'Đơn vị khác', 'H01.91'),
      service,
      person('p1.u1', 'u1', 'Lê Khác'),
    ].join('\n'),
  });
  const input = { ...world.settings(), urls: [twin.url], ca: twin.ca };
  const { id } = await world.sources.save(system, {
    ...{ name: 'Thư mục cũ', settings: input, password: twin.adminPassword },
  });
  const run = await world.sync.run(system, id);
  expect(await world.sync.rejections(run.id)).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({ reason: 'username-taken', detail: { value: 'p1.u1' } }),
      expect.objectContaining({ reason: 'unit-code-taken' }),
    ]),
  );
  expect((await world.person('p1.u1')).fullName).not.toBe('Lê Khác');
  await twin.end();
});
