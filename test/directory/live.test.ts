// What happens in a real slapd is felt in the applications: within moments, on whichever node.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createServer } from 'node:http';
import type { SourceSettingsInput } from '../../src/directory/settings.ts';
import { remove, rename, replace } from '../support/ldif-changes.ts';
import { group, manyPeople, person, personDn, suffix } from '../support/organization.ts';
import { startSlapd, type Slapd } from '../support/slapd.ts';
import {
  by,
  listen,
  startSecondNode,
  startStage,
  urlOf,
  type RelyingParty,
  type Stage,
} from '../oidc/stage.ts';
import { until } from '../support/until.ts';

const people = 100;
const patience = 15_000; // of a machine that does much else; what is really needed stands in the failure
let stage: Stage;
let slapd: Slapd;
let sourceId: string;
let app: RelyingParty;
const heard: string[] = [];
const receiver = listen(
  createServer((req, res) => {
    req.on('data', (chunk: Buffer) => heard.push(chunk.toString()));
    req.on('end', () => res.writeHead(200).end());
  }),
);

const uidOf = (i: number) => `p${i}.u${i % 20}`;
const dnOf = (i: number) => personDn(uidOf(i), `u${i % 20}`);

const settings = (changes: Partial<SourceSettingsInput> = {}): SourceSettingsInput => ({
  urls: [slapd.url],
  security: 'startTls',
  ca: slapd.ca,
  bindDn: slapd.adminDn,
  bases: { people: `ou=units,${suffix}`, groups: `ou=groups,${suffix}` },
  changes: { method: 'auto' },
  ...changes,
});
const save = (more: { id?: string; settings?: SourceSettingsInput; enabled?: boolean } = {}) =>
  stage.app.sources.save(by, {
    name: 'Thư mục tỉnh',
    everyMinutes: 0,
    settings: settings(),
    password: slapd.adminPassword,
    ...more,
  });

const personOf = async (username: string) => {
  const found = await stage.app.db.prisma.account.findUnique({
    where: { username },
    include: { posts: { include: { unit: true } }, groups: { include: { group: true } } },
  });
  return found;
};
const stateOf = async (i: number) => (await personOf(uidOf(i)))?.state;
const live = () => stage.app.statuses.of(sourceId);
const running = () => until(async () => (await live())?.state === 'running', patience);

beforeAll(async () => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  slapd = await startSlapd({ ldif: manyPeople(people), sessionLog: 500 });
  stage = await startStage();
  const told = { backchannel_logout_uri: `${urlOf(await receiver)}/out` };
  app = await stage.application('phan-mem', told);
  sourceId = (await save()).id;
  await running();
}, 60_000);
afterAll(async () => {
  await stage.end();
  await slapd.end();
  (await receiver).close();
});

test('a source that is switched on is read and then followed, without anybody asking', async () => {
  expect(await live()).toMatchObject({ method: 'syncrepl', persistent: true, reason: null });
  expect(await stage.app.db.prisma.account.count({ where: { sourceId } })).toBe(people + 1);
});

test('a person suspended in the directory is out of every application within moments', async () => {
  const { id } = (await personOf(uidOf(1)))!;
  await stage.allow(app, id);
  const { tokens, browser } = await stage.tokensOf(app, id);
  expect((await stage.userinfo(tokens.access_token)).status).toBe(200);

  const start = performance.now();
  slapd.modify(replace(dnOf(1), 'employeeType', 'nghihuu'));
  const out = async () =>
    (await stage.userinfo(tokens.access_token)).status === 401 &&
    (await stage.refresh(app, tokens.refresh_token)).status === 400 &&
    (await stage.app.oidc.sessions.list(id)).length === 0 &&
    heard.length === 1;
  await until(out, patience).catch(() => {
    throw new Error(`not out after ${Math.round(performance.now() - start)} ms`);
  });
  expect(await personOf(uidOf(1))).toMatchObject({ stateReason: 'disabled-in-directory' });
  const page = await browser.get(stage.authorizeUrl(app, 'v'), { follow: false });
  expect(page.location).toContain('/sign-in/');
});

