// Long pure work in steps: a generator that pauses now and then. The same code runs at once in a test
// and, in the product, lets requests through between its steps: a node that reads 70,000 people goes
// on signing others in.
import { setImmediate as breath } from 'node:timers/promises';

export type Steps<T> = Generator<undefined, T>;

/** How many people are worked through between two pauses: some milliseconds. */
const stepSize = 200;

export function atOnce<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

export async function leisurely<T>(steps: Steps<T>): Promise<T> {
  let step = steps.next();
  while (!step.done) {
    await breath();
    step = steps.next();
  }
  return step.value;
}

/** Does something with each item, with a pause after every so many. */
export function* inSteps<T>(items: Iterable<T>, work: (item: T) => void): Steps<void> {
  let count = 0;
  for (const item of items) {
    work(item);
    count++;
    if (count % stepSize === 0) yield;
  }
}
