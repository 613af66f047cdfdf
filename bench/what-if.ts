// What it costs to know beforehand who gains and who loses: a unit of some twenty thousand people closed and
// moved, a rule for everybody taken away, a shared rule refused to all. Nothing is kept. CPU of this process
// and of its one connection's backend, read from /proc (Linux).
// Use: npm run bench:what-if [-- --fresh]
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createGrants } from '../src/access/grants.ts';
import type { Scope } from '../src/access/scope.ts';
import { createWhatIf, EffectsUnseen } from '../src/access/what-if.ts';
import { systemClock } from '../src/core/clock.ts';
import { createDatabase, within, type Change, type Database } from '../src/core/database.ts';
import { createLogger } from '../src/core/logger.ts';
import { commandLine } from '../src/journal/actor.ts';
import { createUnits } from '../src/organization/units.ts';
import { withProvince } from './province/province.ts';

const limitMs = 3_000;
const people = 20_000;
const { values: options } = parseArgs({ options: { fresh: { type: 'boolean', default: false } } });

/** Milliseconds of CPU that a process has had; the kernel counts in hundredths of a second. */
function cpuOf(pid: number): number {
  const after = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(after[11]) + Number(after[12])) * 10;
}
const ownCpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** A branch of some twenty thousand people: whole units put below one that is new. */
const makeBranch = {
  name: 'bench-branch',
  text: `WITH RECURSIVE tree (top, id) AS (
      SELECT id, id FROM unit WHERE parent_id IN (SELECT id FROM unit WHERE parent_id IS NULL)
      UNION ALL SELECT t.top, u.id FROM tree t JOIN unit u ON u.parent_id = t.id
    ), sized AS (
      SELECT t.top, count(*) AS people FROM tree t JOIN post p ON p.unit_id = t.id GROUP BY t.top
    ), running AS (
      SELECT top, sum(people) OVER (ORDER BY top) AS people FROM sized
    ) UPDATE unit SET parent_id = $1::uuid
    WHERE id IN (SELECT top FROM running WHERE people <= $2::int) AND id <> $1::uuid`,
};
const countBelow = {
  name: 'bench-count',
  text: `WITH RECURSIVE tree (id) AS (
      SELECT $1::uuid UNION SELECT u.id FROM tree t JOIN unit u ON u.parent_id = t.id
    ) SELECT count(DISTINCT account_id)::int AS people FROM post WHERE unit_id IN (SELECT id FROM tree)`,
};

const verbsIn = (db: Database) => (tx: Change) => {
  const own = { db: within(db, tx), clock: systemClock };
  return { grants: createGrants(own), units: createUnits(own) };
};
type Verbs = ReturnType<ReturnType<typeof verbsIn>>;

async function measure(url: string): Promise<void> {
  const db = createDatabase({ url, maxConnections: 1, logger: createLogger('silent') });
  const whatIf = createWhatIf({ db, clock: systemClock, verbsIn: verbsIn(db) });
  const one = async <Row>(name: string, text: string, values: unknown[] = []) =>
    (await db.sql.query<Row>({ name, text }, values))[0]!;
  await db.pool.query(
    'UPDATE unit SET source_id = NULL, external_id = NULL WHERE source_id IS NOT NULL',
  );
  await db.pool.query('ANALYZE unit');
  /** Of its backend now: a pool may have opened another connection since. */
  const backendCpu = async () => {
    const { pid } = await one<{ pid: number }>('bench-pid', 'SELECT pg_backend_pid() AS pid');
    return { pid, ms: cpuOf(pid) };
  };
  const { id } = await one<{ id: string }>(
    'bench-top',
    `INSERT INTO unit (id, name, search_key, parent_id)
    SELECT '00000000-0000-4000-8000-000000000001', 'Bench', 'bench', min(id::text)::uuid FROM unit
    WHERE parent_id IS NULL
    ON CONFLICT (id) DO UPDATE SET name = 'Bench' RETURNING id`,
  );
  await db.sql.query(makeBranch, [id, people]);
  const unit = { id, ...(await one<{ people: number }>('bench-count', countBelow.text, [id])) };
  await db.pool.query('ANALYZE unit');
  const application = await one<{ id: string }>(
    'bench-application',
    `SELECT id FROM application WHERE client_id = 'app-1'`,
  );
  let slowest = 0;
  async function ask(what: string, scope: Scope, work: (verbs: Verbs) => Promise<unknown>) {
    const backend = await backendCpu();
    const [began, own] = [performance.now(), ownCpu()];
    const effects = await whatIf
      .change(scope, { trial: true, back: { href: '/', label: '' } }, work)
      .then(
        () => undefined,
        (error: unknown) => {
          if (error instanceof EffectsUnseen) return error.effects;
          throw error;
        },
      );
    const ms = performance.now() - began;
    slowest = Math.max(slowest, ms);
    const cpu = ownCpu() - own;
    const { pid, ms: later } = await backendCpu();
    const there = pid === backend.pid ? `${later - backend.ms} ms` : 'an unknown time';
    const turned = (effects?.turned ?? []).reduce((sum, each) => sum + each.accountIds.length, 0);
    console.log(
      `${what}: ${turned} people in ${effects?.turned.length} ways, ${ms.toFixed(0)} ms; CPU ${cpu.toFixed(0)} ms here, ${there} in PostgreSQL`,
    );
  }
  const subject = { type: 'unit', id: unit.id } as const;
  for (let round = 0; round < 2; round += 1) {
    await ask(`closing a unit of ${unit.people}`, { units: [unit.id] }, ({ units }) =>
      units.close(commandLine, unit.id),
    );
    await ask('moving it', { units: [unit.id] }, ({ units }) =>
      units.update(commandLine, unit.id, { parentId: null }),
    );
    await ask(
      'refusing it one application',
      { units: [unit.id], of: [{ type: 'application', id: application.id }] },
      ({ grants }) =>
        grants.add(commandLine, { subject, applicationId: application.id, effect: 'deny' }),
    );
    const target = { type: 'class', id: 'shared' } as const;
    await ask('refusing everybody what is shared', { everyone: true, of: [target] }, ({ grants }) =>
      grants.add(commandLine, { subject: { type: 'everyone' }, target, effect: 'deny' }),
    );
  }
  await db.close();
  if (slowest > limitMs) process.exitCode = 1;
}

await withProvince({ fresh: options.fresh }, measure);
