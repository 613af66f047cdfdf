// What the directory may do to the state of an account. It takes back only what it did itself: a
// person suspended by an administrator stays so whatever the directory says. Pure.
import { directoryMayRestore, firstState } from '../accounts/life-cycle.ts';
import type { WantedPerson } from './person-entry.ts';
import type { AccountRow } from './plan.ts';

export type StateOfAccount = Pick<AccountRow, 'state' | 'stateReason'>;

/** A shared account waits for approval each time it comes. */
function entering(kind: WantedPerson['kind']): StateOfAccount {
  const state = firstState(kind);
  return { state, stateReason: state === 'initial' ? 'needs-approval' : null };
}

export function stateOf(wanted: WantedPerson, old: AccountRow | undefined): StateOfAccount {
  const same = old && { state: old.state, stateReason: old.stateReason };
  if (same?.state === 'suspended' && !directoryMayRestore(same)) return same;
  if (wanted.suspended) return { state: 'suspended', stateReason: 'disabled-in-directory' };
  return same && same.state !== 'suspended' ? same : entering(wanted.kind);
}
