// The connection to a directory: encryption, time-outs, pages.
import type { Socket } from 'node:net';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { result, searchEntry } from '../../src/demo/directory-server/answers.ts';
import { readTree } from '../../src/demo/directory-server/tree.ts';
import { connect, connectAs, type Connection } from '../../src/directory/connection.ts';
import type { Endpoint } from '../../src/directory/socket.ts';
import { system } from '../../src/journal/actor.ts';
import { startDirectoryWorld, type DirectoryWorld } from '../support/directory-world.ts';
import { manyPeople, serviceDn, servicePassword, suffix } from '../support/organization.ts';
import { makeCertificates } from '../support/certificates.ts';
import { fakeServer } from './fake-server.ts';

let world: DirectoryWorld;
const people = `ou=units,${suffix}`;
const search = { base: people, scope: 'sub' as const, filter: '(uid=*)', attributes: ['uid'] };

beforeAll(async () => {
  world = await startDirectoryWorld({ ldif: manyPeople(1_200), sizeLimit: 500 });
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

describe('a stream', () => {
  const entriesOf = async (connection: Connection, atMost = Infinity) => {
    let entries = 0;
    for await (const part of connection.stream(search)) {
      if (part.type === 'entry') entries += 1;
      if (entries >= atMost) break;
    }
    return entries;
  };

  test('gives all entries and then the end, whatever else is asked meanwhile', async () => {
    const connection = await asAdmin();
    const both = [entriesOf(connection), entriesOf(connection)];
    expect(await connection.find({ ...search, filter: '(uid=p1.u1)' }, 2)).toHaveLength(1);
    expect(await Promise.all(both)).toEqual([1_201, 1_201]);
    connection.close();
  });

  test('that nobody listens to any more is abandoned, and the connection lives on', async () => {
    const connection = await asAdmin();
    expect(await entriesOf(connection, 3)).toBe(3);
    expect(await entriesOf(connection)).toBe(1_201);
    connection.close();
  });

  test('cut short by a limit of the server ends in an error', async () => {
    const connection = await connectAs(endpoint(), serviceDn, servicePassword);
    await expect(entriesOf(connection)).rejects.toThrow('directory.size-limit');
    connection.close();
  });

  test('that nobody takes makes the server wait, not our memory grow', async () => {
    let socketOfServer: Socket | undefined;
    let sent = 0;
    const tree = readTree(`dn: uid=e1,dc=vn\nuid: ${'e'.repeat(60_000)}\n`);
    const entry = searchEntry(1, tree.find('uid=e1,dc=vn')!, () => true);
    const server = await fakeServer((_, socket) => {
      socketOfServer = socket;
      const go = () => {
        while (socket.writable && sent < 1_000 && socket.write(entry)) sent += 1;
        socket.once('drain', go);
      };
      go();
    });
    const connection = await connect(server.endpoint);
    const stream = connection.stream(search);
    await stream.next();
    await new Promise((done) => setTimeout(done, 700)); // longer than silence is allowed
    expect(connection.isOpen()).toBe(true);
    expect(sent).toBeLessThan(300); // of 1,000; the rest waits in buffers of the system
    expect(socketOfServer!.writableLength).toBeGreaterThan(0);
    await stream.return(undefined);
    connection.close();
    await server.end();
  });
});
