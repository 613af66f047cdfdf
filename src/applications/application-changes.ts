// What administrators change on applications. Each change and its journal entry are one transaction.
import type { Clock } from '../core/clock.ts';
import { type Change, type Database } from '../core/database.ts';
import { AppError, isDuplicate } from '../core/errors.ts';
import { newId } from '../core/random.ts';
import { cut } from '../core/text.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import type { Actor } from '../journal/actor.ts';
import { difference } from '../journal/difference.ts';
import { record } from '../journal/journal.ts';
import { checkOwner, checkState, type Application, type ApplicationState } from './application.ts';
import {
  applicationOf,
  changeable,
  checkClass,
  firstSection,
  lockApplication,
  ownerUnit,
} from './application-rows.ts';
import { mistakesBetween, usesSecret, type ClientMetadata } from './client-metadata.ts';
import {
  checkDefinition,
  checkMetadata,
  type ApplicationDefinition,
  type CheckedDefinition,
} from './definition.ts';
import type { Secrets } from './secrets.ts';

export type Applied = { application: Application; secret?: string; changed: boolean };

export type ApplicationEdit = Partial<
  Pick<ApplicationDefinition, 'name' | 'name_en' | 'class' | 'owner_unit'> &
    Pick<ApplicationDefinition, 'description' | 'contact' | 'link' | 'order'>
>;

type Wanted = Partial<
  Pick<Application, 'name' | 'nameEn' | 'class' | 'ownerUnitId'> &
    Pick<Application, 'description' | 'contact' | 'link' | 'order' | 'metadata'>
>;

export function createApplicationChanges(deps: {
  db: Database;
  clock: Clock;
  privateHosts: readonly string[];
  secrets: Secrets;
}) {
  const { db, clock, secrets } = deps;

  /**
   * Makes the application be what the definition says; the second time changes nothing. What the
   * definition leaves out stays, but for the client metadata, which is replaced as a whole. `secret`
   * is there when the application needs one and had none: it cannot be shown again.
   * @throws AppError `application.…` with the field; with `mustBeNew` `application.client-id-taken`.
   */
  async function apply(
    by: Actor,
    input: ApplicationDefinition,
    { mustBeNew = false } = {},
  ): Promise<Applied> {
    const definition = checkDefinition(input, deps.privateHosts);
    return db.change(async (tx) => {
      await takeTurns(tx, definition.client_id);
      const made = await findOrCreate(tx, by, definition);
      if (mustBeNew && !made.isNew) throw new AppError('application.client-id-taken');
      if (made.application.builtIn) throw new AppError('application.built-in');
      const wanted = await wantedOf(tx, definition);
      const edited = await write(tx, by, made.application, wanted, !made.isNew);
      const moved = await move(tx, by, edited.application, definition.state, null);
      const secret = await firstSecret(tx, by, moved.application);
      const changed = made.isNew || edited.changed || moved.changed || secret !== undefined;
      return { application: moved.application, changed, ...(secret && { secret }) };
    });
  }

  async function findOrCreate(tx: Change, by: Actor, definition: CheckedDefinition) {
    const { client_id: clientId, name } = definition;
    const old = await tx.prisma.application.findUnique({ where: { clientId } });
    if (old) return { application: await lockApplication(tx, old.id), isNew: false };
    const wanted = await wantedOf(tx, definition);
    const nameEn = wanted.nameEn ?? name;
    const data = {
      id: newId(clock.now()),
      clientId,
      section: await firstSection(tx, definition.class),
      order: await lastOrder(tx), // behind those of the catalogue, unless told otherwise
      ...wanted,
      name,
      nameEn,
      class: definition.class,
    };
    const row = applicationOf(
      await tx.prisma.application.create({ data: stored(data) }).catch(taken),
    );
    const detail = { after: changeable(row) };
    await record(tx, by, { event: 'application.created', applicationId: row.id, detail });
    return { application: row, isNew: true };
  }

  async function write(
    tx: Change,
    by: Actor,
    old: Application,
    wanted: Wanted,
    noted = true,
  ): Promise<{ application: Application; changed: boolean }> {
    const next = { ...old, ...wanted };
    const changed = difference(changeable(old), changeable(next));
    if (!changed || !noted) return { application: old, changed: false };
    checkOwner(next);
    const data = stored({ ...wanted, updatedAt: clock.now() });
    const where = { id: old.id };
    const row = await tx.prisma.application.update({ where, data }).catch(taken);
    const entry = { event: 'application.updated', applicationId: old.id, detail: changed } as const;
    await record(tx, by, entry);
    return { application: applicationOf(row), changed: true };
  }

  async function move(
    tx: Change,
    by: Actor,
    old: Application,
    state: ApplicationState | undefined,
    reason: string | null,
  ): Promise<{ application: Application; changed: boolean }> {
    if (!state || state === old.state) return { application: old, changed: false };
    if (old.builtIn) throw new AppError('application.built-in');
    checkState(old.state, state);
    checkOwner({ ...old, state });
    if (state === 'active') checkComplete(old.metadata);
    const data = { state, updatedAt: clock.now() };
    const row = await tx.prisma.application.update({ where: { id: old.id }, data });
    const detail = { before: { state: old.state }, after: { state, reason } };
    await record(tx, by, { event: 'application.state-changed', applicationId: old.id, detail });
    return { application: applicationOf(row), changed: true };
  }

  async function firstSecret(tx: Change, by: Actor, application: Application) {
    if (!usesSecret(application.metadata)) return undefined;
    const had = await tx.prisma.applicationSecret.count({
      where: { applicationId: application.id },
    });
    return had > 0 ? undefined : secrets.issueIn(tx, by, application.id, 0);
  }

  /** @throws AppError `application.transition`, `application.no-owner`, `application.built-in`. */
  async function setState(
    by: Actor,
    id: string,
    state: ApplicationState,
    { reason }: { reason?: string } = {},
  ): Promise<Application> {
    return db.change(async (tx) => {
      const old = await lockApplication(tx, id);
      if (old.builtIn) throw new AppError('application.built-in');
      if (old.state === state) checkState(old.state, state);
      const text = cut((reason ?? '').trim(), 500) || null;
      return (await move(tx, by, old, state, text)).application;
    });
  }

  /** What the application is, without what it says to the protocol (`apply`). @throws AppError `application.…` */
  async function edit(by: Actor, id: string, change: ApplicationEdit): Promise<Application> {
    return db.change(async (tx) => {
      const old = await lockApplication(tx, id);
      if (old.builtIn) throw new AppError('application.built-in');
      const { clientId: client_id, name } = old;
      const input = { client_id, name, class: old.class, ...change };
      const { metadata: _, ...wanted } = await wantedOf(
        tx,
        checkDefinition(input, deps.privateHosts),
      );
      return (await write(tx, by, old, wanted)).application;
    });
  }

  /**
   * What the application says to the protocol, and nothing else. A draft is made step by step: what it
   * still lacks (addresses, keys) is asked for when it becomes active. @throws AppError `application.…`
   */
  async function connect(by: Actor, id: string, metadata: ClientMetadata): Promise<Application> {
    const checked = checkMetadata(metadata, deps.privateHosts);
    return db.change(async (tx) => {
      const old = await lockApplication(tx, id);
      if (old.builtIn) throw new AppError('application.built-in');
      if (old.state !== 'draft') checkComplete(checked);
      return (await write(tx, by, old, { metadata: checked })).application;
    });
  }

  return { apply, setState, edit, connect };
}

