// What a bulk is called, and where in the console it belongs.
import type { Bulk, BulkAction } from '../../src/bulk/bulk.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import type { Section } from '../console/frame.ts';

export const sectionOf = (action: BulkAction): Section =>
  action.startsWith('people')
    ? 'people'
    : action.startsWith('members')
      ? 'groups'
      : action.startsWith('sessions')
        ? 'sessions'
        : 'applications';

/** The deed, with the group or the application it is about. */
export const titleOf = (t: Messages, { action, targetName }: Bulk): string =>
  targetName === null ? t.bulk.actions[action] : `${t.bulk.actions[action]}: ${targetName}`;
