// Cấp phép. Owns the rules: subject × target × allow or deny, under conditions. One rule per subject,
// target and set of conditions, so that a second one with the other effect or other dates takes the
// place of the first.
import type { Clock } from '../core/clock.ts';
import type { Change, Database } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { isId, newId } from '../core/random.ts';
import type { Actor } from '../journal/actor.ts';
import { keepingConsoleOpen } from './console-open.ts';
import type { SubjectType } from './decide.ts';
import { checkNamed, checkSubjects, lockTarget } from './grant-checks.ts';
import { noteChanged, noteGrants } from './grant-journal.ts';
import {
  findGrants,
  findSameGrants,
  inheritedGrants,
  listGrants,
  slotOfGrant,
  subjectOf,
  targetOf,
  type Grant,
} from './grant-rows.ts';
import {
  columnsOf,
  slotOf,
  type NewGrant,
  type RuleColumns,
  type RuleText,
  type Subject,
  type Target,
} from './rule.ts';

export type Grants = ReturnType<typeof createGrants>;

type Wanted = { subject: Subject; columns: RuleColumns; slot: string };

const subjectColumns = (subject: Subject) => {
  if (subject.type === 'everyone') return { subject: subject.type };
  const columns = {
    unit: 'unitId',
    position: 'positionCode',
    group: 'groupId',
    kind: 'accountKind',
    account: 'accountId',
  } as const;
  const subtree = subject.type === 'unit' ? (subject.subtree ?? true) : true;
  return { subject: subject.type, [columns[subject.type]]: subject.id, subtree };
};
const targetColumns = ({ type, id }: Target) =>
  ({ application: { applicationId: id }, class: { classCode: id }, set: { setId: id } })[type];

const sameMoment = (a: number | null | undefined, b: Date | null) =>
  (a ?? null) === (b?.getTime() ?? null);

/** A rule there that says the same already: its reason may differ. */
const saysSame = (old: Grant | undefined, { effect, validFrom, validTo }: RuleColumns): boolean =>
  old !== undefined &&
  old.effect === effect &&
  sameMoment(old.conditions?.validFrom, validFrom) &&
  sameMoment(old.conditions?.validTo, validTo);

