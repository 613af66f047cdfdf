// A person's own part of the journal: what happened to their account, newest first.
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { journalPage } from '../../views/portal/journal.ts';
import type { EventName } from '../journal/events.ts';
import type { Journal } from '../journal/search.ts';
import { contextOf } from '../web/context.ts';
import { nextDay, parseDate } from '../web/dates.ts';
import { blank, withError, type FormState } from '../web/forms.ts';
import { filterChoice, filterText, readQuery, rowCursor } from '../web/tables.ts';

/** What can happen to an account and means something to its owner. */
const ownEvents = [
  'sign-in.succeeded',
  'sign-in.failed',
  'sign-in.throttled',
  'device.new',
  'account.unlocked',
  'sign-out',
  'session.ended',
  'application.entered',
  'application.refused',
  'grant.added',
  'grant.removed',
  'account.created',
  'account.password-set',
  'account.updated',
  'group.member-added',
  'group.member-removed',
  'account.suspended',
  'account.restored',
] as const satisfies readonly EventName[];

const pageSize = 30;

const query = z.object({
  event: filterChoice(ownEvents),
  from: filterText(20),
  to: filterText(20),
  before: rowCursor(),
});

function check(asked: z.output<typeof query>): FormState {
  let form = blank(asked);
  for (const name of ['from', 'to'] as const)
    if (asked[name] && !parseDate(asked[name]))
      form = withError(form, name, { code: 'not-a-date' });
  return form;
}

export function createOwnJournalPages(deps: {
  inside: readonly RequestHandler[];
  accountOf: (res: Response) => { id: string; fullName: string };
  journal: Pick<Journal, 'search'>;
}): Router {
  async function show(req: Request, res: Response): Promise<void> {
    const account = deps.accountOf(res);
    const asked = readQuery(query, req.query);
    const form = check(asked);
    const wrong = Object.keys(form.errors).length > 0;
    const to = asked.to && parseDate(asked.to);
    const list = wrong
      ? { items: [], next: undefined }
      : await deps.journal.search({
          accountId: account.id,
          event: asked.event,
          from: asked.from ? parseDate(asked.from) : undefined,
          to: to ? nextDay(to) : undefined, // the last day is part of the time asked for
          before: asked.before,
          limit: pageSize,
        });
    const page = journalPage(contextOf(res), {
      account,
      form,
      events: ownEvents,
      entries: list.items,
      next: list.next,
    });
    res
      .status(wrong ? 422 : 200)
      .type('html')
      .send(page.text);
  }

  return Router().get('/journal', ...deps.inside, show);
}
