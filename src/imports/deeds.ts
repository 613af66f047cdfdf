// Does what a plan says, through the verbs of the rooms, so that every rule and every entry of the
// journal is the same as by hand. Runs inside one transaction: any refusal undoes everything. Many rows
// go in one call: each costs a fraction of a statement, and between two calls it is told how far we are.
import type { Grants } from '../access/grants.ts';
import type { NewGrant, Subject } from '../access/rule.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Groups } from '../accounts/groups.ts';
import { AppError } from '../core/errors.ts';
import type { Actor } from '../journal/actor.ts';
import type { Plan } from './facts.ts';
import type { GrantDeed } from './plan-grants.ts';
import type { GroupDeed } from './plan-groups.ts';
import type { PersonDeed } from './plan-people.ts';

export type ImportVerbs = {
  accounts: Pick<Accounts, 'createAllLocal' | 'updateAll'>;
  groups: Pick<Groups, 'create' | 'rename' | 'addAccounts'>;
  grants: Pick<Grants, 'addAll'>;
};

/** Hears how many deeds are done. May refuse, which undoes them. */
export type Heard = (done: number) => Promise<void>;

const batchSize = 250;

/** Runs `work` batch by batch, and tells after each. */
async function inBatches<T>(
  items: readonly T[],
  heard: Heard,
  work: (batch: readonly T[]) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < items.length; at += batchSize) {
    const batch = items.slice(at, at + batchSize);
    await work(batch);
    await heard(batch.length);
  }
}

/** Those with the same key together, in the order in which the keys come first. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

async function people(
  by: Actor,
  { accounts }: ImportVerbs,
  deeds: readonly PersonDeed[],
  heard: Heard,
) {
  const fresh = deeds.filter(({ id }) => id === undefined);
  const known = deeds.flatMap(({ id, change }) => (id === undefined ? [] : [{ id, change }]));
  const made = ({ username, change }: PersonDeed) =>
    ({ kind: 'official', fullName: '', ...change, username }) as const;
  await inBatches(fresh, heard, (batch) => accounts.createAllLocal(by, batch.map(made)));
  await inBatches(known, heard, (batch) => accounts.updateAll(by, batch));
}

async function groupsAndMembers(
  by: Actor,
  { groups }: ImportVerbs,
  deeds: readonly GroupDeed[],
  heard: Heard,
) {
  for (const [code, same] of grouped(deeds, (deed) => deed.code)) {
    let id = same[0]?.id;
    for (const { create, rename } of same) {
      if (create) ({ id } = await groups.create(by, { code, ...create }));
      if (rename) await groups.rename(by, knownId(id), rename);
    }
    await inBatches(same, heard, async (batch) => {
      const members = batch.flatMap(({ addAccountId }) => addAccountId ?? []);
      if (members.length > 0) await groups.addAccounts(by, knownId(id), members);
    });
  }
}

function knownId(id: string | undefined): string {
  if (id === undefined) throw new AppError('group.not-found');
  return id;
}

async function rules(
  by: Actor,
  { grants }: ImportVerbs,
  deeds: readonly GrantDeed[],
  heard: Heard,
) {
  const ruleOf = ({
    type,
    subjectId,
    effect,
    validFrom,
    validTo,
    reason,
  }: GrantDeed): NewGrant => ({
    subject: type === 'everyone' ? { type } : ({ type, id: subjectId ?? '' } satisfies Subject),
    effect,
    conditions: { validFrom, validTo },
    reason,
  });
  for (const [, same] of grouped(deeds, ({ target }) => `${target.type} ${target.id}`))
    await inBatches(same, heard, (batch) => grants.addAll(by, same[0]!.target, batch.map(ruleOf)));
}

/** @param heard hears how many of the deeds are done, again and again. */
export async function perform(
  by: Actor,
  verbs: ImportVerbs,
  plan: Plan,
  heard: Heard,
): Promise<void> {
  let done = 0;
  const count: Heard = (more) => heard((done += more));
  if (plan.kind === 'people') await people(by, verbs, plan.deeds, count);
  else if (plan.kind === 'groups') await groupsAndMembers(by, verbs, plan.deeds, count);
  else await rules(by, verbs, plan.deeds, count);
}