export function createGrants(deps: { db: Database; clock: Clock }) {
  const { db, clock } = deps;

  /**
   * Rules of one target, each subject once; all of them or none. Idempotent; the other effect or other
   * dates for the same subject and conditions replace the rule there was.
   * @throws AppError `application.not-found`, `grant.…`, `account.last-administrator`.
   */
  async function addAll(
    by: Actor,
    target: Target,
    inputs: readonly NewGrant[],
  ): Promise<{ grant: Grant; changed: boolean }[]> {
    return db.change(async (tx) => {
      const locked = await lockTarget(tx, target);
      const all = inputs.map((input): Wanted => {
        const columns = columnsOf(input, target.type);
        return { subject: input.subject, columns, slot: slotOf(input.subject, columns) };
      });
      await checkSubjects(tx, all.map(({ subject }) => subject)); // prettier-ignore
      for (const { columns } of all) await checkNamed(tx, target, columns);
      const olds = await inSameSlots(tx, target, all);
      const wanted = all.filter(({ slot, columns }) => !saysSame(olds.get(slot), columns));
      const made = await keepingConsoleOpen(tx, locked, clock.now(), async () => {
        await takeAway(tx, by, wanted.flatMap(({ slot }) => olds.get(slot) ?? [])); // prettier-ignore
        return put(tx, by, target, wanted);
      });
      return all.map(({ slot }) => {
        const fresh = made.get(slot);
        return { grant: (fresh ?? olds.get(slot))!, changed: fresh !== undefined };
      });
    });
  }

  async function inSameSlots(
    tx: Change,
    target: Target,
    all: readonly Wanted[],
  ): Promise<Map<string, Grant>> {
    const ids = all.flatMap(({ subject }) => subject.id ?? []);
    const there = await tx.sql.query<Grant>(findSameGrants, [target.id, ids]);
    return new Map(there.map((grant) => [slotOfGrant(grant), grant]));
  }

  /** The new rules by their slots. */
  async function put(
    tx: Change,
    by: Actor,
    target: Target,
    wanted: readonly Wanted[],
  ): Promise<Map<string, Grant>> {
    if (wanted.length === 0) return new Map();
    const author = { createdById: by.accountId, createdByName: by.name };
    const rows = wanted.map(({ subject, columns }) => ({
      id: newId(clock.now()),
      ...subjectColumns(subject),
      ...targetColumns(target),
      ...columns,
      ...author,
    }));
    await tx.prisma.grant.createMany({ data: rows });
    const grants = await tx.sql.query<Grant>(findGrants, [rows.map(({ id }) => id)]);
    await noteGrants(tx, by, 'grant.added', grants);
    return new Map(grants.map((grant) => [slotOfGrant(grant), grant]));
  }

  async function takeAway(tx: Change, by: Actor, grants: readonly Grant[]): Promise<void> {
    if (grants.length === 0) return;
    await tx.prisma.grant.deleteMany({ where: { id: { in: grants.map(({ id }) => id) } } });
    await noteGrants(tx, by, 'grant.removed', grants);
  }

  /** As `addAll`, of one rule for one application or another target. */
  async function add(
    by: Actor,
    input: NewGrant & ({ applicationId: string } | { target: Target }),
  ): Promise<{ grant: Grant; changed: boolean }> {
    const target =
      'target' in input ? input.target : { type: 'application' as const, id: input.applicationId };
    return (await addAll(by, target, [input]))[0]!;
  }

  async function find(grantId: string, at: Pick<Change, 'sql'> = db): Promise<Grant | undefined> {
    const [grant] = isId(grantId) ? await at.sql.query<Grant>(findGrants, [[grantId]]) : [];
    return grant;
  }

  /** The rule, held still until the change ends. @throws AppError `grant.not-found`. */
  async function held(tx: Change, grantId: string) {
    const seen = await find(grantId, tx);
    if (!seen) throw new AppError('grant.not-found');
    const target = await lockTarget(tx, targetOf(seen));
    const grant = await find(grantId, tx); // as whoever was first left it
    if (!grant) throw new AppError('grant.not-found');
    return { grant, target };
  }

  /**
   * What a rule says, apart from whom and what it is for.
   * @throws AppError `grant.…` (`grant.twice`: another one has these conditions), `account.last-administrator`.
   */
  async function change(by: Actor, grantId: string, text: RuleText): Promise<Grant> {
    return db.change(async (tx) => {
      const { grant, target } = await held(tx, grantId);
      const columns = columnsOf(text, target.type);
      await checkNamed(tx, target, columns);
      const subject = subjectOf(grant);
      const same = await inSameSlots(tx, target, [{ subject, columns, slot: '' }]);
      const other = same.get(slotOf(subject, columns));
      if (other && other.id !== grant.id) throw new AppError('grant.twice');
      return keepingConsoleOpen(tx, target, clock.now(), async () => {
        const edited = { updatedByName: by.name, updatedAt: clock.now() };
        await tx.prisma.grant.update({ where: { id: grant.id }, data: { ...columns, ...edited } });
        const changed = (await find(grant.id, tx))!;
        await noteChanged(tx, by, grant, changed);
        return changed;
      });
    });
  }

  /** @throws AppError `grant.not-found`, `account.last-administrator`. */
  async function remove(by: Actor, grantId: string): Promise<void> {
    await db.change(async (tx) => {
      const { grant, target } = await held(tx, grantId);
      await keepingConsoleOpen(tx, target, clock.now(), () => takeAway(tx, by, [grant]));
    });
  }

  type ListQuery = {
    applicationId?: string; // rules for it alone; see `inherited`
    accountId?: string;
    groupId?: string;
    unitId?: string;
    positionCode?: string;
    classCode?: string;
    setId?: string;
    subject?: SubjectType;
    limit?: number;
    offset?: number;
  };

  /** Those that match every filter given, by target and subject; 1,000 at most unless told otherwise. */
  async function list(query: ListQuery = {}): Promise<Grant[]> {
    const { applicationId, accountId, groupId, unitId, limit = 1000, offset = 0 } = query;
    const ids = [applicationId, accountId, groupId, unitId];
    if ([...ids, query.setId].some((id) => id !== undefined && !isId(id))) return [];
    const filters = [...ids, query.positionCode, query.classCode, query.setId];
    const values = [...filters.map((value) => value ?? null), Math.min(limit, 1000), offset];
    return db.sql.query<Grant>(listGrants, [...values, query.subject ?? null]);
  }

  /** The rules that an application has from its class and its sets; 1,000 at most. */
  const inherited = async (applicationId: string): Promise<Grant[]> =>
    isId(applicationId) ? db.sql.query<Grant>(inheritedGrants, [applicationId]) : [];

  return { add, addAll, change, remove, find: (id: string) => find(id), list, inherited };
}