test('what changes in the directory changes here: new, moved, renamed, deleted, in a group', async () => {
  slapd.modify(person('moi.u1', 'u1', 'Trần Thị Mới').replace('\n', '\nchangetype: add\n'));
  slapd.modify(rename(dnOf(2), 'uid=p2.u3', `ou=u3,ou=units,${suffix}`));
  slapd.modify(remove(dnOf(4)));
  slapd.modify(group('truc-ban', [dnOf(5)]).replace('\n', '\nchangetype: add\n'));
  await until(async () => (await personOf('moi.u1'))?.state === 'active', patience);
  await until(
    async () => (await personOf('p2.u3'))?.posts[0]?.unit.name === 'Đơn vị số 3',
    patience,
  );
  await until(async () => (await stateOf(4)) === 'suspended', patience);
  await until(
    async () => Boolean((await personOf(uidOf(5)))?.groups.some(({ group: { code } }) => code)),
    patience,
  );
  expect((await live())!.changedAt).not.toBeNull();
});

test('a unit that is renamed keeps its people, who stand under the new name', async () => {
  slapd.modify(rename(`ou=u6,ou=units,${suffix}`, 'ou=u66'));
  await until(async () => Boolean((await personOf(uidOf(6)))?.dn?.includes('ou=u66')), patience);
  expect(await personOf(uidOf(6))).toMatchObject({
    state: 'active',
    posts: [{ unit: { name: 'Đơn vị số 6' } }],
  });
});

test('what happened while the directory was away is made up for when it is back', async () => {
  await slapd.stop();
  await until(async () => (await live())?.state === 'waiting', patience);
  expect((await live())?.reason).toBe('directory.unreachable');
  await slapd.start();
  slapd.modify(replace(dnOf(7), 'employeeType', 'nghihuu'));
  await until(async () => (await stateOf(7)) === 'suspended', patience);
  await running();
});

describe('where many leave at once', () => {
  /** Whoever left while the run was held was not shown yet: it is held once more, with all of them. */
  async function release(runId: string): Promise<void> {
    const run = await stage.app.sync.release(by, runId);
    if (run.state === 'held') await release(run.id);
    else expect(run.state).toBe('applied');
  }

  test('nothing is applied until an administrator has looked', async () => {
    for (let i = 40; i < 60; i++) if (i % 20 !== 6) slapd.modify(remove(dnOf(i)));
    await until(async () => (await live())?.state === 'held', patience);
    const { runId } = (await live())!;
    const run = await stage.app.sync.findRun(runId!);
    expect(run).toMatchObject({ state: 'held', reason: 'too-many-leaving' });
    const gone = await stage.app.db.prisma.account.count({
      where: { stateReason: 'left-directory' },
    });
    expect(gone).toBeLessThan(11); // a tenth at most, however they were told
    await release(runId!);
    await until(async () => (await stateOf(59)) === 'suspended', patience);
    await running();
  });

  test('one after the other is no way around it', async () => {
    for (let i = 60; i < 79; i++) {
      if (i % 20 === 6) continue;
      slapd.modify(remove(dnOf(i)));
      await new Promise((done) => setTimeout(done, 300)); // each in a delta of its own
      if ((await live())?.state === 'held') break;
    }
    await until(async () => (await live())?.state === 'held', patience);
    await release((await live())!.runId!);
    await running();
  });
});

test('settings that change begin the following anew; a source that is switched off is left alone', async () => {
  await save({
    id: sourceId,
    settings: settings({ changes: { method: 'timestamp', everySeconds: 5 } }),
  });
  await until(async () => (await live())?.method === 'timestamp', patience);
  slapd.modify(replace(dnOf(8), 'employeeType', 'nghihuu'));
  await until(async () => (await stateOf(8)) === 'suspended', patience);

  await save({ id: sourceId, enabled: false });
  await until(async () => (await live())?.state === 'stopped', patience);
  await save({ id: sourceId, enabled: true });
  await running();
});

test('a lock that is lost, as with a connection to the database, is taken up again', async () => {
  await stage.app.db.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = 'motchia locks' AND datname = current_database()`,
  );
  slapd.modify(replace(dnOf(10), 'employeeType', 'nghihuu'));
  await until(async () => (await stateOf(10)) === 'suspended', patience);
  await running();
});

test('another node goes on where one ends', async () => {
  const second = await startSecondNode(stage);
  await stage.app.live.stop();
  slapd.modify(replace(dnOf(9), 'employeeType', 'nghihuu'));
  await until(async () => (await stateOf(9)) === 'suspended', patience);
  await second.end();
});
