import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CatalogItemInput } from '../../src/catalogs/catalog.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.end());

const entriesOf = (objectId: string) =>
  world.app.db.prisma.journalEntry.findMany({ where: { objectId }, orderBy: { id: 'asc' } });

describe('a catalogue', () => {
  test('takes an item, changes it, and notes what differed', async () => {
    const { catalogs } = world.app;
    const item = { catalog: 'sector', code: 'thuy-san', name: 'Thủy sản', order: 5 } as const;
    expect(await catalogs.save(by, item)).toMatchObject({ nameEn: 'Thủy sản', validTo: null });
    await catalogs.save(by, item);
    await catalogs.save(by, { ...item, nameEn: 'Fishery' });
    expect((await catalogs.items('sector'))[0]).toMatchObject({
      code: 'thuy-san',
      nameEn: 'Fishery',
    });
    const details = (await entriesOf('sector/thuy-san')).map((entry) => entry.detail);
    expect(details).toHaveLength(2);
    expect(details[1]).toEqual({ before: { nameEn: 'Thủy sản' }, after: { nameEn: 'Fishery' } });
  });

  test('gives the items that count at a moment', async () => {
    const { catalogs } = world.app;
    const [from, to] = [new Date('2026-07-01'), new Date('2027-01-01')];
    const dates = { validFrom: from, validTo: to };
    const item = { catalog: 'sector', code: 'tam', name: 'Tạm', ...dates } as const;
    await catalogs.save(by, item);
    const codesAt = async (at: Date) =>
      (await catalogs.items('sector', { at })).map(({ code }) => code);
    expect(await codesAt(from)).toContain('tam');
    expect(await codesAt(new Date(to.getTime() - 1))).toContain('tam');
    expect(await codesAt(to)).not.toContain('tam');
    expect(await codesAt(new Date(from.getTime() - 1))).not.toContain('tam');
  });

  test.each([
    [{ catalog: 'unheard-of' }, 'catalog.unknown'],
    [{ code: 'Có dấu' }, 'catalog.code-malformed'],
    [{ code: '' }, 'catalog.code-malformed'],
    [{ name: ' ' }, 'catalog.name-missing'],
    [{ validFrom: new Date(2), validTo: new Date(2) }, 'catalog.dates'],
  ])('refuses an item with %j', async (wrong, code) => {
    const item = { catalog: 'sector', code: 'x1', name: 'X', ...wrong } as CatalogItemInput;
    await expect(world.app.catalogs.save(by, item)).rejects.toMatchObject({ code });
  });
});
