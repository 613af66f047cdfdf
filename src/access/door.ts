// The question "may they enter" as the protocol asks it: about applications, and about trials of them.
// A trial is decided like its application, a draft as if it were active already, and only for the
// person who made it.
import type { Trials } from '../applications/trial.ts';
import type { Access, Entry, Pair } from './access.ts';
import type { Decision } from './decide.ts';
import { unseen, type Seen } from './seen.ts';

export function createDoor(deps: {
  access: Pick<Access, 'decisionByClient' | 'decisionsForMany'>;
  trials: Pick<Trials, 'read'>;
}) {
  const { access, trials } = deps;

  async function decisionByClient(
    accountId: string,
    clientId: string,
    seen: Seen = unseen,
  ): Promise<Entry | undefined> {
    const trial = trials.read(clientId);
    if (!trial) return access.decisionByClient(accountId, clientId, seen);
    if (!trial.live || trial.accountId !== accountId) return undefined;
    return access.decisionByClient(accountId, trial.clientId, seen, { draftAsActive: true });
  }

  async function decisionsForMany(pairs: readonly Pair[]): Promise<Decision[]> {
    const decisions = await access.decisionsForMany(pairs);
    return Promise.all(
      decisions.map(async (decision, i) => {
        const { accountId, clientId, session } = pairs[i]!;
        if (!trials.read(clientId)) return decision;
        return (await decisionByClient(accountId, clientId, { session }))?.decision ?? decision;
      }),
    );
  }

  return { decisionByClient, decisionsForMany };
}
