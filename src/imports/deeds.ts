// Does what a plan says, through the verbs of the rooms, so that every rule and every entry of the
// journal is the same as by hand. Runs inside one transaction: any refusal undoes everything.
import type { Grants, Subject } from '../access/grants.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Groups } from '../accounts/groups.ts';
import { AppError } from '../core/errors.ts';
import type { Actor } from '../journal/actor.ts';
import type { Plan } from './facts.ts';
import type { GrantDeed } from './plan-grants.ts';
import type { GroupDeed } from './plan-groups.ts';
import type { PersonDeed } from './plan-people.ts';

export type ImportVerbs = {
  accounts: Pick<Accounts, 'createLocal' | 'update'>;
  groups: Pick<Groups, 'create' | 'rename' | 'addAccount'>;
  grants: Pick<Grants, 'add'>;
};

async function people(by: Actor, { accounts }: ImportVerbs, deeds: readonly PersonDeed[]) {
  for (const { id, username, change } of deeds)
    await (id === undefined
      ? accounts.createLocal(by, { kind: 'official', fullName: '', ...change, username })
      : accounts.update(by, id, change));
}

async function groupsAndMembers(by: Actor, { groups }: ImportVerbs, deeds: readonly GroupDeed[]) {
  const made = new Map<string, string>();
  for (const { code, id: known, create, rename, addAccountId } of deeds) {
    if (create) made.set(code, (await groups.create(by, { code, ...create })).id);
    const id = known ?? made.get(code);
    if (!id) throw new AppError('group.not-found');
    if (rename) await groups.rename(by, id, rename);
    if (addAccountId) await groups.addAccount(by, id, addAccountId);
  }
}

async function rules(by: Actor, { grants }: ImportVerbs, deeds: readonly GrantDeed[]) {
  for (const { applicationId, type, subjectId, effect, reason } of deeds) {
    const subject: Subject = type === 'everyone' ? { type } : { type, id: subjectId ?? '' };
    await grants.add(by, { subject, applicationId, effect, reason });
  }
}

export async function perform(by: Actor, verbs: ImportVerbs, plan: Plan): Promise<void> {
  if (plan.kind === 'people') await people(by, verbs, plan.deeds);
  else if (plan.kind === 'groups') await groupsAndMembers(by, verbs, plan.deeds);
  else await rules(by, verbs, plan.deeds);
}
