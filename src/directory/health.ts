// How well one server of a directory does, as this process saw it, and which servers to ask in which
// order. Pure. A server that failed cools down, longer each time it fails again, and is asked by a
// probe alone until it answers: no sign-in pays for a server that is known to be dead.
import type { ErrorCode } from '../core/errors.ts';

export type Health = {
  failures: number; // in a row; 0: good, or never asked
  error: ErrorCode | null; // of the last failure
  since: Date | null; // good or dead since then; null: never asked
  heardAt: Date | null; // when it last answered
  until: Date | null; // cools down until then
};

export const unknown: Health = {
  failures: 0,
  error: null,
  since: null,
  heardAt: null,
  until: null,
};

const firstSeconds = 5;
const longestSeconds = 120;
/** A good server that nobody asked for so long is probed, so that a quiet one's death is noticed. */
const quietSeconds = 30;

const later = (moment: Date, seconds: number) => new Date(moment.getTime() + seconds * 1000);

/** 5, 10, 20 … seconds, two minutes at most. */
export const coolDownSeconds = (failures: number): number =>
  Math.min(longestSeconds, firstSeconds * 2 ** Math.min(Math.max(0, failures - 1), 10));

export const isDead = ({ failures }: Health): boolean => failures > 0;

export const answered = (health: Health, now: Date): Health => ({
  failures: 0,
  error: null,
  since: isDead(health) || !health.since ? now : health.since,
  heardAt: now,
  until: null,
});

/** Many sign-ins that fail together are one failure: while it cools down already, nothing is added. */
export function failed(health: Health, error: ErrorCode, now: Date): Health {
  if (health.until && health.until > now) return { ...health, error };
  const failures = health.failures + 1;
  const since = isDead(health) ? health.since : now;
  return { ...health, failures, error, since, until: later(now, coolDownSeconds(failures)) };
}

/** Whether a probe is to ask it now. */
export function isDue({ failures, until, heardAt }: Health, now: Date): boolean {
  if (failures > 0) return !until || until <= now;
  return !heardAt || later(heardAt, quietSeconds) <= now;
}

/**
 * The servers worth asking: first the one that answered last, then as they were configured. A switch
 * to another server lasts; going back at once would try the shaky one on everybody.
 */
export function worthAsking(
  urls: readonly string[],
  healthOf: (url: string) => Health,
  lastGood: string | undefined,
): string[] {
  const alive = urls.filter((url) => !isDead(healthOf(url)));
  return alive.toSorted((a, b) => Number(b === lastGood) - Number(a === lastGood));
}

/**
 * Of the time that is left, what one server may take while others wait for their turn: an equal share,
 * two seconds at most. The last one has all of it.
 */
export const shareOf = (leftMs: number, servers: number): number =>
  servers <= 1 ? leftMs : Math.min(2_000, Math.floor(leftMs / servers));
