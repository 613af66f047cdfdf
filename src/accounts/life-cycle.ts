// The life of an account: which state may follow which, and what a state allows. Pure.
import { AppError } from '../core/errors.ts';
import type { Account, Kind, State } from './account.ts';

/** Why an account is in its state; `by-administrator` is the only one that a sync must leave alone. */
export type StateReason =
  'by-administrator' | 'left-directory' | 'disabled-in-directory' | 'run-undone';

/** What a run may take back: what a run did, and what undoing one did. */
const ofRuns: readonly string[] = [
  'left-directory',
  'disabled-in-directory',
  'run-undone',
] satisfies StateReason[];

const next: Readonly<Record<State, readonly State[]>> = {
  initial: ['active', 'suspended', 'retired'],
  active: ['suspended', 'retired'],
  suspended: ['active', 'retired'],
  retired: ['active'], // a mistake is mended by restoring: the user name could never be given anew
};

export function mayBecome(from: State, to: State): boolean {
  return next[from].includes(to);
}

/** @throws AppError `account.transition` where `to` may not follow `from`. */
export function checkTransition(from: State, to: State): void {
  if (!mayBecome(from, to)) throw new AppError('account.transition', { params: { from, to } });
}

/** A shared account waits for an administrator's approval; every other may be used at once. */
export function firstState(kind: Kind): State {
  return kind === 'shared' ? 'initial' : 'active';
}

/** Only active accounts sign in, and never one of kind service: those are for programs. */
export function maySignIn(account: Pick<Account, 'state' | 'kind'>): boolean {
  return account.state === 'active' && account.kind !== 'service';
}

/** A sync gives back what a sync took, never what an administrator decided. */
export function directoryMayRestore(account: Pick<Account, 'state' | 'stateReason'>): boolean {
  return (
    account.state === 'suspended' &&
    account.stateReason !== null &&
    ofRuns.includes(account.stateReason)
  );
}
