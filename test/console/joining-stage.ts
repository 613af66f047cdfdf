// One administrator and two directories that know the same seven people, by other names.
import { expect } from '@jest/globals';
import { commandLine as by, system } from '../../src/journal/actor.ts';
import { createBrowser } from '../support/browser.ts';
import {
  group,
  person,
  personDn,
  personPassword,
  root,
  suffix,
  unit,
} from '../support/organization.ts';
import { addApplication } from '../support/people.ts';
import { startSlapd, type Slapd } from '../support/slapd.ts';
import { startDesk } from './desk.ts';

export const passwordThere = 'Kien-Giang-mat-khau-2!';
export type JoiningStage = Awaited<ReturnType<typeof startJoiningStage>>;

export async function startJoiningStage() {
  const desk = await startDesk();
  const app = () => desk.world.app;
  const slapds: Slapd[] = [];
  const sources: string[] = [];

  async function addSource(name: string, ldif: readonly string[]) {
    const slapd = await startSlapd({ ldif: [root, ...ldif].join('\n') });
    slapds.push(slapd);
    const source = await app().sources.save(system, {
      name,
      everyMinutes: 0,
      password: slapd.adminPassword,
      settings: {
        urls: [slapd.url],
        security: 'startTls',
        ca: slapd.ca,
        bindDn: slapd.adminDn,
        bases: { people: `ou=units,${suffix}`, groups: `ou=groups,${suffix}` },
        changes: { method: 'none' },
        brake: { maxLeavingPercent: 100, maxLeavingCount: 100 },
      },
    });
    sources.push(source.id);
  }
  const run = async (at: number) => {
    const done = await app().sync.run(system, sources[at]!);
    expect([done.state, done.reason]).toEqual(['applied', null]);
    return done;
  };

  const account = async (login: string) => {
    const found = await app().accounts.findByLoginName(login);
    return found!.account;
  };
  const page = async (id: string) => (await app().accounts.page(id))!;
  const applicationsOf = async (id: string) =>
    (await app().access.decisionsOf(id))
      .filter(({ decision }) => decision.allowed)
      .map(({ application }) => application.clientId)
      .filter((name) => !['console', 'portal'].includes(name))
      .sort();

  /** Where a sign-in at the portal ends, as the page says it. */
  async function signIn(login: string, password: string): Promise<'in' | number> {
    const browser = createBrowser(desk.world.publicUrl);
    await browser.get('/');
    const seen = await browser.submit({ login, password });
    return seen.text.includes('Xin chào') ? 'in' : seen.status;
  }
  const events = async (accountId: string) =>
    (await app().journal.search({ accountId, limit: 20 })).items.map(({ event }) => event);

  const deed = async (path: string, button: string) => {
    const seen = await desk.browser.get(path);
    expect(seen.status).toBe(200);
    return { seen, done: await desk.browser.submit({ reason: 'Cùng một người' }, button) };
  };

  /** The accounts of one person: `here` in An Giang, `there` in Kiên Giang. */
  async function both(here: string, there: string) {
    return { here: await account(here), there: await account(there) };
  }
  const joinThem = async (here: string, there: string) => {
    const pair = await both(here, there);
    await deed(`/people/${pair.here.id}/join/${pair.there.id}`, 'Gộp');
    return pair;
  };

  const names = ['an', 'binh', 'chi', 'dung', 'em', 'giang', 'hoa'];
  await addSource('An Giang cũ', [
    unit('snv', 'Sở Nội vụ', 'H01.01'),
    ...names.map((name, i) =>
      person(`${name}.ag`, 'snv', `Nguyễn Văn ${name}`, [`employeeNumber: CB-${i}`]),
    ),
    person('ag2.an', 'snv', 'Người khác'),
    group('Văn thư', [personDn('an.ag', 'snv'), personDn('binh.ag', 'snv')]),
  ]);
  await addSource('Kiên Giang cũ', [
    unit('sct', 'Sở Công Thương', 'H02.02'),
    ...names.map((name, i) =>
      person(`${name}.kg`, 'sct', `Nguyễn Văn ${name}`, [
        `employeeNumber: CB-${i}`,
        'mobile: 0912345678',
        'title: Phó Giám đốc',
      ]).replace(personPassword, passwordThere),
    ),
    group(
      'Lãnh đạo',
      names.map((name) => personDn(`${name}.kg`, 'sct')),
    ),
  ]);
  await run(0);
  await run(1);
  for (const [clientId, code] of [
    ['van-ban', 'Văn thư'],
    ['bao-cao', 'Lãnh đạo'],
  ] as const) {
    const application = await addApplication(app(), clientId);
    const found = (await app().groups.search({ text: code, limit: 5 })).items[0]!;
    await app().grants.add(by, {
      subject: { type: 'group', id: found.id },
      applicationId: application.id,
      effect: 'allow',
    });
  }

  const end = async () => {
    await desk.world.end();
    for (const slapd of slapds) await slapd.end();
  };
  return {
    desk,
    app,
    slapds,
    sources,
    run,
    account,
    page,
    applicationsOf,
    signIn,
    events,
    deed,
    both,
    joinThem,
    end,
  };
}
