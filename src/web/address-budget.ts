// How many sign-ins one address may begin: each that nobody finishes lies in the database for an hour.
// An outer shield, kept in the memory of each node: with several nodes an address has several budgets.
// Passwords have counters of their own, shared by all nodes (credentials/throttle.ts).
import type { RequestHandler } from 'express';
import { addressPrefix } from '../core/address.ts';
import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';

type Bucket = { left: number; at: number }; // at: milliseconds, when `left` was true

const burst = 5; // minutes' worth at once: an office behind one address comes to work together
const addressesKept = 20_000; // some megabytes; beyond, who came first is forgotten

/** This machine: a proxy that nobody named in TRUSTED_PROXIES, whose visitors cannot be told apart. */
const isLoopback = (prefix: string): boolean =>
  prefix.startsWith('127.') || prefix === '0:0:0:0::/64';

/**
 * Lets each address through `perMinute` times a minute, and five times as often at once. Whatever
 * `costs` says was for nothing (asked when the answer is there) is given back. 0: no limit.
 * @throws AppError `request.too-many` with the seconds until the next try.
 */
export function createAddressBudget(deps: {
  clock: Clock;
  perMinute: number;
  /** Whether this answer left something behind. */
  costs: (status: number, location: string) => boolean;
}): RequestHandler {
  const { clock, perMinute, costs } = deps;
  const most = perMinute * burst;
  const buckets = new Map<string, Bucket>();

  function bucketOf(prefix: string, now: number): Bucket {
    const { left, at } = buckets.get(prefix) ?? { left: most, at: now };
    const filled = Math.min(most, left + (Math.max(0, now - at) / 60_000) * perMinute);
    const bucket = { left: filled, at: now };
    if (!buckets.has(prefix) && buckets.size >= addressesKept)
      buckets.delete(buckets.keys().next().value!);
    buckets.set(prefix, bucket);
    return bucket;
  }

  return (req, res, next) => {
    const prefix = addressPrefix(req.ip ?? null);
    if (perMinute === 0 || isLoopback(prefix)) return next();
    const bucket = bucketOf(prefix, clock.now().getTime());
    if (bucket.left < 1) {
      const seconds = Math.ceil(((1 - bucket.left) / perMinute) * 60);
      return next(new AppError('request.too-many', { params: { seconds } }));
    }
    bucket.left -= 1;
    res.on('finish', () => {
      const location = String(res.getHeader('location') ?? '');
      const own = buckets.get(prefix);
      if (own && !costs(res.statusCode, location)) own.left = Math.min(most, own.left + 1);
    });
    next();
  };
}
