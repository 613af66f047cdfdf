// What the measured product knows: a small town. How many rows there are matters little here, since the
// hot path seeks everything by key; how many rules, groups and levels stand behind one person does.
import type { App } from '../../src/app.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { withApp } from '../province/seed.ts';
import { clientsWith, interactive, metadataOf, type Clients } from './clients.ts';

export const password = 'Cửa sổ số 7 nhìn ra sông';
const contact = 'Phòng Cải cách hành chính';
export const people = Array.from({ length: 32 }, (_, i) => `can-bo-${i + 1}`);

/** Three levels of units; returns the lowest. */
async function makeUnits(app: App): Promise<string> {
  let parentId: string | null = null;
  for (const name of ['UBND tỉnh', 'Sở Nội vụ', 'Phòng Cải cách hành chính'])
    parentId = (await app.units.create(by, { name, parentId })).id;
  return parentId!;
}

/** A group inside a group: rules name the outer one. */
async function makeGroups(app: App) {
  const inner = await app.groups.create(by, { code: 'mot-cua', name: 'Bộ phận một cửa' });
  const outer = await app.groups.create(by, { code: 'dich-vu', name: 'Dịch vụ công' });
  await app.groups.addGroup(by, outer.id, inner.id);
  return { inner: inner.id, outer: outer.id };
}

async function makePeople(app: App, unitId: string, groupId: string): Promise<void> {
  for (const [i, username] of people.entries()) {
    const fullName = `Nguyễn Văn ${i + 1}`;
    const mail = `${username}@example.gov.vn`;

    const person = { username, fullName, kind: 'official', mail, unitId } as const;
    const { id } = await app.accounts.createLocal(by, person);
    await app.groups.addAccount(by, groupId, id);
    await app.passwords.set(by, id, password, { mustChange: false });
  }
}

/** Open to the outer group and to a unit nobody is in: two rules, one of which applies. */
async function makeApplications(app: App, groupId: string, unitId: string): Promise<Clients> {
  const secrets = new Map<string, string>();
  for (const clientId of [...interactive, 'machine']) {
    const what = {
      name: `Phần mềm ${clientId}`,
      class: 'shared',
      contact,
      state: 'active',
    } as const;
    const definition = { ...metadataOf(clientId), ...what };
    const { application, secret } = await app.applications.apply(by, definition);
    secrets.set(clientId, secret ?? '');
    if (clientId === 'machine') continue;
    const rule = { applicationId: application.id, effect: 'allow' } as const;
    await app.grants.add(by, { ...rule, subject: { type: 'group', id: groupId } });
    await app.grants.add(by, { ...rule, subject: { type: 'unit', id: unitId } });
  }
  return clientsWith((clientId) => secrets.get(clientId)!);
}

/** Into an empty database. @returns the applications with the secrets they were given. */
export const seedTown = (url: string): Promise<Clients> =>
  withApp(url, async (app) => {
    await app.prepare();
    const groups = await makeGroups(app);
    await makePeople(app, await makeUnits(app), groups.inner);
    const other = await app.units.create(by, { name: 'Sở Tư pháp' });
    return makeApplications(app, groups.outer, other.id);
  });
