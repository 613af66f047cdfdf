// The commands of motchia against a real database, as text, as JSON, and by their exit codes.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startDirectoryServer } from '../../src/demo/directory-server/directory-server.ts';
import { directoryPassword, directorySettings } from '../../src/demo/source.ts';
import { system } from '../../src/journal/actor.ts';
import { startWorld, type World } from '../support/world.ts';
import { createTerminal, environmentOf, type Terminal } from './terminal.ts';

let world: World;
let terminal: Terminal;
let folder: string;
let environment: Record<string, string>;

beforeAll(async () => {
  world = await startWorld();
  folder = mkdtempSync(join(tmpdir(), 'motchia-cli-'));
  environment = environmentOf(world);
  terminal = createTerminal(environment, folder);
});
afterAll(() => world.end());

function file(name: string, content: unknown): string {
  writeFileSync(
    join(folder, name),
    typeof content === 'string' ? content : JSON.stringify(content),
  );
  return name;
}

const tasks = {
  client_id: 'tasks',
  name: 'Theo dõi nhiệm vụ',
  class: 'shared',
  contact: 'Phòng CNTT',
  state: 'active',
  redirect_uris: ['https://tasks.example.gov.vn/callback'],
};

describe('applications', () => {
  test('are applied from a file; the secret is shown once and never again', async () => {
    const first = await terminal.json('app', 'apply', file('tasks.json', tasks));
    expect(first.exit).toBe(0);
    expect(first.value.issuer).toBe(`${world.publicUrl}/oidc`);
    const [application] = first.value.applications;
    expect(application).toMatchObject({ clientId: 'tasks', state: 'active', changed: true });
    expect(application.secret).toMatch(/^[\w-]{43}$/);
    const second = await terminal.json('app', 'apply', 'tasks.json');
    expect(second.value.applications[0]).toMatchObject({ clientId: 'tasks', changed: false });
    expect(second.value.applications[0].secret).toBeUndefined();
  });

  test('are connected by the example of docs/connect.md as it stands', async () => {
    const by = { ...system, name: 'test' };
    await world.app.units.create(by, { name: 'Sở Khoa học và Công nghệ', code: 'H01.14' });
    const guide = readFileSync('docs/connect.md', 'utf8');
    const [, example = ''] = /```json\n([^]*?)```/.exec(guide) ?? [];
    const { exit, value } = await terminal.json('app', 'apply', file('example.json', example));
    expect([exit, value.applications?.[0].state]).toEqual([0, 'active']);
  });

  test('are applied several at once from an array, and told in text', async () => {
    const more = ['a', 'b'].map((x) => ({ ...tasks, client_id: `tasks-${x}`, name: `Việc ${x}` }));
    const { exit, out } = await terminal.run('app', 'apply', file('more.json', more));
    expect(exit).toBe(0);
    expect(out).toContain('tasks-a  Việc a: applied\n  client_secret, shown only now: ');
    expect(out).toContain('tasks-b');
  });

  test('with mistakes change nothing, and every mistake is told', async () => {
    const wrong = [
      { ...tasks, name: 'Tên khác' },
      { ...tasks, client_id: 'Wrong!', redirect_uris: ['http://far.example/cb'], surprise: 1 },
    ];
    const { exit, value } = await terminal.json('app', 'apply', file('wrong.json', wrong));
    expect([exit, value.error.code]).toEqual([1, 'application.definition']);
    const told: string[] = value.error.message.split('\n');
    expect(told.map((line) => line.split(':').slice(0, 2).join(':')).toSorted()).toEqual([
      '2: client_id',
      '2: redirect_uris',
      '2: surprise',
    ]);
    const list = await terminal.json('app', 'list');
    expect(list.value.find((a: { clientId: string }) => a.clientId === 'tasks').name).toBe(
      tasks.name,
    );
  });

  test('from a file that is no JSON, or is not there, are refused with the reason', async () => {
    expect((await terminal.run('app', 'apply', file('bad.json', '{'))).err).toContain('bad.json');
    expect((await terminal.json('app', 'apply', 'missing.json')).value.error.code).toBe(
      'file.unreadable',
    );
  });

  test('are listed with their state', async () => {
    const { exit, out } = await terminal.run('app', 'list');
    expect(exit).toBe(0);
    expect(out).toMatch(/^tasks +active +shared +Theo dõi nhiệm vụ$/m);
  });
});

