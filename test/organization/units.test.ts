import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { grow, wouldLoop, type UnitBranch } from '../../src/organization/unit.ts';
import { newId } from '../../src/core/random.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.end());

const refusal = (code: string) => expect.objectContaining({ code });
const eventsOf = async (objectId: string) => {
  const where = { objectId };
  const entries = await world.app.db.prisma.journalEntry.findMany({
    where,
    orderBy: { id: 'asc' },
  });
  return entries.map(({ event, detail }) => ({ event, detail }));
};

describe('the tree of units', () => {
  const sprout = (id: string, parentId: string | null, unfolded = true) => {
    return { id, name: id, parentId, code: null, state: 'active' as const, count: 1, unfolded };
  };
  const drawn = (branches: readonly UnitBranch[]): string =>
    branches.map(({ name, below }) => (below ? `${name}(${drawn(below)})` : name)).join(' ');

  test('puts each below its parent in Vietnamese order, as far as it is unfolded', () => {
    const sprouts = [
      sprout('Ă', 'Á', false),
      sprout('đ', null),
      sprout('Á', null),
      sprout('d', null, false),
      sprout('e', 'not read'),
    ];
    expect(drawn(grow(sprouts))).toBe('Á(Ă) d đ() e()');
  });

  test('ends where units lie below each other', () => {
    expect(grow([sprout('x', 'y'), sprout('y', 'x')])).toEqual([]);
  });

  test('tells when a parent would lie below its child', () => {
    const parents = new Map([
      ['a', null],
      ['b', 'a'],
      ['c', 'b'],
      ['x', 'y'],
      ['y', 'x'],
    ]);
    expect(wouldLoop('a', 'c', parents)).toBe(true);
    expect(wouldLoop('a', 'a', parents)).toBe(true);
    expect(wouldLoop('c', 'a', parents)).toBe(false);
    expect(wouldLoop('a', 'x', parents)).toBe(false);
  });
});

describe('a unit', () => {
  test('is made, moved, renamed and closed, each in the journal', async () => {
    const { units } = world.app;
    const top = await units.create(by, { name: 'UBND tỉnh An Giang', code: 'H01' });
    const office = await units.create(by, { name: 'Sở  Y tế', code: 'H01.31', parentId: top.id });
    const room = await units.create(by, { name: 'Phòng Nghiệp vụ' });
    await units.update(by, room.id, { parentId: office.id, contactPhone: '0296 3852 222' });
    await units.update(by, room.id, { parentId: office.id });
    await expect(units.update(by, top.id, { parentId: room.id })).rejects.toEqual(
      refusal('unit.parent-loop'),
    );
    expect(await units.tree.around(undefined)).toMatchObject([
      { id: top.id, count: 1, below: [{ name: 'Sở Y tế', count: 1, below: undefined }] },
    ]);
    expect(await units.tree.around(office.id)).toMatchObject([
      { below: [{ below: [{ name: 'Phòng Nghiệp vụ', count: 0, below: undefined }] }] },
    ]);
    await units.close(by, room.id);
    await units.close(by, room.id);
    expect(await eventsOf(room.id)).toMatchObject([
      { event: 'unit.created' },
      {
        event: 'unit.updated',
        detail: {
          before: { parentId: null, contactPhone: null },
          after: { parentId: office.id, contactPhone: '0296 3852 222' },
        },
      },
      { event: 'unit.closed', detail: { after: { state: 'closed' } } },
    ]);
    await expect(units.create(by, { name: 'Tổ', parentId: room.id })).rejects.toEqual(
      refusal('unit.closed'),
    );
    expect((await units.search({ text: 'so y te', limit: 5 })).items).toMatchObject([office]);
    expect(await units.findByCode(' H01.31 ')).toEqual(office);
  });

  test.each([
    [{ name: ' ' }, 'unit.name-missing'],
    [{ name: 'A', code: 'H01' }, 'unit.code-taken'],
    [{ name: 'A', parentId: newId() }, 'unit.not-found'],
    [{ name: 'A', parentId: 'x' }, 'unit.not-found'],
  ])('with %j is refused', async (input, code) => {
    await expect(world.app.units.create(by, input)).rejects.toEqual(refusal(code));
  });

  test('from a directory keeps its name and place, and takes a contact', async () => {
    const { units } = world.app;
    const { prisma } = world.app.db;
    const unit = await units.create(by, { name: 'Sở Thư mục' });
    const source = await prisma.source.create({ data: { id: newId(), name: 's', settings: {} } });
    await prisma.unit.update({ where: { id: unit.id }, data: { sourceId: source.id } });
    const theirs = refusal('unit.from-directory');
    await expect(units.update(by, unit.id, { name: 'Khác' })).rejects.toEqual(theirs);
    await expect(units.close(by, unit.id)).rejects.toEqual(theirs);
    const contact = { contactName: 'Lê An', contactMail: 'hotro@tinh.gov.vn' };
    expect(await units.update(by, unit.id, contact)).toMatchObject(contact);
  });
});
