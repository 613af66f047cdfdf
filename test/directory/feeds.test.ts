// What a real slapd tells of its changes, in each of the ways it can be asked: as a feed.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { connectAs } from '../../src/directory/connection.ts';
import { contextsOf } from '../../src/directory/dirsync.ts';
import { kinds, type Feed, type Kind, type Producer } from '../../src/directory/feed.ts';
import { methodFor, offeredBy } from '../../src/directory/method.ts';
import { sourceSettings, type SourceSettingsInput } from '../../src/directory/settings.ts';
import type { Endpoint } from '../../src/directory/socket.ts';
import { createSyncrepl } from '../../src/directory/syncrepl.ts';
import { createTimestamps, earlier } from '../../src/directory/timestamps.ts';
import { remove, rename, replace } from '../support/ldif-changes.ts';
import { group, manyPeople, person, personDn, suffix } from '../support/organization.ts';
import { startSlapd, type Slapd } from '../support/slapd.ts';

const people = 60;
const total = people + 1; // with the account of the synchronisation
let slapd: Slapd;
let plain: Slapd; // tells no changes
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead) };

beforeAll(async () => {
  slapd = await startSlapd({ ldif: manyPeople(people), sessionLog: 10 });
  plain = await startSlapd({ ldif: manyPeople(people) });
}, 60_000);
afterAll(async () => {
  await slapd.end();
  await plain.end();
});
beforeEach(() => void (ahead = 0));

function opening(server: Slapd, changes: Partial<SourceSettingsInput> = {}) {
  const settings = sourceSettings.parse({
    urls: [server.url],
    security: 'plain',
    allowPlain: true,
    bindDn: server.adminDn,
    bases: { people: `ou=units,${suffix}`, groups: `ou=groups,${suffix}` },
    ...changes,
  });
  const endpoint: Endpoint = {
    urls: settings.urls,
    security: 'plain',
    allowPlain: true,
    ca: null,
    connectMs: 3_000,
    operationMs: 5_000,
  };
  const connect = () => connectAs(endpoint, server.adminDn, server.adminPassword);
  return { settings, connect, clock };
}

/** Whatever a feed says, by kind. */
async function drain(feed: Feed) {
  const sets = () => ({ entries: new Set<string>(), gone: 0, present: 0 });
  const said: Record<Kind, ReturnType<typeof sets>> = {
    people: sets(),
    units: sets(),
    groups: sets(),
  };
  for await (const { kind, entries, gone = [], present = [] } of feed.batches) {
    for (const { dn } of entries) said[kind].entries.add(dn.split(',')[0]!);
    said[kind].gone += gone.length;
    said[kind].present += present.length;
  }
  const { complete, cookie } = feed.ending();
  feed.close();
  expect(complete).toBe(true);
  return { mode: feed.mode, cookie, said };
}
const read = async (producer: Producer, since: string | null) => drain(await producer(since));
const counts = ({ said }: Awaited<ReturnType<typeof read>>) =>
  kinds.map((kind) => said[kind].entries.size);

const dnOf = (i: number) => personDn(`p${i}.u${i % 20}`, `u${i % 20}`);
const syncrepl = () => createSyncrepl(opening(slapd));

