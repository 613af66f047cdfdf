// Active Directory gives the members of a large group in slices ([MS-ADTS] 3.1.1.3.1.3.3): all of them
// are asked for, and a slice that does not come is no group of fewer members.
import { expect, test } from '@jest/globals';
import { result } from '../../src/demo/directory-server/answers.ts';
import { connect, type Entry } from '../../src/directory/connection.ts';
import { wholeReading } from '../../src/directory/reading.ts';
import { sourceSettings } from '../../src/directory/settings.ts';
import { entryMessage, fakeServer } from './fake-server.ts';

const dn = 'CN=Cán bộ,OU=nhom,DC=vn';
const total = 3_017;
const slice = 1_500; // MaxValRange

const entry = (id: number, attributes: Record<string, string[]>) =>
  entryMessage(id, dn, attributes);

const member = (i: number) => `CN=p${i},OU=donvi,DC=vn`;

/** The members from `first` on, as many as one answer holds. */
function sliceFrom(first: number): Record<string, string[]> {
  const end = Math.min(first + slice, total);
  const name = `member;range=${first}-${end === total ? '*' : end - 1}`;
  return { [name]: Array.from({ length: end - first }, (_, i) => member(first + i)) };
}

/** @param forgets a slice that the server has nothing to say about. */
const domain = (forgets?: number) =>
  fakeServer((frame, socket) => {
    const id = frame.readUInt8(frame[1]! < 0x80 ? 4 : 5);
    const text = frame.toString('latin1');
    const asked = /member;range=(\d+)-\*/.exec(text)?.[1];
    const first = asked ? Number(asked) : 0;
    const ofGroup = asked !== undefined || text.includes('groupOfNames');
    const answer =
      ofGroup && first !== forgets ? [entry(id, { ...sliceFrom(first), cn: ['x'] })] : [];
    socket.write(Buffer.concat([...answer, result(id, 0x65, { code: 0 })]));
  });

const settings = sourceSettings.parse({
  urls: ['ldap://localhost'],
  security: 'startTls',
  bindDn: 'cn=x',
  bases: { people: 'OU=donvi,DC=vn', groups: 'OU=nhom,DC=vn' },
});

async function groupsOf(server: Awaited<ReturnType<typeof domain>>): Promise<Entry[]> {
  const feed = await wholeReading(() => connect(server.endpoint), settings)(null);
  const groups: Entry[] = [];
  try {
    for await (const { kind, entries } of feed.batches)
      if (kind === 'groups') groups.push(...entries);
  } finally {
    feed.close();
  }
  return groups;
}

test('every member of a large group is read', async () => {
  const server = await domain();
  const groups = await groupsOf(server);
  const members = groups[0]?.attributes.get('member')?.map((value) => value.toString());
  expect(members).toEqual(Array.from({ length: total }, (_, i) => member(i)));
  await server.end();
});

test('a slice that does not come ends the reading', async () => {
  const server = await domain(slice);
  await expect(groupsOf(server)).rejects.toThrow('directory.malformed');
  await server.end();
});
