// How long a browser waits for work in the background before it is sent to a page that watches it.
import { setTimeout } from 'node:timers/promises';

const patienceMs = 1_000;

/** What `work` gave where it is over at once; undefined while it goes on. */
export async function settled<T>(work: Promise<T>): Promise<T | undefined> {
  const late = new AbortController();
  const first = await Promise.race([
    work,
    setTimeout(patienceMs, undefined, { signal: late.signal }),
  ]);
  late.abort();
  return first;
}