describe('administrators', () => {
  test('get a generated password where nobody can be asked, shown once', async () => {
    const { exit, value } = await terminal.json(
      'admin',
      'create',
      'quantri',
      '--name',
      'Quản trị hệ thống',
    );
    expect(exit).toBe(0);
    expect(value.password).toHaveLength(20);
    expect(await world.app.passwords.check(value.id, value.password)).toBe(true);
    const decision = await world.app.access.decisionByClient(value.id, 'console');
    expect(decision?.decision.allowed).toBe(true);
  });

  test('take the password from standard input', async () => {
    const password = 'Mat-Khau-Rat-Dai-2026';
    const piped = createTerminal(environment, folder, { input: `${password}\n` });
    const { value } = await piped.json('admin', 'create', 'quantri2', '--password-stdin');
    expect(value.password).toBeUndefined();
    expect(await world.app.passwords.check(value.id, password)).toBe(true);
  });

  test('are asked twice at a terminal; a slip creates nothing', async () => {
    const slip = createTerminal(environment, folder, {
      answers: ['Mat-Khau-Rat-Dai-2026', 'other'],
    });
    expect((await slip.json('admin', 'create', 'quantri3')).value.error.code).toBe(
      'password.differs',
    );
    expect(await world.app.accounts.findByLoginName('quantri3')).toBeUndefined();
  });

  test('are not created under another name than was typed: it is proposed', async () => {
    for (const typed of ['quản trị', 'QuanTri']) {
      const { exit, value } = await terminal.json('admin', 'create', typed);
      expect([exit, value.error.code]).toEqual([1, 'account.username-folded']);
      expect(value.error.message).toContain('quantri');
    }
  });

  test('with a weak password, or a name that is taken, are not created', async () => {
    const weak = createTerminal(environment, folder, { input: 'short' });
    const { exit, value } = await weak.json('admin', 'create', 'quantri4', '--password-stdin');
    expect([exit, value.error.code]).toEqual([1, 'password.too-short']);
    expect(await world.app.accounts.findByLoginName('quantri4')).toBeUndefined();
    expect((await terminal.json('admin', 'create', 'quantri')).value.error.code).toBe(
      'account.username-taken',
    );
  });
});

describe('rules', () => {
  test('refuse by default, let in, keep out, and are taken back; explain tells each time', async () => {
    const no = await terminal.json('explain', 'quantri', 'tasks');
    expect([no.exit, no.value.allowed, no.value.code]).toEqual([3, false, 'no-grant']);
    expect((await terminal.json('grant', 'allow', 'everyone', 'tasks')).exit).toBe(0);
    const yes = await terminal.run('explain', 'quantri', 'tasks');
    expect([yes.exit, yes.out]).toEqual([0, expect.stringContaining('may use Theo dõi nhiệm vụ')]);
    const deny = await terminal.json('grant', 'deny', 'quantri', 'tasks', '--reason', 'thử');
    expect(deny.value).toMatchObject({
      effect: 'deny',
      subject: 'account',
      reason: 'thử',
      changed: true,
    });
    const denied = await terminal
      .json('explain', 'account:quantri', 'tasks')
      .catch(() => undefined);
    expect(denied?.exit).toBe(1); // explain takes a person, not a subject
    expect((await terminal.json('explain', 'quantri', 'tasks')).value.code).toBe('denied');
    expect((await terminal.run('grant', 'remove', 'account:quantri', 'tasks')).exit).toBe(0);
    expect((await terminal.run('grant', 'remove', 'everyone', 'tasks')).exit).toBe(0);
    expect((await terminal.run('explain', 'quantri', 'tasks')).exit).toBe(3);
    expect((await terminal.json('grant', 'remove', 'everyone', 'tasks')).value.error.code).toBe(
      'grant.not-found',
    );
  });

  test('name groups and units by code', async () => {
    const by = { ...system, name: 'test' };
    await world.app.units.create(by, { name: 'Sở Thử nghiệm', code: 'H99.01' });
    await world.app.groups.create(by, { code: 'van-thu', name: 'Văn thư' });
    expect((await terminal.json('grant', 'allow', 'unit:H99.01', 'tasks')).value.subject).toBe(
      'unit',
    );
    expect((await terminal.json('grant', 'allow', 'group:van-thu', 'tasks')).value.subject).toBe(
      'group',
    );
    expect((await terminal.json('grant', 'allow', 'group:nobody', 'tasks')).value.error.code).toBe(
      'group.not-found',
    );
    expect((await terminal.json('grant', 'allow', 'unit:nowhere', 'tasks')).value.error.code).toBe(
      'unit.not-found',
    );
    expect((await terminal.json('grant', 'allow', 'planet:mars', 'tasks')).exit).toBe(2);
    expect((await terminal.json('grant', 'allow', 'nobody', 'tasks')).value.error.code).toBe(
      'account.not-found',
    );
    expect((await terminal.json('grant', 'allow', 'quantri', 'nothing')).value.error.code).toBe(
      'application.not-found',
    );
  });
});

