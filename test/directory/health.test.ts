// The rules of a server's health: how long it cools down, who is asked, how the time is shared.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  answered,
  coolDownSeconds,
  failed,
  isDead,
  isDue,
  shareOf,
  unknown,
  worthAsking,
  type Health,
} from '../../src/directory/health.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 24) + seconds * 1000);
const code = 'directory.unreachable';
/** What happened to a server: seconds since the last event, and whether it answered. */
const events = fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.boolean()), {
  maxLength: 30,
});

function after(story: readonly (readonly [number, boolean])[]): { health: Health; now: Date } {
  let [health, seconds] = [unknown, 0];
  for (const [pause, good] of story) {
    seconds += pause;
    health = good ? answered(health, at(seconds)) : failed(health, code, at(seconds));
  }
  return { health, now: at(seconds) };
}

describe('the health of a server', () => {
  test('a cool-down grows with each failure and has an end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (failures) => {
        expect(coolDownSeconds(failures + 1)).toBeGreaterThanOrEqual(coolDownSeconds(failures));
        expect(coolDownSeconds(failures)).toBeLessThanOrEqual(120);
        expect(coolDownSeconds(failures)).toBeGreaterThan(0);
      }),
    );
  });

  test('many failures at one moment are one', () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 50 }), (story, times) => {
        const { health, now } = after(story);
        let many = failed(health, code, now);
        const once = many;
        for (let i = 0; i < times; i++) many = failed(many, code, now);
        expect(many).toEqual(once);
      }),
    );
  });

  test('one answer makes it good, whatever was before', () => {
    fc.assert(
      fc.property(events, (story) => {
        const { health, now } = after(story);
        const good = answered(health, now);
        expect(isDead(good)).toBe(false);
        expect(isDue(good, now)).toBe(false);
      }),
    );
  });

  test('it is dead exactly when its last word was a failure, and then asked again within two minutes', () => {
    fc.assert(
      fc.property(events, (story) => {
        const { health, now } = after(story);
        const last = story.at(-1);
        expect(isDead(health)).toBe(last !== undefined && !last[1]);
        expect(isDue(health, new Date(now.getTime() + 120_000))).toBe(true);
      }),
    );
  });
});

describe('who is asked', () => {
  const urls = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 5 }), {
    minLength: 1,
    maxLength: 5,
  });

  test('never a dead one, every other once, the last good one first, the rest as configured', () => {
    fc.assert(
      fc.property(urls, fc.infiniteStream(fc.boolean()), fc.nat(4), (all, deaths, pick) => {
        const dead = new Set(all.filter(() => deaths.next().value));
        const healthOf = (url: string) =>
          dead.has(url) ? failed(unknown, code, at(0)) : answered(unknown, at(0));
        const lastGood = all[pick];
        const asked = worthAsking(all, healthOf, lastGood);
        const alive = all.filter((url) => !dead.has(url));
        expect(asked.toSorted()).toEqual(alive.toSorted());
        if (lastGood && alive.includes(lastGood)) expect(asked[0]).toBe(lastGood);
        expect(asked.filter((url) => url !== lastGood)).toEqual(
          alive.filter((url) => url !== lastGood),
        );
      }),
    );
  });

  test('together they never take longer than there is time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 60_000 }), (n, ms) => {
        let left = ms;
        for (let servers = n; servers > 0; servers--) {
          const share = shareOf(left, servers);
          if (servers === 1) expect(share).toBe(left); // nothing is wasted
          left -= share;
          expect(left).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});
