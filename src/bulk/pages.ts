// One bulk in the console: first what it is about, then what will happen to how many and whom, then how
// far it is, at the end what was done and what not. What was chosen comes from choose-pages.ts.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { bulkConfirmPage, bulkTargetPage } from '../../views/bulk/confirm.ts';
import { nameIn } from '../../views/named.ts';
import { bulkProgress, bulkRunPage } from '../../views/bulk/run.ts';
import { reportColumns } from '../../views/bulk/words.ts';
import type { Groups } from '../accounts/groups.ts';
import type { Applications } from '../applications/applications.ts';
import { searchKey } from '../core/text.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { attempt, blank, optionalText, parseForm, sendForm, type FormState } from '../web/forms.ts';
import { formatField } from '../web/list-file.ts';
import type { SendList } from '../web/list-sender.ts';
import {
  filterChoice,
  filterText,
  found,
  given,
  idField,
  idOf,
  pageSize,
  readQuery,
  rowNumber,
} from '../web/tables.ts';
import { actionOf, outcomes, type Bulk } from './bulk.ts';
import type { Bulks } from './bulks.ts';

type Deps = {
  bulks: Bulks;
  groups: Pick<Groups, 'find' | 'search'>;
  applications: Pick<Applications, 'find' | 'list'>;
  sendList: SendList;
};

const reasonForm = z.object({ reason: optionalText(500) });
const targetForm = z.object({ target: idField() });
const query = z.object({
  text: filterText(),
  outcome: filterChoice(outcomes),
  after: rowNumber(),
});

const exportQuery = z.object({ outcome: filterChoice(outcomes), format: formatField() });

const send = (res: Response, page: { text: string }) => void res.type('html').send(page.text);

export function createBulkPages({ bulks, groups, applications, sendList }: Deps): Router {
  const router = Router();
  const bulkOf = async (req: Request, res: Response): Promise<Bulk> =>
    found(await bulks.find(byOf(res), idOf(req.params['id'])));

  /** Groups are searched: there are thousands. Applications are few. */
  async function sendTargets(res: Response, bulk: Bulk): Promise<void> {
    const { text } = readQuery(query, res.req.query);
    const context = consoleOf(res);
    if (actionOf(bulk.action).target === 'group') {
      const list = await groups.search({ ...given({ text }), state: 'active', limit: 30 });
      const choices = list.items.map(({ id, name, code }) => ({ id, name, note: code }));
      const page = { bulk, of: 'group', text: text ?? '', choices } as const;
      return send(res, bulkTargetPage(context, { ...page, more: list.next !== undefined }));
    }
    const all = (await applications.list()).filter(({ state }) => state !== 'retired');
    const wanted = searchKey(text ?? '');
    const choices = all
      .filter((one) => searchKey(`${one.name} ${one.nameEn} ${one.clientId}`).includes(wanted))
      .map((one) => ({ id: one.id, name: nameIn(context, one), note: one.clientId }));
    const page = { bulk, of: 'application', text: text ?? '', choices } as const;
    send(res, bulkTargetPage(context, { ...page, more: false }));
  }

  const confirmation = async (res: Response, bulk: Bulk, form: FormState) =>
    bulkConfirmPage(consoleOf(res, `/bulk/${bulk.id}`), {
      bulk,
      asks: actionOf(bulk.action),
      form,
      shares: await bulks.shares(bulk),
    });

  router.get('/bulk/:id', async (req, res) => {
    const bulk = await bulkOf(req, res);
    if (bulk.state !== 'ready') {
      const { outcome, after } = readQuery(query, req.query);
      const asked = { ...given({ outcome, after }), limit: pageSize };
      const list = await bulks.items(bulk.id, asked);
      return send(res, bulkRunPage(consoleOf(res), { bulk, outcome, after, ...list }));
    }
    if (actionOf(bulk.action).target && bulk.targetId === null) return sendTargets(res, bulk);
    send(res, await confirmation(res, bulk, blank()));
  });

  /** What the page of a running bulk asks for again and again; told to load itself anew at the end. */
  router.get('/bulk/:id/progress', async (req, res) => {
    const bulk = await bulkOf(req, res);
    if (!req.get('hx-request')) return res.redirect(303, `/bulk/${bulk.id}`);
    if (bulk.state !== 'running') res.set('HX-Refresh', 'true');
    send(res, bulkProgress(consoleOf(res), bulk));
  });

  router.post('/bulk/:id/target', async (req, res) => {
    const bulk = await bulkOf(req, res);
    const { target } = readQuery(targetForm, req.body);
    const of = actionOf(bulk.action).target === 'group' ? groups : applications;
    found(await of.find(target));
    await bulks.aim(byOf(res), bulk.id, target);
    res.redirect(303, `/bulk/${bulk.id}`);
  });

  router.post('/bulk/:id/run', async (req, res) => {
    const bulk = await bulkOf(req, res);
    const parsed = parseForm(reasonForm, req.body);
    const begun = parsed.ok
      ? await attempt(parsed.form, () => bulks.start(byOf(res), bulk.id, parsed.value.reason))
      : parsed;
    if (!begun.ok) return sendForm(res, await confirmation(res, bulk, begun.form));
    res.redirect(303, `/bulk/${bulk.id}`);
  });

  router.post('/bulk/:id/export', async (req, res) => {
    const bulk = await bulkOf(req, res);
    const { format, outcome } = readQuery(exportQuery, req.body);
    const context = consoleOf(res);
    await sendList(res, {
      what: 'bulk-report',
      object: { type: 'bulk', id: bulk.id, name: bulk.action },
      filter: { outcome },
      format,
      columns: reportColumns(context.t),
      rows: async () => {
        const asked = { ...given({ outcome }), limit: context.settings.exportRows };
        return (await bulks.items(bulk.id, asked)).items;
      },
    });
  });

  router.post('/bulk/:id/stop', async (req, res) => {
    const bulk = await bulkOf(req, res);
    await bulks.stop(byOf(res), bulk.id);
    res.redirect(303, `/bulk/${bulk.id}`);
  });

  return router;
}
