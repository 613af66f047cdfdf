// `npm run bench:attack`: ten thousand wrong passwords against one account from many addresses, then ten
// thousand against many accounts from one address, while 50 people a minute sign in. Over loopback, bounded;
// the bench stands as the trusted proxy. Ends with 1 where a promise of docs/attacks.md is not kept.
import { addPerson, goodPassword } from '../test/support/people.ts';
import setUp from '../test/support/setup.ts';
import tearDown from '../test/support/teardown.ts';
import { startWorld } from '../test/support/world.ts';
import { createVisitor, inParallel, quantile } from './sign-in-visitor.ts';

const tries = Number(process.argv[2] ?? 10_000);
const workers = 12;
const people = 40;
const everyMs = 60_000 / 50;

await setUp(); // the PostgreSQL of the tests: no fsync
const world = await startWorld({
  TRUSTED_PROXIES: '127.0.0.1,::1',
  SIGN_INS_PER_MINUTE: '0', // the budget of an address is a brake of its own, not measured here
});
const { app } = world;
const site = new URL(world.publicUrl);

type Real = { ms: number; waits: number; longest: number; status: number; device: boolean };

/** Until she is in: where she is told to wait, she waits as told and tries again. */
async function signIn(login: string, address: string, known?: ReadonlyMap<string, string>) {
  const visitor = createVisitor(site, address);
  if (known) visitor.borrow(known);
  const action = await visitor.open();
  const real: Real = { ms: 0, waits: 0, longest: 0, status: 0, device: known !== undefined };
  for (let i = 0; i < 5; i += 1) {
    const answer = await visitor.submit(action, login, goodPassword);
    real.ms = answer.ms;
    real.status = answer.status;
    attempts.real += 1;
    if (answer.status !== 429) break;
    real.waits += 1;
    const seconds = Number(/sau (\d+) giây/.exec(answer.text)?.[1] ?? 1);
    real.longest = Math.max(real.longest, seconds);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000 + 50));
  }
  return { real, cookies: visitor.cookies };
}

const attempts = { attack: 0, real: 0 };
const statuses = new Map<number, number>();
const laptops = new Map<string, ReadonlyMap<string, string>>();
const deviceOf = (all: ReadonlyMap<string, string>) =>
  new Map([...all].filter(([name]) => name.endsWith('motchia_known')));

for (let i = 0; i < people; i += 1) await addPerson(app, `nguoi${i}`);
await inParallel(people, 4, async (i) => {
  const { cookies } = await signIn(`nguoi${i}`, `10.1.${i}.1`);
  laptops.set(`nguoi${i}`, deviceOf(cookies));
});

/** 50 a minute while the attack lasts: two of three at their own device, from an address never seen. */
function realPeople() {
  const reals: Real[] = [];
  const underWay: Promise<void>[] = [];
  let count = 0;
  const timer = setInterval(() => {
    const login = `nguoi${count % people}`; // the target of the attack, nguoi0, is one of them
    const address = `10.2.${Math.floor(count / 250)}.${count % 250}`;
    const known = count % 3 === 2 ? undefined : laptops.get(login);
    count += 1;
    underWay.push(signIn(login, address, known).then(({ real }) => void reals.push(real)));
  }, everyMs);
  return async () => {
    clearInterval(timer);
    await Promise.all(underWay);
    return reals;
  };
}

async function phase(name: string, of: (i: number) => { login: string; address: string }) {
  const settle = realPeople();
  const began = performance.now();
  const mine: number[] = [];
  // One form each worker: an attacker does not fetch a page for every try.
  const forms = new Map<number, { cookies: ReadonlyMap<string, string>; action: string }>();
  for (let w = 0; w < workers; w += 1) {
    const visitor = createVisitor(site, `192.0.2.${w + 1}`);
    forms.set(w, { action: await visitor.open(), cookies: visitor.cookies });
  }
  await inParallel(tries, workers, async (i) => {
    const { login, address } = of(i);
    const form = forms.get(i % workers)!;
    const visitor = createVisitor(site, address);
    visitor.borrow(form.cookies);
    const answer = await visitor.submit(form.action, login, `sai ${i}`);
    attempts.attack += 1;
    mine.push(answer.ms);
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
  });
  const seconds = (performance.now() - began) / 1000;
  const live = await createVisitor(site, '10.9.9.9')
    .open()
    .then(Boolean, () => false);
  return { name, seconds, mine, live, reals: await settle() };
}

const results = [
  await phase('one account, many addresses', (i) => ({
    login: 'nguoi0',
    address: `100.${64 + (i % 60)}.${Math.floor(i / 60) % 250}.${i % 250}`,
  })),
  await phase('many accounts, one address', (i) => ({
    login: i % 2 ? `nguoi${i % people}` : `la${i}`,
    address: '203.0.113.66',
  })),
];
await app.defences.throttle.stop(); // what was refused during the last two seconds
await app.defences.attacks.job.run();

type Counts = { failed: number; succeeded: number; refused: number; attacks: number };
const { rows } = await app.db.pool.query<Counts>(
  `SELECT (SELECT count(*)::int FROM journal WHERE event = 'sign-in.failed') AS failed,
          (SELECT count(*)::int FROM journal WHERE event = 'sign-in.succeeded') AS succeeded,
          (SELECT count(*)::int FROM journal WHERE event LIKE 'attack.%') AS attacks,
          (SELECT coalesce(sum(refused), 0)::int FROM throttle) AS refused`,
);
const counts = rows[0]!;
await world.end();
await tearDown();

const faults: string[] = [];
const promise = (kept: boolean, what: string) => void (kept || faults.push(what));
for (const { name, seconds, mine, live, reals } of results) {
  const ms = reals.map((real) => real.ms);
  const p95 = quantile(ms, 0.95);
  const waits = Math.max(...reals.map((real) => real.waits));
  const longest = Math.max(...reals.map((real) => real.longest));
  const atDevice = reals.filter(({ device, waits: count }) => device && count > 0).length;
  console.log(
    `${name}: ${mine.length} tries in ${seconds.toFixed(0)} s (median ${quantile(mine, 0.5).toFixed(0)} ms);` +
      ` ${reals.length} real sign-ins, median ${quantile(ms, 0.5).toFixed(0)} ms, p95 ${p95.toFixed(0)} ms,` +
      ` ${reals.filter((real) => real.waits > 0).length} waited (at most ${waits} times, ${longest} s), ${atDevice} of them at a known device`,
  );
  promise(live, `${name}: the process does not answer`);
  promise(
    reals.every(({ status }) => status === 303),
    `${name}: a real person did not get in`,
  );
  promise(waits <= 1, `${name}: somebody waited more than once`);
  promise(atDevice === 0, `${name}: somebody waited at a known device`);
  promise(p95 < 2000, `${name}: p95 of real sign-ins is ${p95.toFixed(0)} ms`);
}
const all = attempts.attack + attempts.real;
const accounted = counts.failed + counts.succeeded + counts.refused;
console.log(
  `attempts ${all} = failed ${counts.failed} + succeeded ${counts.succeeded} + refused ${counts.refused}:`,
  `${accounted}; answers`,
  Object.fromEntries(statuses),
  `; attacks in the journal: ${counts.attacks}`,
);
promise(accounted === all, 'not every attempt is accounted for');
promise(counts.attacks > 0, 'no attack was recognised');
for (const fault of faults) console.error(`NOT KEPT: ${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;
