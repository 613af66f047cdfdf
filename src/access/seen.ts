// Where somebody stands who asks to be let in, turned into the context of a decision. Pure.
import { isStrong } from '../core/assurance.ts';
import type { Context } from './conditions.ts';
import type { Sighting } from './facts.ts';
import { innerZones, zonesOf, type Zone } from './zone.ts';

/**
 * `inside`: the stated context of lists, on the inner network and with a second factor. Otherwise what is
 * known of the browser, and for what is not, of the session (by its public name) when it was seen last.
 */
export type Seen =
  | 'inside'
  | {
      address?: string | null | undefined;
      amr?: readonly string[] | undefined;
      session?: string | null | undefined;
    };

/** Nothing is known: rules with a zone or a second factor do not let in. */
export const unseen: Seen = {};

/** What is to be loaded for it. */
export const sessionsOf = (seen: Seen): string[] =>
  seen !== 'inside' && seen.session ? [seen.session] : [];

type Known = { zones: readonly Zone[]; sightings: ReadonlyMap<string, Sighting> };

/** `accountId`: whose decision it is; somebody else's browser tells nothing about them. */
export function contextOf(seen: Seen, at: Date, accountId: string, known: Known): Context {
  if (seen === 'inside') return { at, zones: innerZones(known.zones), assurance: 'strong' };
  const found = known.sightings.get(seen.session ?? '');
  const own = found?.accountId === accountId ? found : undefined;
  const address = seen.address === undefined ? own?.address : seen.address;
  return {
    at,
    zones: zonesOf(known.zones, address ?? null),
    assurance: isStrong(seen.amr ?? own?.amr ?? []) ? 'strong' : 'password',
  };
}
