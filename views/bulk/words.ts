// What a bulk is called, and where in the console it belongs.
import type { Bulk, BulkAction, BulkItem, Obstacle } from '../../src/bulk/bulk.ts';
import type { ErrorCode } from '../../src/core/errors.ts';
import type { ListColumn } from '../../src/web/list-file.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { Section } from '../console/frame.ts';
import { nameIn } from '../named.ts';

export const sectionOf = (action: BulkAction): Section =>
  action.startsWith('people')
    ? 'people'
    : action.startsWith('members')
      ? 'groups'
      : action.startsWith('sessions')
        ? 'sessions'
        : 'applications';

/** The deed, with the group or the application it is about. */
export function titleOf(context: Pick<ConsoleContext, 't' | 'locale'>, bulk: Bulk): string {
  const deed = context.t.bulk.actions[bulk.action];
  const { targetName: name, targetNameEn: nameEn } = bulk;
  return name === null ? deed : `${deed}: ${nameIn(context, { name, nameEn: nameEn ?? name })}`;
}

/** The words of an obstacle, or of the error that a verb gave. */
export function whyNot(t: Messages, { outcome, reason, detail }: BulkItem): string {
  if (reason === null) return '';
  if (outcome === 'skipped') return t.bulk.obstacles[reason as Obstacle];
  return reason in t.errors ? t.errors[reason as ErrorCode](detail ?? {}) : reason;
}

/** The report as a file; the id tells two of the same name apart. */
export const reportColumns = (t: Messages): ListColumn<BulkItem>[] => [
  { title: t.bulk.what, cell: ({ name }) => name },
  {
    title: t.bulk.outcome,
    cell: ({ outcome }) => (outcome ? t.bulk.outcomes[outcome] : t.bulk.waiting),
  },
  { title: t.bulk.why, cell: (item) => whyNot(t, item) },
  { title: t.bulk.id, cell: ({ objectId }) => objectId },
];
