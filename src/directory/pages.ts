// Sources in the console: the list, one source, its form, its test. Runs are in run-pages.ts.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { sourceFormPage } from '../../views/directory/form.ts';
import { reportPage } from '../../views/directory/report.ts';
import { sourcePage } from '../../views/directory/source.ts';
import { sourcesPage } from '../../views/directory/sources.ts';
import type { Journal } from '../journal/search.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { redirectDone } from '../web/done.ts';
import { editing } from '../web/editing.ts';
import type { Edits } from '../web/edits.ts';
import {
  attempt,
  blank,
  parseForm,
  sendForm,
  withError,
  type FieldErrorCode,
  type FormState,
} from '../web/forms.ts';
import { filterChoice, filterId, found, idOf, readQuery } from '../web/tables.ts';
import type { Conflicts } from './conflicts.ts';
import { formValuesOf, minutesOf, problems, settingsOf } from './form.ts';
import type { LiveStatuses } from './live-status.ts';
import type { Precedence } from './precedence.ts';
import type { ServerStatus } from './server-status.ts';
import type { Source } from './source-safe.ts';
import type { SourceInput, SourceReport, Sources } from './sources.ts';
import type { Sync } from './sync.ts';

type Deps = {
  sources: Sources;
  sync: Sync;
  edits: Edits;
  journal: Pick<Journal, 'byObject'>;
  serverStatus: Pick<ServerStatus, 'of'>;
  verifiers: { count(sourceId: string): Promise<number> };
  statuses: LiveStatuses;
  conflicts: Pick<Conflicts, 'count'>;
  precedence: Precedence;
};

const newQuery = z.object({ preset: filterChoice(['openldap', '389-ds', 'active-directory']) });
const historyQuery = z.object({ before: filterId() });
const anyFields = z.record(z.string().max(60), z.string().max(100_000));
const runsPerPage = 20;

const send = (res: Response, page: { text: string }) => void res.type('html').send(page.text);
const noErrors = (form: FormState) => Object.keys(form.errors).length === 0;

const codeOf = (problem: string, value: string): FieldErrorCode =>
  (problems as Record<string, FieldErrorCode>)[problem] ??
  (value.trim() === '' ? 'required' : 'malformed');

/** What is typed, as the verbs take it, or the form with every mistake beside its field. */
export function inputOf(form: FormState, id: string | undefined) {
  const { values } = form;
  let state = form;
  const read = settingsOf(values);
  for (const { field, problem } of 'problems' in read ? read.problems : [])
    if (!state.errors[field])
      state = withError(state, field, { code: codeOf(problem, values[field] ?? '') });
  const everyMinutes = minutesOf(values['everyMinutes']);
  if (everyMinutes === undefined)
    state = withError(state, 'everyMinutes', { code: 'not-a-number' });
  if (!values['name']?.trim()) state = withError(state, 'name', { code: 'required' });
  if ('problems' in read || everyMinutes === undefined || !noErrors(state)) return { form: state };
  const input: SourceInput = {
    ...(id !== undefined && { id }),
    name: values['name'] ?? '',
    enabled: Boolean(values['enabled']),
    everyMinutes,
    settings: read.settings,
    ...(values['password'] && { password: values['password'] }),
  };
  return { form: state, input };
}

export function createDirectoryPages(deps: Deps): Router {
  const { sources, sync, edits, journal, serverStatus, verifiers, statuses } = deps;
  const { conflicts, precedence } = deps;
  const router = Router();
  const sourceOf = async (req: Request): Promise<Source> =>
    found(await sources.find(idOf(req.params['id'])));

  router.get('/directory', async (_req, res) => {
    const all = await sources.list();
    const seen = await serverStatus.of(all);
    const rows = all.map(async (source) => {
      const [last] = await sync.runs(source.id, { limit: 1 });
      return { source, last, servers: seen.get(source.id) ?? [] };
    });
    const page = { sources: await Promise.all(rows), conflicts: await conflicts.count() };
    send(res, sourcesPage(consoleOf(res), page));
  });

  for (const direction of ['up', 'down'] as const)
    router.post(`/directory/:id/${direction}`, async (req, res) => {
      await precedence.move(byOf(res), idOf(req.params['id']), direction);
      redirectDone(res, '/directory', 'source-moved');
    });

  function sendEdit(
    res: Response,
    source: Source | undefined,
    form: FormState,
    report?: SourceReport,
  ): void {
    const page = sourceFormPage(consoleOf(res), { form, source, report });
    if (noErrors(form)) send(res, page);
    else sendForm(res, page, form);
  }

  async function saveOrTest(req: Request, res: Response, source: Source | undefined) {
    const parsed = parseForm(anyFields, req.body);
    const { form, input } = inputOf(parsed.form, source?.id);
    if (!input) return sendEdit(res, source, form);
    if (form.values['deed'] === 'test')
      return sendEdit(res, source, form, await sources.test(input));
    const deed = () => sources.save(byOf(res), input);
    const saved = source
      ? await edits.save({
          object: `source/${source.id}`,
          form,
          now: async () => formValuesOf(found(await sources.find(source.id))),
          deed,
        })
      : await attempt(form, deed);
    if (!saved.ok) return sendEdit(res, source, saved.form);
    redirectDone(res, `/directory/${saved.value.id}`, source ? 'saved' : 'created');
  }

  router
    .route('/directory/new')
    .get((req, res) => {
      const { preset } = readQuery(newQuery, req.query);
      sendEdit(res, undefined, blank(formValuesOf(undefined, preset)));
    })
    .post((req, res) => saveOrTest(req, res, undefined));

  router.get('/directory/:id', async (req, res) => {
    const source = await sourceOf(req);
    const { before } = readQuery(historyQuery, req.query);
    const runs = await sync.runs(source.id, { before, limit: runsPerPage + 1 });
    const shown = runs.slice(0, runsPerPage);
    const next = runs.length > runsPerPage ? shown.at(-1)?.id : undefined;
    const events = await journal.byObject('source', source.id);
    const servers = (await serverStatus.of([source])).get(source.id) ?? [];
    const kept = await verifiers.count(source.id);
    const live = await statuses.of(source.id);
    const page = { source, live, runs: shown, before, next, events, servers, verifiers: kept };
    send(res, sourcePage(consoleOf(res), page));
  });

  router
    .route('/directory/:id/edit')
    .get(async (req, res) => {
      const source = await sourceOf(req);
      sendEdit(res, source, editing(formValuesOf(source)));
    })
    .post(async (req, res) => saveOrTest(req, res, await sourceOf(req)));

  router.post('/directory/:id/test', async (req, res) => {
    const source = await sourceOf(req);
    const report = await sources.test(source.id);
    send(res, reportPage(consoleOf(res, `/directory/${source.id}`), source, report));
  });

  return router;
}
