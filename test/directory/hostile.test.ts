// Directories that mean harm or are merely broken, from the first byte to the result of the run: nothing
// hangs, nothing is held without bound, nobody is suspended for what a server said badly, and an
// administrator reads why.
import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { result } from '../../src/demo/directory-server/answers.ts';
import { element, listOf, numberOf, octets, sequence } from '../../src/directory/ber.ts';
import { system } from '../../src/journal/actor.ts';
import { startVerbs } from '../support/directory-world.ts';
import { entryMessage, fakeServer } from './fake-server.ts';
import { lyingEntry, megabyte, pour } from './hostile-answers.ts';

type Asked = { id: number; kind: 'people' | 'groups'; times: number; socket: Socket };
type Script = (asked: Asked) => Buffer[];

const base = 'ou=people,dc=vn';
const uuidOf = (i: number) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`;
const dnOf = (i: number) => `uid=p${i},${base}`;
const fields = (i: number): Record<string, (string | Buffer)[]> => ({
  entryUUID: [uuidOf(i)],
  uid: [`p${i}`],
  cn: [`Nguyễn Văn ${i}`],
  mail: [`p${i}@angiang.gov.vn`],
  title: ['Chuyên viên'],
});
const person = (
  id: number,
  i: number,
  more: Record<string, (string | Buffer)[] | Buffer> = {},
  dn = dnOf(i),
) => entryMessage(id, dn, { ...fields(i), ...more });

const numbers = Array.from({ length: 20 }, (_, i) => i);
const everybody = (id: number) => numbers.map((i) => person(id, i));
const end = (id: number, cookie = '') => result(id, 0x65, { code: 0 }, Buffer.from(cookie));
const usual: Script = ({ id, kind }) => [...(kind === 'people' ? everybody(id) : []), end(id)];
/** Says this of people, and nothing of groups. */
const people =
  (say: Script): Script =>
  (asked) =>
    asked.kind === 'people' ? say(asked) : [end(asked.id)];
const group = (id: number, i: number, members: string[], cn = `Nhóm ${i}`) =>
  entryMessage(id, `cn=g${i},ou=groups,dc=vn`, {
    entryUUID: [uuidOf(900 + i)],
    cn: [cn],
    member: members,
  });

let world: Awaited<ReturnType<typeof startVerbs>>;
let server: Awaited<ReturnType<typeof fakeServer>>;
let sourceId: string;
let script: Script = usual;
const times = { people: 0, groups: 0 };

beforeAll(async () => {
  world = await startVerbs();
  server = await fakeServer((frame, socket) => {
    const [number, operation] = listOf(frame);
    const id = numberOf(number!);
    if (operation!.tag === 0x60) return void socket.write(result(id, 0x61, { code: 0 }));
    if (operation!.tag !== 0x63) return;
    const kind = frame.includes('ou=groups') ? 'groups' : 'people';
    times[kind] += 1;
    const asked = { id, kind, times: times[kind], socket } as const;
    for (const answer of script(asked)) socket.write(answer);
  });
  const source = await world.sources.save(system, {
    name: 'Thư mục lạ',
    password: 'secret',
    settings: {
      urls: [...server.endpoint.urls],
      security: 'plain',
      allowPlain: true,
      bindDn: 'cn=x',
      unitsFrom: 'attribute',
      bases: { people: base, groups: 'ou=groups,dc=vn' },
      operationSeconds: 2,
    },
  });
  sourceId = source.id;
  expect(await run(usual)).toMatchObject({ state: 'applied', counts: { created: 20 } });
});
afterAll(async () => {
  await world.end();
  await server.end();
});

async function run(as: Script) {
  script = as;
  times.people = times.groups = 0;
  return world.sync.run(system, sourceId);
}

const active = () =>
  world.db.prisma.account.count({ where: { state: 'active', username: { startsWith: 'p' } } });

/** Whatever it was, everybody is there, and a server that has come to its senses is read as before. */
afterEach(async () => {
  expect(await run(usual)).toMatchObject({ state: 'applied' });
  expect(await active()).toBe(20);
  expect(await run(usual)).toMatchObject({ state: 'applied', counts: { changes: 0 } });
});

describe('a reading that fails changes nobody', () => {
  test.each<[string, Script, string]>([
    ['stops in the middle', people(({ id }) => everybody(id).slice(0, 5)), 'directory.timeout'],
    [
      'stops in the middle of an entry',
      people(({ id }) => [person(id, 1).subarray(0, 20)]),
      'directory.timeout',
    ],
    [
      'hangs up in the middle',
      people(({ id, socket }) => {
        for (const entry of everybody(id).slice(0, 5)) socket.write(entry);
        socket.end();
        return [];
      }),
      'directory.unreachable',
    ],
    [
      'has a size limit',
      people(({ id }) => [person(id, 1), result(id, 0x65, { code: 4 })]),
      'directory.size-limit',
    ],
    [
      'refers to another',
      people(({ id }) => [result(id, 0x65, { code: 10 })]),
      'directory.refused',
    ],
    [
      'gives notice of disconnection',
      people(({ id }) => [person(id, 1), result(0, 0x78, { code: 52, message: 'shutting down' })]),
      'directory.unreachable',
    ],
    ['answers another question', people(({ id }) => everybody(id + 7)), 'directory.timeout'],
    ['has empty pages without end', people(({ id }) => [end(id, 'more')]), 'directory.malformed'],
    [
      'gives the same page for ever',
      people(({ id }) => [...everybody(id), end(id, 'more')]),
      'directory.malformed',
    ],
    ['lies about a length', people(({ id }) => [lyingEntry(id), end(id)]), 'directory.malformed'],
    [
      'announces four gigabytes',
      people(() => [Buffer.from('3084ffffffff', 'hex')]),
      'directory.malformed',
    ],
    ['sends a length of no end', people(() => [Buffer.from('3080', 'hex')]), 'directory.malformed'],
    [
      'never ends its answer',
      people(({ id, socket }) => {
        pour(socket, person(id, 1, { title: Array.from({ length: 8 }, () => megabyte) }));
        return [];
      }),
      'directory.size-limit',
    ],
    [
      'sends what nobody knows, without end',
      people(({ id, socket }) => {
        const strange = sequence(element(0x02, Buffer.from([id])), element(0x5e, Buffer.alloc(9)));
        const timer = setInterval(() => socket.write(strange), 100);
        socket.once('close', () => clearInterval(timer));
        return [];
      }),
      'directory.timeout',
    ],
  ])(
    'where the server %s',
    async (_, hostile, reason) => {
      const before = await world.db.prisma.account.findMany({ orderBy: { id: 'asc' } });
      expect(await run(hostile)).toMatchObject({ state: 'failed', reason });
      expect(await world.db.prisma.account.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
    },
    60_000,
  );

  test('where hardly anybody is left, the run is held', async () => {
    const run2 = await run(people(({ id }) => [person(id, 1), end(id)]));
    expect(run2).toMatchObject({ state: 'held' });
    expect(await active()).toBe(20);
  });
});

/** In place of the person of this number. */
const except = (i: number, others: (id: number) => Buffer[]): Script =>
  people(({ id }) => [
    ...numbers.filter((n) => n !== i).map((n) => person(id, n)),
    ...others(id),
    end(id),
  ]);

describe('what can be read is taken, and nobody leaves for the rest', () => {
  test.each<[string, Script]>([
    ['an entry that shows no id', except(3, (id) => [person(id, 3, { entryUUID: [] })])],
    [
      'values of ten megabytes',
      except(3, (id) => [person(id, 3, { title: [Buffer.alloc(10_000_000, 'x')] })]),
    ],
    [
      'a million values',
      except(3, (id) => [person(id, 3, { title: Buffer.alloc(3_000_000, '040178', 'hex') })]),
    ],
    [
      'thirty thousand spellings of one attribute',
      except(3, (id) => [
        person(
          id,
          3,
          Object.fromEntries(Array.from({ length: 30_000 }, (_, n) => [`title;x-${n}`, ['a']])),
        ),
      ]),
    ],
    [
      'bytes that are not UTF-8',
      except(3, (id) => [person(id, 3, { cn: [Buffer.from('4e67ff80', 'hex')] })]),
    ],
    [
      'zeros and controls in names',
      except(3, (id) => [person(id, 3, { cn: ['Nguyễn\0\u0007\u202eVăn'], title: ['\0'] })]),
    ],
    [
      'zeros and controls in a DN',
      except(3, (id) => [person(id, 3, {}, `uid=p3\0\u0001\u202e,${base}`)]),
    ],
    [
      'every special character in a DN',
      except(3, (id) => [
        person(id, 3, {}, `uid=p3+cn=\\,\\+\\"\\\\\\<\\>\\;\\=\\#\\00\\C4\\90 \\ ,${base}`),
      ]),
    ],
    ['a DN that is none', except(3, (id) => [person(id, 3, {}, '=,,=+\\')])],
    [
      'a DN of ten thousand characters',
      except(3, (id) => [person(id, 3, {}, `uid=p3,ou=${'Đ'.repeat(10_000)},${base}`)]),
    ],
    ['an entry twice', except(3, (id) => [person(id, 3), person(id, 3), person(id, 3)])],
    ['entries in another order', people(({ id }) => [...everybody(id).toReversed(), end(id)])],
    [
      'a referral among the entries',
      people(({ id }) => [
        ...everybody(id),
        sequence(
          element(0x02, Buffer.from([id])),
          element(0x73, octets(Buffer.from('ldap://x/dc=y'))),
        ),
        end(id),
      ]),
    ],
    [
      'a page that comes twice',
      people(({ id, times: n }) => [...everybody(id), end(id, n < 3 ? 'again' : '')]),
    ],
    [
      'empty pages before the first',
      people(({ id, times: n }) => (n < 5 ? [end(id, 'more')] : [...everybody(id), end(id)])),
    ],
  ])('%s', async (_, hostile) => {
    const done = await run(hostile);
    expect(done).toMatchObject({ state: 'applied', counts: { suspended: 0 } });
    expect(await active()).toBe(20);
  });

  test('two people of one id are not two accounts, and nobody else is touched', async () => {
    const twin = { uid: ['p3bis'], cn: ['Người khác'] };
    const done = await run(
      except(3, (id) => [person(id, 3), person(id, 3, twin, `uid=p3bis,${base}`)]),
    );
    expect(done).toMatchObject({ state: 'applied', counts: { suspended: 0, created: 0 } });
    expect(await active()).toBe(20);
  });
});

describe('groups', () => {
  const groups =
    (say: (id: number) => Buffer[]): Script =>
    (asked) => [...(asked.kind === 'people' ? everybody(asked.id) : say(asked.id)), end(asked.id)];

  test('of themselves, of a hundred thousand, of DNs that are none', async () => {
    const many = Array.from({ length: 100_000 }, (_, i) => dnOf(i));
    const odd = ['', '=', 'cn=a\\00b,dc=vn', `cn=${'x'.repeat(10_000)},dc=vn`, 'cn=\0,dc=vn'];
    const done = await run(
      groups((id) => [
        group(id, 1, ['cn=g1,ou=groups,dc=vn', dnOf(1)]),
        group(id, 2, many),
        group(id, 3, odd, 'Nhóm\0lạ'),
      ]),
    );
    expect(done).toMatchObject({ state: 'applied', counts: { groups: 3 } });
    expect((await world.person('p1')).groups).toEqual(['Nhóm 1', 'Nhóm 2']);
    expect(await world.db.prisma.groupAccount.count()).toBe(21);
    const held = await run(usual);
    expect(held).toMatchObject({ state: 'held' }); // all groups are gone again
    await world.sync.release(system, held.id);
  }, 60_000);
});
