// Waiting that can be called off.
import { setTimeout as wait } from 'node:timers/promises';

/** Resolves after so many milliseconds, or at once when it is called off; never rejects. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal }).catch(() => undefined);
