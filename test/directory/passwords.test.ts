// Passwords checked by a bind, and sources as administrators set them up.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from '../../src/directory/connection.ts';
import { answerOf } from '../../src/directory/bind-answer.ts';
import { endpointOf } from '../../src/directory/source-safe.ts';
import { system } from '../../src/journal/actor.ts';
import { startDirectoryWorld, type DirectoryWorld } from '../support/directory-world.ts';
import {
  manyPeople,
  person,
  personDn,
  personPassword,
  root,
  service,
  suffix,
  unit,
} from '../support/organization.ts';
import { startSlapd } from '../support/slapd.ts';
import { fakeServer } from './fake-server.ts';

let world: DirectoryWorld;
let sourceId: string;

beforeAll(async () => {
  world = await startDirectoryWorld({ ldif: manyPeople(600) });
  sourceId = (await world.addSource('Thư mục')).id;
  await world.sync.run(system, sourceId);
}, 60_000);
afterAll(() => world.end());

describe('the password of a person', () => {
  const dn = personDn('p1.u1', 'u1');
  const check = (password: string, of = dn) => world.signIn.check({ sourceId, dn: of }, password);

  test('is right or wrong, over one connection or many at once', async () => {
    expect(await check(personPassword)).toBe('ok');
    expect(await check('wrong')).toBe('wrong');
    const many = await Promise.all(
      Array.from({ length: 20 }, (_, i) => check(i % 2 ? personPassword : 'wrong')),
    );
    expect(many).toEqual(many.map((_, i) => (i % 2 ? 'ok' : 'wrong')));
  });

  test('is never empty, and a name never is either', async () => {
    expect(await check('')).toBe('wrong');
    const connection = await connect(endpointOf((await world.sources.find(sourceId))!.settings));
    expect(await connection.bind('', '')).toMatchObject({ code: 49 });
    expect(await connection.bind(dn, '')).toMatchObject({ code: 49 });
    connection.close();
  });

  test('is found again when the entry moved since the last sync', async () => {
    const old = personDn('p2.u2', 'u2');
    world.slapd.modify(
      `dn: ${old}\nchangetype: modrdn\nnewrdn: uid=p2.u2\ndeleteoldrdn: 1\nnewsuperior: ou=u3,ou=units,${suffix}\n`,
    );
    expect(await check(personPassword, old)).toBe('ok');
    expect(await check('wrong', old)).toBe('wrong');
  });

  test('of nobody is wrong, and of a source that is not there cannot be asked', async () => {
    expect(await check('x', personDn('nobody', 'u1'))).toBe('wrong');
    const elsewhere = { sourceId: '00000000-0000-7000-8000-000000000000', dn };
    expect(await world.signIn.check(elsewhere, 'x')).toBe('unreachable');
  });

  test('cannot be asked while slapd is stopped; after its return it can, over a new connection', async () => {
    await check(personPassword);
    await world.slapd.stop();
    const before = Date.now();
    expect(await check(personPassword)).toBe('down');
    expect(Date.now() - before).toBeLessThan(5_500);
    await world.slapd.start();
    expect(await check(personPassword)).toBe('ok');
  });

  test('takes no longer than five seconds where the directory hangs', async () => {
    const server = await fakeServer(() => undefined);
    const settings = { ...world.settings(), urls: [...server.endpoint.urls], allowPlain: true };
    const hanging = { ...settings, security: 'plain' as const, ca: null };
    const { id } = await world.sources.save(system, {
      name: 'Treo',
      settings: hanging,
      password: 'x',
    });
    const before = Date.now();
    expect(await world.signIn.check({ sourceId: id, dn }, 'x')).toBe('down');
    expect(Date.now() - before).toBeLessThan(5_500);
    await server.end();
  });

  test.each([
    [0, '', undefined, 'ok'],
    [0, '', 2, 'must-change'],
    [49, '', undefined, 'wrong'],
    [
      49,
      '80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data 52e, v1db1',
      undefined,
      'wrong',
    ],
    [49, 'AcceptSecurityContext error, data 775, v1db1', undefined, 'locked'],
    [49, 'AcceptSecurityContext error, data 533, v1db1', undefined, 'disabled'],
    [49, 'AcceptSecurityContext error, data 773, v1db1', undefined, 'must-change'],
    [49, 'AcceptSecurityContext error, data 530, v1db1', undefined, 'outside-hours'],
    [49, 'AcceptSecurityContext error, data 531, v1db1', undefined, 'wrong-workstation'],
    [49, 'AcceptSecurityContext error, data 532, v1db1', undefined, 'expired'],
    [49, 'AcceptSecurityContext error, data 701, v1db1', undefined, 'account-expired'],
    [19, 'Exceed password retry limit. Please try later.', undefined, 'locked'],
    [49, '', 1, 'locked'],
    [49, '', 0, 'expired'],
    [53, '', undefined, 'inactivated'],
    [53, 'Account inactivated. Contact system administrator.', 1, 'inactivated'],
    [52, '', undefined, undefined],
  ])('result %i %s %s means %s', (code, message, policyError, answer) =>
    expect(answerOf({ code, message, policyError })).toBe(answer),
  );
});

