// How long to wait after failed sign-ins. Three counters with different tempers:
//   pair     one login name from one address: strict, the usual shape of guessing
//   account  one login name from everywhere: a brake on many machines, too short to lock anyone out
//   address  one address, any name: a brake on trying one password at many names; an office behind
//            one address makes honest mistakes too, so it is patient
//   code     one-time and recovery codes of one account (code-throttle.ts): a few tries, then ever fewer
// Address and account do not apply to a pair that signed in well lately: whatever strangers do, a person at
// her own desk is stopped by her own mistakes alone.

export type CounterKind = 'pair' | 'account' | 'address' | 'code';
export type Counter = { failures: number; lastAt: Date; openAt: Date };

type Temper = {
  free: number; // failures without a wait
  longestSeconds: number;
  forgiveSeconds: number; // one failure is forgotten each time this passes
};

export const tempers: Record<CounterKind, Temper> = {
  pair: { free: 2, longestSeconds: 15 * 60, forgiveSeconds: 3600 },
  account: { free: 10, longestSeconds: 30, forgiveSeconds: 60 },
  address: { free: 100, longestSeconds: 60, forgiveSeconds: 30 },
  // Three codes of a million are good at any moment: at 24 tries a day a guesser needs decades.
  code: { free: 4, longestSeconds: 3600, forgiveSeconds: 24 * 3600 },
};

/** How long a good sign-in keeps the wider counters away from that pair. */
export const goodSeconds = 30 * 24 * 3600;

/** Failures that are not yet forgotten. */
export function remaining(kind: CounterKind, counter: Counter, now: Date): number {
  const seconds = Math.max(0, now.getTime() - counter.lastAt.getTime()) / 1000;
  return Math.max(0, counter.failures - Math.floor(seconds / tempers[kind].forgiveSeconds));
}

/** 0, then 1, 2, 4 … seconds up to the longest. */
export function waitAfter(kind: CounterKind, failures: number): number {
  const { free, longestSeconds } = tempers[kind];
  if (failures <= free) return 0;
  return Math.min(longestSeconds, 2 ** Math.min(failures - free - 1, 30));
}

/** Whole seconds until the last of these counters opens; 0 where all are open. */
export function secondsToWait(counters: readonly Counter[], now: Date): number {
  const until = Math.max(0, ...counters.map((counter) => counter.openAt.getTime()));
  return Math.max(0, Math.ceil((until - now.getTime()) / 1000));
}

/** No wait runs. Not "now": the clocks of two nodes, and of two requests, differ by a little. */
export const open = new Date(0);

const openAfter = (kind: CounterKind, failures: number, from: Date): Date => {
  const seconds = waitAfter(kind, failures);
  return seconds === 0 ? open : new Date(from.getTime() + seconds * 1000);
};

/** The counter after one more failure. A wait that is running is never shortened. */
export function failed(kind: CounterKind, counter: Counter, now: Date): Counter {
  const failures = remaining(kind, counter, now) + 1;
  const openAt = openAfter(kind, failures, now);
  return { failures, lastAt: now, openAt: openAt > counter.openAt ? openAt : counter.openAt };
}

/** The counter after one failure turned out to be none; its wait is taken back too. */
export function forgiven(kind: CounterKind, counter: Counter, now: Date): Counter {
  const failures = Math.max(0, counter.failures - 1);
  const left = remaining(kind, { ...counter, failures }, now);
  const openAt = openAfter(kind, left, counter.lastAt);
  return { ...counter, failures, openAt: openAt < counter.openAt ? openAt : counter.openAt };
}
