// The words of an import: the titles of its columns, and the names of what may stand in them. The
// same that exports use, so that what was taken out can be brought in.
import type { ErrorCode, ErrorParams } from '../../src/core/errors.ts';
import type { Field, ImportKind } from '../../src/imports/import.ts';
import type { Messages } from '../../src/web/messages/messages.ts';

export const fieldNames = (t: Messages): Record<Field, string> => ({
  username: t.people.username,
  fullName: t.people.fullName,
  kind: t.people.kind,
  mail: t.people.mail,
  phone: t.people.phone,
  unit: t.lists.unitCode,
  title: t.people.title_,
  group: t.groups.code,
  groupName: t.groups.name,
  description: t.groups.description,
  application: t.applications.clientId,
  subjectType: t.grants.kind,
  subject: t.imports.subjectCode,
  effect: t.grants.effect,
  validFrom: t.grants.validFrom,
  validTo: t.grants.validTo,
  reason: t.console.reason,
});

export const choiceNames = (t: Messages): Partial<Record<Field, Record<string, string>>> => ({
  kind: t.people.kinds,
  subjectType: t.grants.subjects,
  effect: t.grants.effects,
});

/** A value as people read it: a code of a choice by its name. */
export const sayValue = (t: Messages, field: Field, value: string | null): string =>
  value === null ? t.imports.empty : (choiceNames(t)[field]?.[value] ?? value);

/** A row to show how a file is filled in. */
export const examples = (t: Messages): Record<ImportKind, Partial<Record<Field, string>>> => ({
  people: {
    username: 'nguyenvana',
    fullName: 'Nguyễn Văn A',
    kind: t.people.kinds.official,
    mail: 'nguyenvana@example.gov.vn',
    phone: '0912 345 678',
  },
  groups: { group: 'van-thu', groupName: 'Văn thư', description: '', username: '' },
  grants: {
    application: 'van-ban',
    subjectType: t.grants.subjects.group,
    subject: 'van-thu',
    effect: t.grants.effects.allow,
    reason: '',
  },
});

/** The sentence of an error; one about a column names it as the person knows it. */
export function sayError(t: Messages, code: ErrorCode, params: ErrorParams): string {
  const column = params['column'];
  const name = column === undefined ? undefined : fieldNames(t)[column as Field];
  return t.errors[code](name === undefined ? params : { ...params, column: name });
}
