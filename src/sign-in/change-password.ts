// The step "change password": a password that opens nothing has to be replaced first. That it was right
// is carried in a sealed proof, bound to this sign-in, so that no node has to remember it. One door for
// passwords kept here, one for those of a directory.
import type { Account } from '../accounts/account.ts';
import { after, type Clock } from '../core/clock.ts';
import { AppError, isAppError } from '../core/errors.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Authenticate } from './authenticate.ts';
import type { MustChange } from './verdict.ts';
import { passwordLogin, signInContextOf, type Visit } from './visit.ts';

export type ChangePassword = ReturnType<typeof createChangePassword>;

export type Door<M extends MustChange> = {
  show(visit: Visit, account: Account, mustChange: M, proof: string): void;
  /** Whether the proof is still worth something: the password it is of has not been changed since. */
  holds(accountId: string, mustChange: M): Promise<boolean>;
  /** True where it is changed; else the page was shown again, with what is wrong. */
  change(visit: Visit, account: Account, mustChange: M, proof: string): Promise<boolean>;
};

type Proof = { uid: string; accountId: string; until: string; mustChange: MustChange };

const purpose = 'sign-in change password';
const proofSeconds = 15 * 60; // thinking of a good password takes a while

export function createChangePassword(deps: {
  clock: Clock;
  sealing: Sealing;
  authenticate: Pick<Authenticate, 'note'>;
  findAccount: (id: string) => Promise<Account | undefined>;
  doors: { [Kept in MustChange['kept']]: Door<Extract<MustChange, { kept: Kept }>> };
}) {
  const { clock, sealing } = deps;

  // The one cast: each door is keyed by the very word in what it takes.
  const doorOf = ({ kept }: MustChange) => deps.doors[kept] as Door<MustChange>;

  function prove(visit: Visit, account: Account, mustChange: MustChange): string {
    const until = after(clock.now(), proofSeconds).toISOString();
    const proof: Proof = {
      uid: visit.interaction.uid,
      accountId: account.id,
      until,
      mustChange,
    };
    return sealing.seal(purpose, JSON.stringify(proof));
  }

  function opened(sealed: string): Proof | undefined {
    try {
      const proof = JSON.parse(sealing.open(purpose, sealed)) as Proof;
      const { mustChange } = proof;
      if (mustChange.kept === 'here') mustChange.changedAt = new Date(mustChange.changedAt);
      return proof;
    } catch (error) {
      if (isAppError(error, 'sealing.cannot-open')) return undefined;
      throw error;
    }
  }

  /** Undefined where the proof is of another sign-in, too old, used already, or made up. */
  async function proved(visit: Visit, sealed: string) {
    const proof = opened(sealed);
    if (!proof || proof.uid !== visit.interaction.uid || new Date(proof.until) < clock.now())
      return undefined;
    const { mustChange } = proof;
    if (!(await doorOf(mustChange).holds(proof.accountId, mustChange))) return undefined;
    const account = await deps.findAccount(proof.accountId);
    return account?.state === 'active' ? { account, mustChange } : undefined;
  }

  return {
    ask: (visit: Visit, account: Account, mustChange: MustChange): void =>
      doorOf(mustChange).show(visit, account, mustChange, prove(visit, account, mustChange)),

    /** @throws AppError `sign-in.expired` where the proof does not hold */
    async change(visit: Visit): Promise<void> {
      const { proof = '' } = visit.body;
      const found = await proved(visit, proof);
      if (!found) throw new AppError('sign-in.expired');
      const { account, mustChange } = found;
      if (!(await doorOf(mustChange).change(visit, account, mustChange, proof))) return;
      return visit.finish(
        passwordLogin(account.id),
        deps.authenticate.note(account, signInContextOf(visit)),
      );
    },
  };
}
