// Small worlds put into a real database.
import { newId } from '../../src/core/random.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import type { World } from '../support/world.ts';
import { kinds, momentAt, type Rule, type SmallWorld } from './small-world.ts';

/** The zones that small worlds speak of. */
export async function prepareZones(world: World): Promise<void> {
  const zone = { nameEn: '', inner: false };
  await world.app.zones.create(by, { ...zone, code: 'a', name: 'A', ranges: ['10.1.0.0/16'] });
  await world.app.zones.create(by, { ...zone, code: 'b', name: 'B', ranges: ['10.0.0.0/8'] });
  await world.app.db.prisma.networkZone.updateMany({ where: { code: 'a' }, data: { inner: true } });
  await world.app.db.prisma.networkZone.updateMany({ where: { code: 'b' }, data: { inner: true } });
}

export type Ids = {
  accounts: string[];
  applications: string[];
  units: string[];
  groups: string[];
  positions: string[];
  classes: string[];
  sets: string[];
  rules: string[];
};

const at = (minute: number | null) => (minute === null ? null : momentAt(minute));
const zoneCodes: Record<string, string> = { a: 'a', b: 'b', rest: 'internet' };
const fresh = (list: readonly unknown[]) => list.map(() => newId());

/** Puts a small world into the database, under ids of its own. */
export async function store(world: World, small: SmallWorld): Promise<Ids> {
  const { prisma } = world.app.db;
  const ids: Ids = {
    accounts: fresh(small.accounts),
    applications: fresh(small.applications),
    units: fresh(small.units),
    groups: fresh(small.groups),
    positions: fresh([1, 2, 3]),
    classes: fresh([1, 2]),
    sets: fresh([1, 2]),
    rules: fresh(small.rules),
  };
  const state = (open: boolean) => (open ? 'active' : 'closed');
  await prisma.unit.createMany({
    data: small.units.map(({ name, open }, i) => {
      return { id: ids.units[i]!, name, state: state(open), searchKey: name };
    }),
  });
  for (const [i, { parent }] of small.units.entries())
    if (parent !== null)
      await prisma.unit.update({
        where: { id: ids.units[i]! },
        data: { parentId: ids.units[parent]! },
      });
  await prisma.group.createMany({
    data: small.groups.map(({ name, open }, i) => {
      const id = ids.groups[i]!;
      return { id, code: id, name, state: state(open), searchKey: name };
    }),
  });
  await prisma.account.createMany({
    data: small.accounts.map((account, i) => {
      const id = ids.accounts[i]!;
      return { id, username: id, fullName: id, searchKey: id, sortKey: id, ...account };
    }),
  });
  await prisma.application.createMany({
    data: small.applications.map(({ state: now, class: kind }, i) => {
      const id = ids.applications[i]!;
      return { id, clientId: id, name: id, nameEn: id, class: ids.classes[kind]!, state: now };
    }),
  });
  await prisma.applicationSet.createMany({ data: ids.sets.map((id) => ({ id, name: id })) });
  await prisma.applicationSetMember.createMany({
    data: small.applications.flatMap(({ sets }, i) =>
      sets.map((set) => ({ setId: ids.sets[set]!, applicationId: ids.applications[i]! })),
    ),
  });
  const item = (catalog: string) => (code: string) => ({ catalog, code, name: code, nameEn: code });
  const items = [
    ...ids.classes.map(item('application-class')),
    ...ids.positions.map(item('position')),
  ];
  await prisma.catalogItem.createMany({ data: items });
  await prisma.groupNesting.createMany({
    data: small.nestings.map(({ parent, child }) => {
      return { parentId: ids.groups[parent]!, childId: ids.groups[child]! };
    }),
  });
  await prisma.groupAccount.createMany({
    data: small.members.map(({ account, group }) => {
      return { accountId: ids.accounts[account]!, groupId: ids.groups[group]! };
    }),
  });
  await prisma.post.createMany({
    data: small.posts.map(({ account, unit, position, from, to }) => {
      const where = { accountId: ids.accounts[account]!, unitId: ids.units[unit]! };
      const positionCode = position === null ? null : ids.positions[position]!;
      return { id: newId(), ...where, positionCode, validFrom: at(from), validTo: at(to) };
    }),
  });
  await prisma.grant.createMany({ data: small.rules.map((rule, i) => rowOf(rule, ids, i)) });
  return ids;
}

export function rowOf(rule: Rule, ids: Ids, i: number) {
  const { subject, of, subtree, target, at: where, effect, roles, conditions } = rule;
  const whose = {
    everyone: {},
    unit: { unitId: ids.units[of]! },
    position: { positionCode: ids.positions[of]! },
    group: { groupId: ids.groups[of]! },
    kind: { accountKind: kinds[of]! },
    account: { accountId: ids.accounts[of]! },
  }[subject];
  const what = {
    application: { applicationId: ids.applications[where]! },
    class: { classCode: ids.classes[where]! },
    set: { setId: ids.sets[where]! },
  }[target];
  const { from, to, days, hours, zones, strong } = conditions;
  return {
    id: ids.rules[i]!,
    subject,
    ...whose,
    ...what,
    subtree,
    effect,
    roles,
    days,
    strong,
    validFrom: at(from),
    validTo: at(to),
    fromMinute: hours?.from ?? null,
    toMinute: hours?.to ?? null,
    zones: zones.map((zone) => zoneCodes[zone]!),
  };
}
