import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ApplicationDefinition } from '../../src/applications/definition.ts';
import { digest, newId } from '../../src/core/random.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.app.units.create(by, { name: 'Văn phòng UBND tỉnh', code: 'H01.01' });
});
afterAll(() => world.end());

const refusal = (code: string) => expect.objectContaining({ code });
const definition = (client_id: string, more: Partial<ApplicationDefinition> = {}) =>
  ({
    client_id,
    name: `Ứng dụng ${client_id}`,
    class: 'shared',
    redirect_uris: [`https://${client_id}.example/callback`],
    ...more,
  }) as ApplicationDefinition;
const eventsOf = async (applicationId: string) => {
  const where = { applicationId };
  const entries = await world.app.db.prisma.journalEntry.findMany({
    where,
    orderBy: { id: 'asc' },
  });
  return entries.map((entry) => entry.event);
};
const secretsOf = (applicationId: string) =>
  world.app.db.prisma.applicationSecret.findMany({ where: { applicationId } });

describe('a definition applied', () => {
  test('makes an application, shows its secret once, and changes nothing the second time', async () => {
    const { applications } = world.app;
    const wanted = definition('mot', { owner_unit: 'H01.01', state: 'active', name_en: 'One' });
    const first = await applications.apply(by, wanted);
    expect(first).toMatchObject({ changed: true, application: { state: 'active', nameEn: 'One' } });
    const [secret] = await secretsOf(first.application.id);
    expect(secret?.hash).toBe(digest(first.secret!));
    const second = await applications.apply(by, wanted);
    expect(second).toEqual({ application: first.application, changed: false });
    expect(await eventsOf(first.application.id)).toEqual([
      'application.created',
      'application.state-changed',
      'application.secret-issued',
    ]);
    const journal = await world.app.db.prisma.journalEntry.findMany();
    const written = JSON.stringify(journal.map(({ detail }) => detail));
    expect(written).not.toContain(first.secret);
    expect(written).not.toContain(secret?.hash);
  });

  test('by four at once makes one application with one secret', async () => {
    const { applications } = world.app;
    const all = await Promise.all(
      [1, 2, 3, 4].map(() => applications.apply(by, definition('cung-luc'))),
    );
    expect(all.filter((applied) => applied.secret)).toHaveLength(1);
    expect(new Set(all.map(({ application }) => application.id)).size).toBe(1);
  });

  test('changes what it says, keeps what it leaves out, and replaces the client metadata', async () => {
    const { applications } = world.app;
    const contact = { contact: 'Tổ hỗ trợ', description: 'Cũ', scope: 'openid profile email' };
    const first = await applications.apply(by, definition('doi', contact));
    const wanted = definition('doi', { name: 'Tên mới', description: null });
    const { application, changed } = await applications.apply(by, wanted);
    expect(changed).toBe(true);
    expect(application).toMatchObject({
      name: 'Tên mới',
      contact: 'Tổ hỗ trợ',
      description: null,
      metadata: { redirect_uris: wanted.redirect_uris },
    });
    expect(application.metadata).not.toHaveProperty('scope');
    expect(await eventsOf(first.application.id)).toContain('application.updated');
  });

  test('connects a draft of the regulation and leaves its place in it', async () => {
    const { applications } = world.app;
    const draft = (await applications.findByClientId('nhan-su'))!;
    expect(draft).toMatchObject({ state: 'draft', article: '9.3a', class: 'basic', metadata: {} });
    const { application, secret } = await applications.apply(by, {
      ...definition('nhan-su'),
      class: 'basic',
    });
    expect(secret).toBeDefined();
    expect(application).toMatchObject({ id: draft.id, article: '9.3a', order: draft.order });
  });

  test('gives no secret to those who need none', async () => {
    const { applications } = world.app;
    const { redirect_uris: _uris, ...link } = definition('lien-ket', {
      link: 'https://tw.example/',
    });
    expect((await applications.apply(by, link)).secret).toBeUndefined();
    const open = definition('cong-khai', { token_endpoint_auth_method: 'none' });
    const { application, secret } = await applications.apply(by, open);
    expect(secret).toBeUndefined();
    await expect(applications.issueSecret(by, application.id)).rejects.toEqual(
      refusal('application.no-secret'),
    );
  });

  test.each([
    [{ class: 'unheard-of' }, 'application.class-unknown'],
    [{ owner_unit: 'H99' }, 'application.owner-unit-unknown'],
    [{ owner_unit: newId() }, 'application.owner-unit-unknown'],
    [{ state: 'active' as const }, 'application.no-owner'],
    [{ state: 'suspended' as const }, 'application.transition'],
    [{ redirect_uris: ['http://tinh.example/'] }, 'application.address'],
    [{ logo: 'x' }, 'application.unknown-field'],
  ])('with %j is refused and leaves nothing', async (wrong, code) => {
    const { applications } = world.app;
    const wanted = definition('khong-thanh', wrong as object);
    await expect(applications.apply(by, wanted)).rejects.toEqual(refusal(code));
    expect(await applications.findByClientId('khong-thanh')).toBeUndefined();
  });
});

