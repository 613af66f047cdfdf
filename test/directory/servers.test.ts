// Several servers of one source: dead, hanging, back again; and the other sources meanwhile.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { isDead } from '../../src/directory/health.ts';
import { system } from '../../src/journal/actor.ts';
import { startVerbs } from '../support/directory-world.ts';
import { person, personDn, personPassword, root, suffix, unit } from '../support/organization.ts';
import { startSlapd, type Slapd } from '../support/slapd.ts';

let verbs: Awaited<ReturnType<typeof startVerbs>>;
let first: Slapd;
let second: Slapd;
let other: Slapd;
let sourceId: string;
let otherId: string;

const ldif = [root, unit('skhcn', 'Sở Khoa học', 'H01.14'), person('an', 'skhcn', 'Lê An')];
const dn = personDn('an', 'skhcn');
const check = (password = personPassword, id = sourceId) =>
  verbs.signIn.check({ sourceId: id, dn }, password);

beforeAll(async () => {
  verbs = await startVerbs();
  [first, second, other] = (await Promise.all(
    [1, 2, 3].map(() => startSlapd({ ldif: ldif.join('\n') })),
  )) as [Slapd, Slapd, Slapd];
  otherId = await addSource('Nguồn khác', [other]);
}, 60_000);
afterAll(async () => {
  await verbs.end();
  await Promise.all([first, second, other].map((slapd) => slapd.end()));
});
/** A source of its own for each test: what is known of its servers is forgotten. */
beforeEach(async () => {
  sourceId = await addSource(`Hai máy chủ ${expect.getState().currentTestName}`, [first, second]);
});

/** Plain, since each slapd has an authority of its own. */
async function addSource(name: string, slapds: readonly Slapd[]): Promise<string> {
  const { id } = await verbs.sources.save(system, {
    name: name.slice(0, 100),
    everyMinutes: 0,
    settings: {
      urls: slapds.map(({ url }) => url),
      security: 'plain',
      allowPlain: true,
      bindDn: first.adminDn,
      bases: { people: `ou=units,${suffix}` },
      connectSeconds: 1,
    },
    password: first.adminPassword,
  });
  return id;
}

/** Of the first and of the second server. */
const deadServers = (): boolean[] =>
  [first, second].map(({ url }) =>
    verbs.servers
      .known()
      .some((seen) => seen.sourceId === sourceId && seen.url === url && isDead(seen.health)),
  );

const took = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

describe('two servers', () => {
  test('the second takes over when the first is killed, and keeps the work when it is back', async () => {
    expect(await check()).toBe('ok');
    await first.kill();
    expect(await check()).toBe('ok');
    expect(await check('wrong')).toBe('wrong');
    expect(deadServers()).toEqual([true, false]);

    await first.start();
    const source = await verbs.safe.open(sourceId);
    await verbs.servers.probe(source, first.url);
    expect(deadServers()).toEqual([false, false]);
    await second.kill(); // whoever is asked now: the one that did the work notices it
    expect(await check()).toBe('ok');
    expect(deadServers()).toEqual([false, true]);
    await second.start();
  });

  test('one that takes connections and says nothing costs the first sign-in a share of the time, the next none', async () => {
    first.hang();
    try {
      expect(await check()).toBe('ok');
      expect(deadServers()).toEqual([true, false]);
      expect(await took(check)).toBeLessThan(1_000);
    } finally {
      first.resume();
    }
  });

  test('with both hanging all answers come within the time for one, and say that nobody can be asked', async () => {
    first.hang();
    second.hang();
    try {
      const answers: string[] = [];
      const many = () =>
        Promise.all(Array.from({ length: 20 }, async () => answers.push(await check())));
      expect(await took(many)).toBeLessThan(6_500);
      expect(new Set(answers)).toEqual(new Set(['down']));
      expect(verbs.signIn.troubled()).toBe(true);
      expect(await took(check)).toBeLessThan(1_500); // known by now: a glance
    } finally {
      first.resume();
      second.resume();
    }
    expect(await check()).toBe('ok');
  });

  test('a server that is back is found by the first sign-in after it', async () => {
    await Promise.all([first.kill(), second.kill()]);
    expect(await check()).toBe('down');
    await second.start();
    expect(await check()).toBe('ok');
    expect(deadServers()).toEqual([true, false]);
    await first.start();
  });

  test('a sync reads from the one that is left', async () => {
    first.hang();
    try {
      const run = await verbs.sync.run(system, sourceId, { dryRun: true });
      expect(run).toMatchObject({ state: 'applied', counts: { people: 1 } });
      expect(deadServers()).toEqual([true, false]);
    } finally {
      first.resume();
    }
    await second.kill(); // the dead one is tried last, and not left out
    expect(await verbs.sync.run(system, sourceId, { dryRun: true })).toMatchObject({
      state: 'applied',
    });
    expect(deadServers()).toEqual([false, true]);
    await second.start();
  });
});

test('while one source hangs with all it may have in flight, another answers as ever', async () => {
  first.hang();
  second.hang();
  try {
    const stuck = Array.from({ length: 60 }, () => check());
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => check(personPassword, otherId)),
    );
    expect(new Set(answers)).toEqual(new Set(['ok']));
    const others = await Promise.all(stuck);
    // Those beyond the bound are told at once, and do not count as an outage.
    expect(others.filter((answer) => answer === 'unreachable').length).toBeGreaterThanOrEqual(28);
    expect(others.filter((answer) => answer === 'down').length).toBeGreaterThanOrEqual(1);
    expect(others).not.toContain('ok');
  } finally {
    first.resume();
    second.resume();
  }
});
