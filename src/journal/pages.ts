// The journal in the console: search, one entry, export.
import { Router, type Response } from 'express';
import { z } from 'zod';
import { journalColumns } from '../../views/journal/columns.ts';
import { journalEntryPage } from '../../views/journal/entry.ts';
import { journalPage } from '../../views/journal/list.ts';
import type { Clock } from '../core/clock.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { nextDay, parseDate } from '../web/dates.ts';
import { blank, withError, type FormState } from '../web/forms.ts';
import { formatField, sendListFile, type FileFormat } from '../web/list-file.ts';
import {
  cursor,
  filterChoice,
  filterId,
  filterText,
  found,
  pageSize,
  readQuery,
} from '../web/tables.ts';
import type { JournalFilter } from './entry.ts';
import { events } from './events.ts';
import { journalSorts, type Journal } from './search.ts';

const query = z.object({
  text: filterText(),
  actor: filterText(),
  unit: filterText(),
  person: filterId(),
  event: filterChoice(events),
  application: filterId(),
  outcome: filterChoice(['success', 'failure']),
  address: filterText(64),
  type: filterText(30),
  object: filterText(100),
  from: filterText(20),
  to: filterText(20),
  sort: filterChoice(journalSorts),
  after: cursor(),
});
const exportQuery = query.extend({ format: formatField() });
type Asked = z.output<typeof query>;

type Deps = {
  journal: Journal;
  clock: Clock;
  /** All of them, for the filter. */
  applications: { list: () => Promise<readonly { id: string; name: string; nameEn: string }[]> };
};

/** The form says which date is none. */
function check(asked: Asked): FormState {
  let form = blank(asked);
  for (const name of ['from', 'to'] as const)
    if (asked[name] && !parseDate(asked[name]))
      form = withError(form, name, { code: 'not-a-date' });
  return form;
}

function filterOf(asked: Asked): JournalFilter {
  const to = asked.to ? parseDate(asked.to) : undefined;
  return {
    text: asked.text,
    actor: asked.actor,
    unit: asked.unit,
    either: asked.person,
    event: asked.event,
    applicationId: asked.application,
    outcome: asked.outcome,
    address: asked.address,
    object: asked.type && asked.object ? { type: asked.type, id: asked.object } : undefined,
    from: asked.from ? parseDate(asked.from) : undefined,
    to: to && nextDay(to), // the last day is part of the time asked for
  };
}

export function createJournalPages({ journal, clock, applications }: Deps): Router {
  const router = Router();

  async function show(res: Response, asked: Asked, form: FormState): Promise<void> {
    const context = consoleOf(res, '/journal');
    const { sort = 'newest' } = asked;
    const wrong = Object.keys(form.errors).length > 0;
    const list = wrong
      ? { items: [], next: undefined, previous: undefined, partial: false }
      : await journal.page({ ...filterOf(asked), sort, at: asked.after, limit: pageSize });
    const about = list.items[0];
    const page = journalPage(res.req.method === 'GET' ? consoleOf(res) : context, {
      form,
      events,
      applications: await applications.list(),
      objectName: asked.object
        ? (about?.objectName ?? asked.object)
        : about && aboutPerson(asked, about),
      entries: list.items,
      sort,
      next: list.next,
      previous: list.previous,
      partial: list.partial,
    });
    res
      .status(wrong ? 422 : 200)
      .type('html')
      .send(page.text);
  }

  router.get('/journal', async (req, res) => {
    const asked = readQuery(query, req.query);
    await show(res, asked, check(asked));
  });

  router.post('/journal/export', async (req, res) => {
    const { format, ...asked } = readQuery(exportQuery, req.body);
    const form = check(asked);
    if (Object.keys(form.errors).length > 0) return show(res, asked, form);
    await sendExport(res, format, filterOf(asked));
  });

  router.get('/journal/:id', async (req, res) => {
    const entry = found(await journal.find(req.params.id));
    res.type('html').send(journalEntryPage(consoleOf(res), entry).text);
  });

  /** Sent in batches as they are read, so that 50.000 rows never stand in memory. */
  async function sendExport(
    res: Response,
    format: FileFormat,
    filter: JournalFilter,
  ): Promise<void> {
    const { t, locale } = consoleOf(res);
    const file = {
      name: 'nhat-ky',
      title: t.journal.title,
      columns: journalColumns(t),
      batches: journal.exported(byOf(res), filter, format),
    };
    await sendListFile(res, format, file, { locale, now: clock.now() });
  }

  return router;
}

const aboutPerson = (
  asked: Asked,
  entry: { accountId: string | null; accountName: string | null; actorName: string | null },
) =>
  asked.person
    ? ((entry.accountId === asked.person ? entry.accountName : entry.actorName) ?? undefined)
    : undefined;
