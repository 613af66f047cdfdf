// What the hot path costs: sign-in with a password, single sign-on into further applications, refresh,
// client credentials, introspection, userinfo, discovery. The product runs as `npm start` does, on a
// PostgreSQL of its own; beside it, in the same run and slice by slice in turn, bare oidc-provider with
// its in-memory adapter. The load comes from a process of its own. What is compared is processor time:
// rates and latencies depend on what else the machine does. Ends with 1 where a goal is missed.
// Use: npm run bench:hot [-- --rounds N --connections N --only refresh,introspection --profile folder]
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sessionsKept, type Operations } from './hot/operations.ts';
import type { Measured, Order } from './hot/load.ts';
import { withServers, type Server, type Used } from './hot/servers.ts';

/**
 * In the order of the measurement: the library's memory keeps a thousand things, so what was got at the
 * sign-in is used first. How many in a slice, and how many times the library's processor time our
 * process may use.
 */
const plan: Record<keyof Operations, { count: number; goal?: number }> = {
  'sign-in': { count: sessionsKept },
  refresh: { count: 1500, goal: 1.8 },
  userinfo: { count: 2000 },
  introspection: { count: 2000, goal: 1.8 },
  'single sign-on': { count: 8 * sessionsKept, goal: 1.8 },
  'client credentials': { count: 2000, goal: 1.8 },
  discovery: { count: 2000 },
  jwks: { count: 2000 },
};

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '8' },
    only: { type: 'string', default: '' },
    profile: { type: 'string' },
  },
});
const only = options.only.split(',').filter(Boolean);
const operations = (Object.keys(plan) as (keyof Operations)[]).filter(
  (name) => only.length === 0 || only.includes(name) || name === 'sign-in', // the rest needs sessions
);

type Name = 'product' | 'bare';
type Sample = Used & { seconds: number; ms: number[]; count: number };
type Samples = Record<Name, Sample[]>;

async function slice(
  generator: ChildProcess,
  name: Name,
  server: Server,
  operation: keyof Operations,
) {
  const { count } = plan[operation];
  const before = await server.used();
  const order: Order = { target: name, operation, count };
  generator.send(order);
  const [measured] = (await once(generator, 'message')) as [Measured];
  if ('failed' in measured) throw new Error(`${name}: ${measured.failed}`);
  const after = await server.used();
  const sample: Sample = {
    ...measured,
    count,
    server: (after.server - before.server) / count,
    database: (after.database - before.database) / count,
    statements: (after.statements - before.statements) / count,
  };
  return sample;
}

/** Both servers in turn at each operation, the one that goes first changing; the first round warms up. */
async function measure(generator: ChildProcess, servers: Record<Name, Server>) {
  const all = new Map(
    operations.map((name): [keyof Operations, Samples] => [name, { product: [], bare: [] }]),
  );
  for (let round = -1; round < Number(options.rounds); round += 1)
    for (const [operation, samples] of all) {
      const order: Name[] = round % 2 === 0 ? ['product', 'bare'] : ['bare', 'product'];
      for (const name of order) {
        const sample = await slice(generator, name, servers[name], operation);
        if (round >= 0) samples[name].push(sample);
      }
    }
  return all;
}

const at = (values: readonly number[], share: number) => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? NaN;
};
const median = (values: readonly number[]) => at(values, 0.5);

function line(samples: readonly Sample[]): string {
  const ms = samples.flatMap((sample) => sample.ms);
  const rate = median(samples.map(({ count, seconds }) => count / seconds));
  const [server, database, statements] = (['server', 'database', 'statements'] as const).map(
    (name) => median(samples.map((sample) => sample[name])),
  ) as [number, number, number];
  const latencies = [0.5, 0.95, 0.99].map((share) => at(ms, share).toFixed(1).padStart(7)).join('');
  return (
    rate.toFixed(0).padStart(7) +
    latencies +
    server.toFixed(3).padStart(9) +
    database.toFixed(3).padStart(9) +
    statements.toFixed(1).padStart(6)
  );
}

/** Gives how many goals were missed. */
function report(all: Map<keyof Operations, Samples>): number {
  let missed = 0;
  console.log(
    '\n                              per s    p50    p95    p99   server database  stmt  × bare',
  );
  for (const [operation, { product, bare }] of all) {
    const ratio = median(product.map(({ server }, i) => server / bare[i]!.server));
    const { goal } = plan[operation];
    const verdict =
      goal === undefined ? '' : ratio <= goal ? ` (goal ${goal}: met)` : ` (goal ${goal}: MISSED)`;
    if (goal !== undefined && ratio > goal) missed += 1;
    console.log(
      `${operation.padEnd(20)} product${line(product)}  ${ratio.toFixed(2).padStart(6)}${verdict}`,
    );
    console.log(`${''.padEnd(20)} bare   ${line(bare)}`);
  }
  return missed;
}

const machine = () =>
  `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, load ${loadavg()
    .map((each) => each.toFixed(1))
    .join(' ')}`;

await withServers(options.profile, async (servers) => {
  const generator = fork(join(import.meta.dirname, 'hot', 'load.ts'));
  try {
    const order: Order = {
      targets: { product: servers.product.target, bare: servers.bare.target },
      connections: Number(options.connections),
    };
    generator.send(order);
    console.log(
      `${machine()}\n${options.rounds} rounds, ${options.connections} connections, milliseconds`,
    );
    const all = await measure(generator, servers);
    if (report(all) > 0) process.exitCode = 1;
    console.log(`\nafterwards: ${machine()}`);
  } finally {
    generator.kill();
  }
});
