// Does one deed on one thing, through the verb that a single deed goes through: the same rules, the
// same entry in the journal.
import type { Grants } from '../access/grants.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Groups } from '../accounts/groups.ts';
import type { Applications } from '../applications/applications.ts';
import { AppError } from '../core/errors.ts';
import type { Actor } from '../journal/actor.ts';
import type { Sessions } from '../oidc/sessions.ts';
import type { Bulk, BulkAction } from './bulk.ts';

export type BulkVerbs = {
  accounts: Pick<Accounts, 'suspend' | 'restore'>;
  groups: Pick<Groups, 'addAccount' | 'removeAccount'>;
  grants: Pick<Grants, 'add' | 'remove'>;
  applications: Pick<Applications, 'setState'>;
  sessions: Pick<Sessions, 'end' | 'endAll' | 'ownerOf'>;
};

type Deed = (by: Actor, id: string) => Promise<unknown>;

export function deedOf(
  verbs: BulkVerbs,
  { action, targetId, reason }: Pick<Bulk, 'action' | 'targetId' | 'reason'>,
): Deed {
  const { accounts, groups, grants, applications, sessions } = verbs;
  const why = reason === null ? {} : { reason };
  const target = () => {
    if (targetId === null) throw new AppError('bulk.not-ready');
    return targetId;
  };
  const grant =
    (effect: 'allow' | 'deny'): Deed =>
    (by, id) => {
      const subject = { type: 'account', id } as const;
      return grants.add(by, { subject, applicationId: target(), effect, reason });
    };
  const endSession: Deed = async (by, id) => {
    const owner = await sessions.ownerOf(id);
    const ended = owner !== undefined && (await sessions.end(owner, id, by, 'by-administrator'));
    if (!ended) throw new AppError('request.not-found');
  };
  const deeds: Record<BulkAction, Deed> = {
    'people.suspend': (by, id) => accounts.suspend(by, id, { reason: reason ?? '' }),
    'people.restore': (by, id) => accounts.restore(by, id, why),
    'people.group': (by, id) => groups.addAccount(by, target(), id),
    'people.allow': grant('allow'),
    'people.deny': grant('deny'),
    'people.sessions': (by, id) => sessions.endAll(id, by, 'by-administrator'),
    'members.remove': (by, id) => groups.removeAccount(by, target(), id),
    'applications.suspend': (by, id) => applications.setState(by, id, 'suspended', why),
    'applications.activate': (by, id) => applications.setState(by, id, 'active', why),
    'grants.remove': (by, id) => grants.remove(by, id),
    'sessions.end': endSession,
  };
  return deeds[action];
}
