// `npm run bench:timing`: does the time of an answer tell whether an account exists? 2,000 wrong passwords at
// accounts that do and 2,000 at names that do not, one of each in turn so that whatever else the machine does
// meets both alike. Prints medians, the Mann-Whitney and the Kolmogorov-Smirnov test; ends with 1 where the
// medians differ by more than 5 % or either test tells them apart (two-sided, p below 0.01).
import { addPerson } from '../test/support/people.ts';
import setUp from '../test/support/setup.ts';
import tearDown from '../test/support/teardown.ts';
import { startWorld } from '../test/support/world.ts';
import { createVisitor, inParallel, quantile } from './sign-in-visitor.ts';

const tries = Number(process.argv[2] ?? 2000);
const workers = 10;
const accounts = 250; // eight tries at each, from as many places: below every wait

await setUp(); // the PostgreSQL of the tests: no fsync
const world = await startWorld({ TRUSTED_PROXIES: '127.0.0.1,::1', SIGN_INS_PER_MINUTE: '0' });
const site = new URL(world.publicUrl);
for (let i = 0; i < accounts; i += 1) await addPerson(world.app, `biet${i}`);
const form = createVisitor(site, '192.0.2.1');
const action = await form.open();

/** An address of a subnet that nothing else has come from. */
const placeOf = (i: number) =>
  `${11 + Math.floor(i / 62_500)}.${Math.floor(i / 250) % 250}.${i % 250}.7`;

async function once(login: string, place: number): Promise<number> {
  const visitor = createVisitor(site, placeOf(place));
  visitor.borrow(form.cookies);
  const { status, ms } = await visitor.submit(action, login, `sai ${place}`);
  if (status !== 422) throw new Error(`${login} was answered with ${status}`);
  return ms;
}

const [known, unknown]: [number[], number[]] = [[], []];
await inParallel(tries, workers, async (i) => {
  const pair = [
    async () => void known.push(await once(`biet${i % accounts}`, 2 * i)),
    async () => void unknown.push(await once(`khac${i % accounts}`, 2 * i + 1)),
  ];
  for (const one of i % 2 ? pair : pair.toReversed()) await one();
});
await world.end();
await tearDown();

/** Abramowitz and Stegun, 26.2.17. */
function tail(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const series = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  return density * series.reduceRight((sum, factor) => (sum + factor) * t, 0);
}

/** How often a try of `a` takes longer than one of `b`; 0.5 says nothing. */
function mannWhitney(a: readonly number[], b: readonly number[]) {
  const all = [...a.map((ms) => ({ ms, ofA: true })), ...b.map((ms) => ({ ms, ofA: false }))];
  all.sort((x, y) => x.ms - y.ms);
  const ranks = all.reduce((sum, { ofA }, rank) => sum + (ofA ? rank + 1 : 0), 0);
  const u = ranks - (a.length * (a.length + 1)) / 2;
  const mean = (a.length * b.length) / 2;
  const deviation = Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12);
  return { share: u / (a.length * b.length), p: 2 * tail((u - mean) / deviation) };
}

/** The largest distance of the two distributions, and how likely one at least as large is by chance. */
function kolmogorovSmirnov(a: readonly number[], b: readonly number[]) {
  const [x, y] = [a.toSorted((p, q) => p - q), b.toSorted((p, q) => p - q)];
  let [i, j, distance] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    if (x[i]! <= y[j]!) i += 1;
    else j += 1;
    distance = Math.max(distance, Math.abs(i / x.length - j / y.length));
  }
  const lambda = distance * Math.sqrt((x.length * y.length) / (x.length + y.length));
  const terms = Array.from({ length: 100 }, (_, k) => k + 1);
  const p = terms.reduce(
    (sum, k) => sum + 2 * (-1) ** (k - 1) * Math.exp(-2 * k * k * lambda * lambda),
    0,
  );
  return { distance, p: Math.min(1, Math.max(0, p)) };
}

const describe = (name: string, all: readonly number[]): void =>
  console.log(
    `${name}: ${all.length} tries, median ${quantile(all, 0.5).toFixed(2)} ms,`,
    `p5 ${quantile(all, 0.05).toFixed(2)}, p95 ${quantile(all, 0.95).toFixed(2)}`,
  );
describe('known account', known);
describe('unknown name', unknown);
const apart = Math.abs(quantile(known, 0.5) / quantile(unknown, 0.5) - 1);
const [order, shape] = [mannWhitney(known, unknown), kolmogorovSmirnov(known, unknown)];
console.log(`medians differ by ${(apart * 100).toFixed(3)} %`);
console.log(
  `Mann-Whitney: known slower in ${(order.share * 100).toFixed(2)} % of pairs, p = ${order.p.toFixed(3)}`,
);
console.log(`Kolmogorov-Smirnov: distance ${shape.distance.toFixed(4)}, p = ${shape.p.toFixed(3)}`);
process.exitCode = apart > 0.05 || order.p < 0.01 || shape.p < 0.01 ? 1 : 0;
