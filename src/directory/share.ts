// A person whom several directories know is put together from a share for each of them: what that
// directory says of him. This is the rule by which it is done; it looks at nothing else, so that undoing,
// joining and splitting cannot come to anything else than a run would. Pure.
import type { Account } from '../accounts/account.ts';
import { directoryMayRestore } from '../accounts/life-cycle.ts';

export type Share = Pick<
  Account,
  | 'username'
  | 'kind'
  | 'state'
  | 'stateReason'
  | 'fullName'
  | 'familyName'
  | 'middleName'
  | 'givenName'
  | 'mail'
  | 'phone'
  | 'employeeNumber'
> & { id: string; accountId: string; sourceId: string; dn: string; rank: number };

export type Standing = Pick<Account, 'state' | 'stateReason'>;
export type Joined = Standing &
  Pick<Share, 'fullName' | 'familyName' | 'middleName' | 'givenName' | 'sourceId' | 'dn'> &
  Pick<Share, 'mail' | 'phone' | 'employeeNumber'>;

const before = (one: Share, other: Share): number =>
  Number(other.state === 'active') - Number(one.state === 'active') ||
  one.rank - other.rank ||
  (one.sourceId < other.sourceId ? -1 : 1);

/** Those that are active first, each by the precedence of its source; the first one leads. */
export const inOrder = (shares: readonly Share[]): Share[] => [...shares].sort(before);

/** Active while one share is; what an administrator decided stays, whatever the directories say. */
function standingOf(now: Standing, [leader]: readonly Share[]): Standing {
  const decided =
    now.state === 'retired' || (now.state === 'suspended' && !directoryMayRestore(now));
  if (decided || !leader) return now;
  if (leader.state === 'active') return { state: 'active', stateReason: null };
  return { state: 'suspended', stateReason: leader.stateReason ?? 'left-directory' };
}

/**
 * Name and place are the leading share's; of what that one does not say, the next one that counts is
 * asked. Shares that are not active count only where none is. User name and kind are not decided here:
 * applications have kept the one, an administrator may have given the other.
 * @param shares one at least.
 */
export function joinedOf(now: Standing, shares: readonly Share[]): Joined {
  const ordered = inOrder(shares);
  const [leader] = ordered;
  if (!leader) throw new RangeError('a joined person without a share');
  const active = ordered.filter(({ state }) => state === 'active');
  const counting = active.length > 0 ? active : ordered;
  const first = (field: 'mail' | 'phone' | 'employeeNumber') =>
    counting.map((share) => share[field]).find((value) => value !== null) ?? null;
  const { fullName, familyName, middleName, givenName, sourceId, dn } = leader;
  const { state, stateReason } = standingOf(now, ordered);
  return {
    state,
    stateReason,
    fullName,
    familyName,
    middleName,
    givenName,
    sourceId,
    dn,
    mail: first('mail'),
    phone: first('phone'),
    employeeNumber: first('employeeNumber'),
  };
}