describe('syncrepl', () => {
  test('without a cookie everything is told; with the new one nothing', async () => {
    const all = await read(syncrepl(), null);
    expect(all.mode).toBe('full');
    expect(counts(all)[0]).toBe(total);
    const nothing = await read(syncrepl(), all.cookie);
    expect(nothing).toMatchObject({ mode: 'delta' });
    expect(counts(nothing)).toEqual([0, 0, 0]);
  });

  test('a new person, a changed one, a deleted one, a changed group: exactly these', async () => {
    const { cookie } = await read(syncrepl(), null);
    slapd.modify(person('moi.u1', 'u1', 'Trần Thị Mới').replace('\n', '\nchangetype: add\n'));
    slapd.modify(replace(dnOf(1), 'title', 'Trưởng phòng'));
    slapd.modify(remove(dnOf(2)));
    slapd.modify(group('nhom-moi', [dnOf(3)]).replace('\n', '\nchangetype: add\n'));
    const { mode, said } = await read(syncrepl(), cookie);
    expect(mode).toBe('delta');
    expect([...said.people.entries].sort()).toEqual(['uid=moi.u1', 'uid=p1.u1']);
    expect(said.people.gone).toBe(1);
    expect([...said.groups.entries]).toEqual(['cn=nhom-moi']);
    expect(said.people.present).toBe(0);
  });

  test('a person who moves is told under the new name; one who moves out of the base is gone', async () => {
    const { cookie } = await read(syncrepl(), null);
    slapd.modify(rename(dnOf(3), 'uid=p3.u4', `ou=u4,ou=units,${suffix}`));
    slapd.modify(rename(dnOf(4), 'uid=p4.u4', `ou=groups,${suffix}`));
    const { said } = await read(syncrepl(), cookie);
    expect([...said.people.entries]).toEqual(['uid=p3.u4']);
    expect(said.people.gone).toBe(1);
  });

  test('where a unit changed its name, everybody is told with the place where they stand now', async () => {
    const { cookie } = await read(syncrepl(), null);
    slapd.modify(rename(`ou=u5,ou=units,${suffix}`, 'ou=u55'));
    const feed = await syncrepl()(cookie);
    expect(feed.mode).toBe('full');
    const moved: string[] = [];
    for await (const { kind, present = [] } of feed.batches)
      if (kind === 'people')
        moved.push(...present.flatMap(({ dn = '' }) => (dn.includes('ou=u55') ? [dn] : [])));
    expect(moved).toContain(`uid=p5.u5,ou=u55,ou=units,${suffix}`);
    feed.close();
  });

  test('more was deleted than the server remembers: who is present is told, and who is not has left', async () => {
    const before = await read(syncrepl(), null);
    for (let i = 6; i < 25; i++) slapd.modify(remove(dnOf(i)));
    await slapd.stop();
    await slapd.start();
    const after = await read(syncrepl(), before.cookie);
    expect(after.mode).toBe('full');
    const { entries, gone, present } = after.said.people;
    expect(entries.size + present).toBe(counts(before)[0]! - 19);
    expect(gone).toBe(0);
    expect(counts(await read(syncrepl(), after.cookie))).toEqual([0, 0, 0]);
  });

  test.each([
    ['lost', () => null],
    ['of a server that has more than this one', (cookie: string) => tamper(cookie, '2099')],
    ['that the server cannot read', (cookie: string) => tamper(cookie, 'x')],
    ['that we cannot read', () => '{"method":'],
    ['of another way of asking', (cookie: string) => cookie.replace('syncrepl', 'timestamp')],
  ])('with a cookie %s everything is read anew', async (_, make) => {
    const all = await read(syncrepl(), null);
    const again = await read(syncrepl(), make(all.cookie!));
    expect(again.mode).toBe('full');
    expect(counts(again)).toEqual(counts(all));
  });

  test('with other settings of the source the cookie is worth nothing', async () => {
    const { cookie } = await read(syncrepl(), null);
    const rules = { suspended: [{ attribute: 'employeeType', values: ['khac'] }] };
    expect((await read(createSyncrepl(opening(slapd, { rules })), cookie)).mode).toBe('full');
    const other = createSyncrepl(opening(slapd, { pageSize: 77 }));
    expect((await read(other, cookie)).mode).toBe('delta');
  });
});

/** The same cookie with another time in what the server gave. */
function tamper(cookie: string, year: string): string {
  const read = JSON.parse(cookie) as { places: Record<string, string> };
  for (const [kind, place] of Object.entries(read.places)) {
    const text = Buffer.from(place, 'base64').toString();
    const changed = year === 'x' ? 'no cookie' : text.replace(/csn=\d{4}/, `csn=${year}`);
    read.places[kind] = Buffer.from(changed).toString('base64');
  }
  return JSON.stringify(read);
}