describe('the journal', () => {
  test('tells what the commands did, and who called them', async () => {
    const { exit, value } = await terminal.json(
      'journal',
      'list',
      '--event',
      'grant.added',
      '--app',
      'tasks',
    );
    expect(exit).toBe(0);
    expect(value.items.length).toBeGreaterThan(2);
    expect(value.items[0]).toMatchObject({
      event: 'grant.added',
      actorName: 'command line (tester)',
    });
  });

  test('is filtered by person, text, doer and time, and read page by page', async () => {
    const of = async (...filter: string[]) =>
      (await terminal.json('journal', 'list', ...filter)).value;
    expect((await of('--person', 'quantri2')).items.length).toBeGreaterThan(0);
    expect((await of('--text', 'quan tri he thong')).items.length).toBeGreaterThan(0);
    expect((await of('--by', 'command line', '--outcome', 'failure')).items).toEqual([]);
    expect((await of('--from', '2100-01-01')).items).toEqual([]);
    expect((await of('--to', '2000-01-01T00:00')).items).toEqual([]);
    const first = await of('--limit', '2');
    const second = await of('--limit', '2', '--before', first.next);
    expect(Number(second.items[0].id)).toBeLessThan(Number(first.items[1].id));
    const all = await of('--limit', '200');
    const ids = all.items.map(({ id }: { id: string }) => Number(id));
    expect(ids).toEqual(ids.toSorted((a: number, b: number) => b - a)); // numbers, not texts
  });

  test('prints a table in text', async () => {
    const { out } = await terminal.run('journal', 'list', '--limit', '1');
    expect(out).toMatch(/^id +time +event +about +with +by +address\n/);
    expect(out).toContain('Older entries: --before ');
  });

  test.each([
    ['--event', 'no.such'],
    ['--from', 'yesterday'],
    ['--limit', '0'],
    ['--outcome', 'perhaps'],
  ])('refuses %s %s as written wrongly', async (...words: string[]) => {
    expect((await terminal.run('journal', 'list', ...words)).exit).toBe(2);
  });
});

describe('sync', () => {
  test('without a source says that there is none', async () => {
    const { exit, value } = await terminal.json('sync', '--source', 'nowhere');
    expect([exit, value.error.code]).toEqual([1, 'source.not-found']);
    expect((await terminal.run('sync')).err).toContain('There is no directory yet');
  });

  test('shows what a dry run would change, applies it, and says in words why it could not', async () => {
    const ldif = readFileSync(join('src', 'demo', 'organization.ldif'), 'utf8');
    const directory = await startDirectoryServer({ port: 0, ldif, password: directoryPassword });
    await world.app.sources.save(system, {
      name: 'Thư mục',
      settings: directorySettings(directory.url),
      password: directoryPassword,
    });
    const dry = await terminal.run('sync', '--dry-run');
    expect(dry.out).toContain('Thư mục: dry run: can be applied');
    expect(dry.out).toMatch(/account +Nguyễn Văn An +create +username +nvan\.skhcn$/m);
    const applied = await terminal.run('sync');
    expect([applied.exit, applied.out]).toEqual([
      0,
      expect.stringMatching(/^Thư mục: applied\n {2}\d+ people read, /),
    ]);
    await directory.stop();
    const failed = await terminal.run('sync');
    expect([failed.exit, failed.out]).toEqual([
      1,
      expect.stringContaining('The directory cannot be reached'),
    ]);
  });
});