describe('a source', () => {
  test('never gives its password back, and asks for it anew before sending it elsewhere', async () => {
    const source = (await world.sources.find(sourceId))!;
    expect(JSON.stringify(source)).not.toContain(world.slapd.adminPassword);
    const stored = await world.db.prisma.source.findUniqueOrThrow({ where: { id: sourceId } });
    expect(JSON.stringify(stored)).not.toContain(world.slapd.adminPassword);
    const elsewhere = { ...source.settings, urls: ['ldap://evil.example'] };
    const input = { id: sourceId, name: source.name, settings: elsewhere };
    await expect(world.sources.save(system, input)).rejects.toThrow('source.password-missing');
    await expect(world.sources.test(input)).resolves.toMatchObject({
      error: { code: 'source.password-missing' },
    });
    const renamed = { ...input, name: 'Thư mục của tỉnh', settings: source.settings };
    expect(await world.sources.save(system, renamed)).toMatchObject({ name: 'Thư mục của tỉnh' });
    expect(await world.sources.test(sourceId)).toMatchObject({ ok: true });
  });

  test('its changes are in the journal, its password is not', async () => {
    const entries = await world.db.prisma.journalEntry.findMany({ where: { objectId: sourceId } });
    expect(entries.map(({ event }) => event)).toEqual(['source.created', 'source.updated']);
    expect(
      JSON.stringify(entries, (_, value) => (typeof value === 'bigint' ? 0 : (value as unknown))),
    ).not.toContain(world.slapd.adminPassword);
  });

  test('can be tried out: what it would read, or why it cannot', async () => {
    const report = await world.sources.test(sourceId);
    expect(report).toMatchObject({ ok: true, people: 500, units: 20, groups: 1 });
    expect(report.sample[0]?.fullName).toBeTruthy();
    const settings = { ...world.settings(), bases: { people: 'ou=nowhere,dc=vn' } };
    const wrong = { name: 'x', settings, password: world.slapd.adminPassword };
    expect(await world.sources.test(wrong)).toMatchObject({ error: { code: 'directory.no-base' } });
  });

  test('with mistakes is refused with the field that is wrong', async () => {
    const settings = { ...world.settings(), bindDn: 'nobody' };
    const save = world.sources.save(system, { name: 'x', settings, password: 'x' });
    await expect(save).rejects.toMatchObject({
      code: 'source.invalid',
      params: { field: 'bindDn' },
    });
  });
});

test('two sources with the same people never share a name', async () => {
  const twin = await startSlapd({
    ldif: [
      root,
      unit('u1', 'Đơn vị khác', 'H01.91'),
      service,
      person('p1.u1', 'u1', 'Lê Khác'),
    ].join('\n'),
  });
  const input = { ...world.settings(), urls: [twin.url], ca: twin.ca };
  const { id } = await world.sources.save(system, {
    name: 'Thư mục cũ',
    settings: input,
    password: twin.adminPassword,
  });
  const run = await world.sync.run(system, id);
  expect(await world.sync.rejections(run.id)).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({ reason: 'username-taken', detail: { value: 'p1.u1' } }),
      expect.objectContaining({ reason: 'unit-code-taken' }),
    ]),
  );
  expect((await world.person('p1.u1')).fullName).not.toBe('Lê Khác');
  await twin.end();
});