describe('time stamps', () => {
  const stamps = () => createTimestamps(opening(plain));
  const pass = (seconds: number) => void (ahead += seconds * 1000);

  test('what changed since is told; who is gone when it is time to look at everybody', async () => {
    const all = await read(stamps(), null);
    expect(all.mode).toBe('full');
    expect(counts(all)[0]).toBe(total);
    pass(130); // what is as old as the latest change was asked for again so far
    const nothing = await read(stamps(), all.cookie);
    expect([nothing.mode, counts(nothing)]).toEqual(['delta', [0, 0, 0]]);

    plain.modify(replace(dnOf(1), 'title', 'Trưởng phòng'));
    plain.modify(remove(dnOf(2)));
    const changed = await read(stamps(), nothing.cookie);
    expect(changed.mode).toBe('delta');
    expect([...changed.said.people.entries]).toEqual(['uid=p1.u1']);
    expect(changed.said.people.gone).toBe(0);

    pass(301);
    const looked = await read(stamps(), changed.cookie);
    expect(looked.mode).toBe('full');
    expect(looked.said.people.entries.size + looked.said.people.present).toBe(total - 1);
  });

  test('the same change is not told for ever', async () => {
    plain.modify(replace(dnOf(3), 'title', 'Phó phòng'));
    let { cookie } = await read(stamps(), null);
    pass(60);
    expect(counts(await read(stamps(), cookie))[0]).toBeGreaterThan(0);
    pass(90);
    ({ cookie } = await read(stamps(), cookie));
    expect(counts(await read(stamps(), cookie))).toEqual([0, 0, 0]);
  });

  test('times are moved across days and years', () => {
    expect(earlier('20260101000030Z', 60)).toBe('20251231235930.0Z');
    expect(earlier('20260228235959.0Z', -1)).toBe('20260301000000.0Z');
    expect(() => earlier('gestern', 1)).toThrow(RangeError);
  });
});

describe('the way of asking', () => {
  const offered = async (server: Slapd, changes: Partial<SourceSettingsInput> = {}) => {
    const { connect, settings } = opening(server, changes);
    const connection = await connect();
    const ways = await offeredBy(connection, settings);
    connection.close();
    return { ways, settings };
  };

  test('is found out by asking: a server may announce what it then refuses', async () => {
    expect((await offered(slapd)).ways).toEqual(['syncrepl', 'timestamp']);
    expect((await offered(plain)).ways).toEqual(['timestamp']);
  });

  test('is the chosen one, or an error where the server does not offer it', async () => {
    const { ways, settings } = await offered(plain, { changes: { method: 'syncrepl' } });
    expect(() => methodFor(settings, ways)).toThrow('directory.changes-not-offered');
    expect(methodFor({ ...settings, changes: { ...settings.changes, method: 'auto' } }, ways)).toBe(
      'timestamp',
    );
  });

  test('DirSync is asked once for each naming context, however many bases are in it', () => {
    const contexts = ['DC=example,DC=vn', 'CN=Configuration,DC=example,DC=vn', 'DC=other,DC=vn'];
    const bases = ['OU=A,DC=Example,DC=vn', 'ou=b,dc=example,dc=vn', 'dc=other,dc=vn'];
    expect(contextsOf(bases, contexts)).toEqual(['DC=example,DC=vn', 'DC=other,DC=vn']);
    expect(() => contextsOf(['dc=none'], contexts)).toThrow('directory.no-base');
  });
});

test('the entries of a feed can be fetched by their ids, however many', async () => {
  const { cookie } = await read(syncrepl(), null);
  slapd.modify(replace(`ou=u7,ou=units,${suffix}`, 'description', 'Đơn vị có tên mới'));
  const feed = await syncrepl()(cookie);
  const ids: string[] = [];
  for await (const { kind, present = [] } of feed.batches)
    if (kind === 'people') ids.push(...present.map(({ externalId }) => externalId));
  const fetched = await feed.fetch!('people', ids);
  expect(fetched).toHaveLength(ids.length);
  expect(fetched[0]!.attributes.get('cn')).toHaveLength(1);
  expect(await feed.fetch!('groups', ids)).toHaveLength(0);
  feed.close();
});
