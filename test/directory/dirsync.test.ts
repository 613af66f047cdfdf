// What a real Active Directory (Samba) tells of its changes: by DirSync, and by times of change.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connectAs } from '../../src/directory/connection.ts';
import { createDirSync } from '../../src/directory/dirsync.ts';
import type { Feed, Producer } from '../../src/directory/feed.ts';
import { offeredBy } from '../../src/directory/method.ts';
import { presets, sourceSettings } from '../../src/directory/settings.ts';
import { endpointOf } from '../../src/directory/source-safe.ts';
import { createTimestamps } from '../../src/directory/timestamps.ts';
import { replace } from '../support/ldif-changes.ts';
import { startSamba, type Samba } from '../support/samba.ts';

let samba: Samba;
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead) };

beforeAll(async () => {
  samba = await startSamba();
  const { suffix } = samba;
  samba.modify(
    `dn: OU=Tinh,${suffix}\nchangetype: add\nobjectClass: organizationalUnit\nou: Tinh\n`,
  );
  for (const name of ['an', 'binh', 'chi', 'dung']) samba.modify(personAt(name, 'OU=Tinh'));
  samba.modify(
    `dn: CN=nhom,OU=Tinh,${suffix}\nchangetype: add\nobjectClass: group\nsAMAccountName: nhom\nmember: CN=an,OU=Tinh,${suffix}\n`,
  );
}, 120_000);
afterAll(() => samba.end());

const personAt = (name: string, ou: string) =>
  `dn: CN=${name},${ou},${samba.suffix}\nchangetype: add\nobjectClass: user\nsAMAccountName: ${name}\ndisplayName: Trần Văn ${name}\n`;

const change = (name: string, attribute: string, value: string) =>
  replace(`CN=${name},OU=Tinh,${samba.suffix}`, attribute, value);

function opening() {
  const base = `OU=Tinh,${samba.suffix}`;
  const settings = sourceSettings.parse({
    ...presets['active-directory'],
    urls: [samba.ldapsUrl],
    security: 'ldaps',
    ca: samba.ca,
    bindDn: samba.adminDn,
    bases: { people: base, groups: base },
  });
  const connect = () => connectAs(endpointOf(settings), samba.adminDn, samba.adminPassword);
  return { settings, connect, clock };
}

async function drain(feed: Feed) {
  const entries = { people: [] as string[], units: [] as string[], groups: [] as string[] };
  const gone = new Set<string>();
  let present = 0;
  for await (const batch of feed.batches) {
    entries[batch.kind].push(...batch.entries.map(({ dn }) => dn.split(',')[0]!));
    if (batch.kind === 'people') for (const id of batch.gone ?? []) gone.add(id);
    if (batch.kind === 'people') present += batch.present?.length ?? 0;
  }
  const { cookie } = feed.ending();
  feed.close();
  for (const list of Object.values(entries)) list.sort();
  return { mode: feed.mode, ...entries, gone: gone.size, present, cookie };
}
const read = async (producer: Producer, since: string | null) => drain(await producer(since));

test('DirSync is offered, and is the best there is', async () => {
  const { connect, settings } = opening();
  const connection = await connect();
  expect(await offeredBy(connection, settings)).toEqual(['dirsync', 'timestamp']);
  connection.close();
});

test('DirSync tells what is new, changed, moved out and deleted; people come whole', async () => {
  const dirsync = createDirSync(opening());
  const all = await read(dirsync, null);
  expect(all).toMatchObject({
    mode: 'full',
    people: ['CN=an', 'CN=binh', 'CN=chi', 'CN=dung'],
    groups: ['CN=nhom'],
  });
  const nothing = await read(dirsync, all.cookie);
  expect(nothing).toMatchObject({ mode: 'delta', people: [], gone: 0 });

  samba.modify(personAt('giang', 'OU=Tinh'));
  samba.modify(change('an', 'telephoneNumber', '1')); // nothing that we read
  samba.modify(change('binh', 'title', 'Trưởng phòng'));
  samba.modify(`dn: CN=chi,OU=Tinh,${samba.suffix}\nchangetype: delete\n`);
  samba.modify(
    `dn: CN=dung,OU=Tinh,${samba.suffix}\nchangetype: modrdn\nnewrdn: CN=dung\ndeleteoldrdn: 1\nnewsuperior: CN=Users,${samba.suffix}\n`,
  );
  const changed = await read(dirsync, nothing.cookie);
  expect(changed.mode).toBe('delta');
  expect(changed.people).toEqual(['CN=binh', 'CN=giang']);
  expect(changed.gone).toBeGreaterThanOrEqual(2); // the deleted and the moved; what we never had is no matter

  samba.modify(
    `dn: CN=nhom,OU=Tinh,${samba.suffix}\nchangetype: modify\nadd: member\nmember: CN=giang,OU=Tinh,${samba.suffix}\n`,
  );
  expect((await read(dirsync, changed.cookie)).groups).toEqual(['CN=nhom']);
});

test('a cookie that the server cannot read is answered by everything', async () => {
  const dirsync = createDirSync(opening());
  const { cookie } = await read(dirsync, null);
  const kept = JSON.parse(cookie!) as { places: Record<string, string> };
  for (const key of Object.keys(kept.places))
    kept.places[key] = Buffer.from('x').toString('base64');
  expect((await read(dirsync, JSON.stringify(kept))).mode).toBe('full');
});

test('times of change: what changed is told, who was deleted when everybody is looked at', async () => {
  const stamps = createTimestamps(opening());
  const all = await read(stamps, null);
  ahead += 130_000;
  const nothing = await read(stamps, all.cookie);
  expect(nothing).toMatchObject({ mode: 'delta', people: [] });
  await new Promise((done) => setTimeout(done, 1_100)); // times are of whole seconds
  samba.modify(change('giang', 'title', 'Chuyên viên'));
  const changed = await read(stamps, nothing.cookie);
  expect(changed).toMatchObject({ mode: 'delta', people: ['CN=giang'] });
  samba.modify(`dn: CN=giang,OU=Tinh,${samba.suffix}\nchangetype: delete\n`);
  ahead += 301_000;
  const looked = await read(stamps, changed.cookie);
  expect(looked.mode).toBe('full');
  expect(looked.people.length + looked.present).toBe(all.people.length - 1);
});
