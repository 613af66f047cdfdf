// Rows of "application" inside a change: taking one, reading what a definition refers to.
import type { Change } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { isId } from '../core/random.ts';
import type { Application as Row } from '../generated/prisma/client.ts';
import type { Fields } from '../journal/difference.ts';
import type { Json } from '../journal/journal.ts';
import type { Application, ApplicationState } from './application.ts';
import type { ClientMetadata } from './client-metadata.ts';

const lock = {
  name: 'application-lock',
  text: 'SELECT id FROM application WHERE id = $1::uuid FOR NO KEY UPDATE',
};

/** The check in the database holds the state to its list; metadata was checked when it was written. */
export const applicationOf = (row: Row): Application => ({
  ...row,
  state: row.state as ApplicationState,
  metadata: row.metadata as ClientMetadata,
});

/** @throws AppError `application.not-found`. */
export async function lockApplication(tx: Change, id: string): Promise<Application> {
  if (!isId(id)) throw new AppError('application.not-found');
  const [locked] = await tx.sql.query(lock, [id]);
  if (!locked) throw new AppError('application.not-found');
  return applicationOf(await tx.prisma.application.findUniqueOrThrow({ where: { id } }));
}

/** @throws AppError `application.class-unknown`. */
export async function checkClass(tx: Change, code: string): Promise<void> {
  const key = { catalog: 'application-class', code };
  const item = await tx.prisma.catalogItem.findUnique({ where: { catalog_code: key } });
  if (!item) throw new AppError('application.class-unknown', { params: { value: code } });
}

/** A new application stands in the section that is called like its class, where there is one. */
export async function firstSection(tx: Change, classCode: string): Promise<string | null> {
  const key = { catalog: 'launcher-section', code: classCode };
  const section = await tx.prisma.catalogItem.findUnique({ where: { catalog_code: key } });
  return section?.code ?? null;
}

/** The unit of that code or id. @throws AppError `application.owner-unit-unknown`. */
export async function ownerUnit(tx: Change, codeOrId: string): Promise<string> {
  const where = isId(codeOrId) ? { id: codeOrId } : { code: codeOrId };
  const unit = await tx.prisma.unit.findUnique({ where });
  if (unit) return unit.id;
  throw new AppError('application.owner-unit-unknown', { params: { value: codeOrId } });
}

/** What can be changed, for the journal: before and after. */
export function changeable(row: Application): Fields {
  const { name, nameEn, description, section, ownerUnitId, contact, link, order, metadata } = row;
  const what = { name, nameEn, description, class: row.class };
  const about = { ...what, section, ownerUnitId, contact, link, order };
  return { ...about, metadata: JSON.parse(JSON.stringify(metadata)) as Json };
}