/** @throws AppError for what the metadata lacks as a whole. */
function checkComplete(metadata: ClientMetadata): void {
  const [first] = mistakesBetween(metadata);
  if (first) throw new AppError(first.code, { params: { field: first.field } });
}

async function lastOrder(tx: Change): Promise<number> {
  const where = { builtIn: false };
  const { _max } = await tx.prisma.application.aggregate({ _max: { order: true }, where });
  return (_max.order ?? 0) + 10;
}

/** What of a row a definition asks for; what it leaves out is left out here. */
async function wantedOf(tx: Change, definition: CheckedDefinition): Promise<Wanted> {
  await checkClass(tx, definition.class);
  const { name, class: code, description, contact, link, order, metadata } = definition;
  const { name_en: nameEn, owner_unit: owner } = definition;
  const given = Object.entries({ description, contact, link, order });
  return {
    name,
    class: code,
    metadata,
    ...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
    ...(nameEn === undefined ? {} : { nameEn: nameEn ?? name }),
    ...(owner === undefined ? {} : { ownerUnitId: owner && (await ownerUnit(tx, owner)) }),
  };
}

/** Client ids take turns, so the one other thing that is unique is the name of a resource. */
function taken(error: unknown): never {
  throw isDuplicate(error) ? new AppError('application.resource-taken', { cause: error }) : error;
}

const stored = <T extends object>(data: T) => data as T & { metadata: Prisma.InputJsonObject };

const turn = {
  name: 'application-turn',
  text: 'SELECT true AS locked FROM (SELECT pg_advisory_xact_lock(hashtextextended($1, 0))) l',
};

/** Two who apply one definition at once make one application, not an error. */
async function takeTurns(tx: Change, clientId: string): Promise<void> {
  await tx.sql.query(turn, [`motchia:application:${clientId}`]);
}