describe('an application', () => {
  test('needs somebody to answer for it as long as it is active', async () => {
    const { applications } = world.app;
    const { application } = await applications.apply(by, definition('chu-quan'));
    const { id } = application;
    await expect(applications.setState(by, id, 'active')).rejects.toEqual(
      refusal('application.no-owner'),
    );
    await applications.edit(by, id, { owner_unit: 'H01.01' });
    expect(await applications.setState(by, id, 'active')).toMatchObject({ state: 'active' });
    await expect(applications.edit(by, id, { owner_unit: null })).rejects.toEqual(
      refusal('application.no-owner'),
    );
    await applications.edit(by, id, { owner_unit: null, contact: 'Tổ hỗ trợ' });
    expect(await applications.find(id)).toMatchObject({
      ownerUnitId: null,
      contact: 'Tổ hỗ trợ',
      metadata: application.metadata,
    });
  });

  test('moves between its states only, with the reason in the journal', async () => {
    const { applications, db } = world.app;
    const { application } = await applications.apply(
      by,
      definition('trang-thai', { contact: 'A' }),
    );
    const { id } = application;
    await applications.setState(by, id, 'active');
    await expect(applications.setState(by, id, 'active')).rejects.toEqual(
      refusal('application.transition'),
    );
    await applications.setState(by, id, 'suspended', { reason: 'bảo trì' });
    await applications.setState(by, id, 'retired');
    await expect(applications.setState(by, id, 'active')).rejects.toEqual(
      refusal('application.transition'),
    );
    const entries = await db.prisma.journalEntry.findMany({
      where: { applicationId: id, event: 'application.state-changed' },
      orderBy: { id: 'asc' },
    });
    expect(entries[1]?.detail).toEqual({
      before: { state: 'active' },
      after: { state: 'suspended', reason: 'bảo trì' },
    });
  });

  test('changes over to a new secret at once, or while the old one still counts', async () => {
    const { applications } = world.app;
    const { application, secret } = await applications.apply(by, definition('khoa'));
    const next = await applications.issueSecret(by, application.id, { keepPreviousSeconds: 3600 });
    const both = await secretsOf(application.id);
    const old = both.find((row) => row.hash === digest(secret!));
    expect(old!.expiresAt!.getTime() - world.app.clock.now().getTime()).toBeLessThan(3_600_001);
    expect(both.find((row) => row.hash === digest(next))).toMatchObject({ expiresAt: null });
    const last = await applications.issueSecret(by, application.id);
    expect((await secretsOf(application.id)).map((row) => row.hash)).toEqual([digest(last)]);
    for (const id of ['x', newId()])
      await expect(applications.issueSecret(by, id)).rejects.toEqual(
        refusal('application.not-found'),
      );
  });

  test('of our own stays as it is', async () => {
    const { applications } = world.app;
    const portal = (await applications.findByClientId('portal'))!;
    expect(portal.metadata.redirect_uris).toEqual([`${world.publicUrl}/callback`]);
    const own = refusal('application.built-in');
    await expect(applications.setState(by, portal.id, 'retired')).rejects.toEqual(own);
    await expect(applications.setState(by, portal.id, 'suspended')).rejects.toEqual(own);
    await expect(applications.edit(by, portal.id, { name: 'Khác' })).rejects.toEqual(own);
    await expect(applications.issueSecret(by, portal.id)).rejects.toEqual(own);
    await expect(applications.apply(by, definition('console'))).rejects.toEqual(own);
    expect(await applications.find(portal.id)).toEqual(portal);
  });

  test('is listed by state and class', async () => {
    const { applications } = world.app;
    const basic = await applications.list({ class: 'basic', state: 'draft' });
    expect(basic.map(({ clientId }) => clientId)).toContain('tai-san');
    expect(basic.every((one) => one.class === 'basic' && one.state === 'draft')).toBe(true);
    expect((await applications.list()).at(-1)?.builtIn).toBe(true);
  });
});
