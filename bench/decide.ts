// What one decision costs at the token endpoint, for an official in fifty groups where two thousand rules are
// about, a tenth of them under conditions; and what the reverse view of an application costs over a whole
// province. CPU of this process and of its one connection's backend, read from /proc (Linux).
// Use: npm run bench:decide [-- --fresh] [--rounds N]
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createAccess } from '../src/access/access.ts';
import { systemClock } from '../src/core/clock.ts';
import { createDatabase } from '../src/core/database.ts';
import { createLogger } from '../src/core/logger.ts';
import { withProvince } from './province/province.ts';

const limits = { decisionMs: 1, viewMs: 1_000 };
const { values: options } = parseArgs({
  options: {
    fresh: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '400' },
  },
});

const furnish = `
  DELETE FROM "grant" WHERE reason = 'bench';
  CREATE TEMP TABLE official AS SELECT id FROM account WHERE kind = 'official' AND state = 'active' ORDER BY id LIMIT 1;
  CREATE TEMP TABLE fifty AS SELECT id, row_number() OVER (ORDER BY id) AS n FROM "group" WHERE state = 'active' ORDER BY id LIMIT 50;
  INSERT INTO group_account (group_id, account_id) SELECT fifty.id, official.id FROM fifty, official ON CONFLICT DO NOTHING;
  INSERT INTO "grant" (id, subject, group_id, application_id, class_code, effect, reason, from_minute, to_minute, zones, days)
  SELECT gen_random_uuid(), 'group', g.id, CASE WHEN i % 5 > 0 THEN a.id END,
    CASE WHEN i % 5 = 0 THEN (ARRAY['shared', 'sector', 'basic'])[1 + i % 3] END, 'allow', 'bench',
    CASE WHEN i % 10 = 0 THEN i % 700 END, CASE WHEN i % 10 = 0 THEN 1000 + i % 400 END,
    CASE WHEN i % 10 = 0 THEN ARRAY['lan', 'tslcd'] ELSE '{}' END, '{}'
  FROM generate_series(0, 1999) i
  JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM "group" LIMIT 200) g ON g.n = (i * 7) % 200
  JOIN (SELECT id, row_number() OVER (ORDER BY "order") - 1 AS n FROM application WHERE NOT built_in) a
    ON a.n = i % (SELECT count(*) FROM application WHERE NOT built_in)
  ON CONFLICT DO NOTHING;
  ANALYZE "grant"; ANALYZE group_account;`;

/** Milliseconds of CPU that a process has had; the kernel counts in hundredths of a second. */
function cpuOf(pid: number): number {
  const after = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(after[11]) + Number(after[12])) * 10;
}
const ownCpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const median = (all: number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!;

async function measure(url: string): Promise<void> {
  const db = createDatabase({ url, maxConnections: 1, logger: createLogger('silent') });
  await db.pool.query(furnish);
  const access = createAccess({ db, clock: systemClock });
  const one = async <Row>(name: string, text: string) =>
    (await db.sql.query<Row>({ name, text }))[0]!;
  const { id } = await one<{ id: string }>('bench-official', 'SELECT id FROM official');
  const { pid } = await one<{ pid: number }>('bench-pid', 'SELECT pg_backend_pid() AS pid');
  const { rules } = await one<{ rules: number }>(
    'bench-rules',
    'SELECT count(*)::int AS rules FROM "grant"',
  );
  const seen = { address: '10.1.2.3', amr: ['pwd'] };
  const decideOnce = () => access.decisionByClient(id, 'app-1', seen);
  for (let i = 0; i < 100; i += 1) await decideOnce();
  const rounds = Number(options.rounds);
  const own: number[] = [];
  const backend = cpuOf(pid);
  for (let i = 0; i < rounds; i += 1) {
    const before = ownCpu();
    await decideOnce();
    own.push(ownCpu() - before);
  }
  const entry = await decideOnce();
  console.log(
    `${entry?.groups.length} groups, ${rules} rules, ${entry?.decision.because.length} apply: ${entry?.decision.code}`,
  );
  const perDecision = median(own);
  console.log(
    `one decision: ${perDecision.toFixed(2)} ms CPU at the median, ${((cpuOf(pid) - backend) / rounds).toFixed(2)} ms of PostgreSQL's`,
  );
  const slowest = await views(access, db);
  await db.close();
  if (perDecision > limits.decisionMs || slowest > limits.viewMs) process.exitCode = 1;
}

async function views(
  access: ReturnType<typeof createAccess>,
  db: ReturnType<typeof createDatabase>,
): Promise<number> {
  let slowest = 0;
  for (const clientId of ['app-0', 'app-1', 'app-6', 'app-9', 'app-28'])
    for (const outcome of ['allowed', 'refused'] as const) {
      const [row] = await db.sql.query<{ id: string }>(
        { name: 'bench-application', text: 'SELECT id FROM application WHERE client_id = $1' },
        [clientId],
      );
      const began = performance.now();
      const { items } = await access.peopleOf(row!.id, { outcome, limit: 50 });
      const ms = performance.now() - began;
      slowest = Math.max(slowest, ms);
      console.log(`${clientId}, ${outcome}: ${items.length} people in ${ms.toFixed(0)} ms`);
    }
  return slowest;
}

await withProvince({ fresh: options.fresh }, measure);
