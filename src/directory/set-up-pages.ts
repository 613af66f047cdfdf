// The guided set-up of a source: connect → test → sample → preview → schedule. Each step saves what
// was typed into the source itself, which stays switched off until the last one: nothing is lost by
// going back, by closing the page, or by going on at another node.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { connectPage, kindsPage, type SetUpStep } from '../../views/directory/set-up.ts';
import { previewPage } from '../../views/directory/set-up-preview.ts';
import { samplePage } from '../../views/directory/set-up-sample.ts';
import { schedulePage } from '../../views/directory/set-up-schedule.ts';
import { probePage } from '../../views/directory/set-up-test.ts';
import type { Clock } from '../core/clock.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { redirectDone } from '../web/done.ts';
import { settled } from '../web/patience.ts';
import { editing } from '../web/editing.ts';
import type { Edits } from '../web/edits.ts';
import { attempt, blank, parseForm, sendForm, type FormState } from '../web/forms.ts';
import { filterChoice, found, idOf, readQuery } from '../web/tables.ts';
import { formValuesOf } from './form.ts';
import { inputOf } from './pages.ts';
import type { SetUp } from './set-up.ts';
import type { Preset } from './settings.ts';
import type { Source } from './source-safe.ts';
import type { Sources } from './sources.ts';
import type { Sync } from './sync.ts';

type Deps = { sources: Sources; sync: Sync; setUp: SetUp; edits: Edits; clock: Clock };

const presetNames = ['openldap', '389-ds', 'active-directory'] as const satisfies readonly Preset[];
const kindQuery = z.object({ preset: filterChoice(presetNames) });
const anyFields = z.record(z.string().max(60), z.string().max(100_000));
const shownChanges = 10;

const send = (res: Response, page: { text: string }) => void res.type('html').send(page.text);

export function createSetUpPages({ sources, sync, setUp, edits, clock }: Deps): Router {
  const router = Router();
  const sourceOf = async (req: Request): Promise<Source> =>
    found(await sources.find(idOf(req.params['id'])));
  const to = (res: Response, id: string, step: SetUpStep) =>
    res.redirect(303, `/directory/${id}/set-up/${step}`);

  /** Looking at the page tests nothing: what it shows was found out by a deed. */
  async function tested(res: Response, id: string): Promise<void> {
    await setUp.probe(id);
    to(res, id, 'test');
  }

  /** What a step's form sent, over what the source has; its own boxes are off where not sent. */
  function overlay(req: Request, source: Source | undefined, boxes: Record<string, string>) {
    const { form } = parseForm(anyFields, req.body);
    const { preset } = readQuery(kindQuery, req.query);
    return blank({ ...formValuesOf(source, preset), ...boxes, ...form.values });
  }

  async function saved(res: Response, source: Source | undefined, typed: FormState) {
    const { form, input } = inputOf(typed, source?.id);
    if (!input) return { ok: false as const, form };
    const deed = () => sources.save(byOf(res), input);
    if (!source) return attempt(form, deed);
    const now = async () => formValuesOf(found(await sources.find(source.id)));
    return edits.save({ object: `source/${source.id}`, form, now, deed });
  }

  router
    .route('/directory/set-up')
    .get((req, res) => {
      const { preset } = readQuery(kindQuery, req.query);
      if (!preset) return send(res, kindsPage(consoleOf(res)));
      const form = blank(formValuesOf(undefined, preset));
      send(res, connectPage(consoleOf(res), { form, preset, source: undefined }));
    })
    .post(async (req, res) => {
      const { preset = 'openldap' } = readQuery(kindQuery, req.query);
      const typed = overlay(req, undefined, { allowPlain: '', enabled: '' });
      const outcome = await saved(res, undefined, typed);
      if (outcome.ok) return tested(res, outcome.value.id);
      const page = { form: outcome.form, preset, source: undefined };
      sendForm(res, connectPage(consoleOf(res), page));
    });

  router
    .route('/directory/:id/set-up')
    .get(async (req, res) => {
      const source = await sourceOf(req);
      const form = editing(formValuesOf(source));
      send(res, connectPage(consoleOf(res), { form, source, preset: undefined }));
    })
    .post(async (req, res) => {
      const source = await sourceOf(req);
      const outcome = await saved(res, source, overlay(req, source, { allowPlain: '' }));
      if (outcome.ok) return tested(res, source.id);
      const page = { form: outcome.form, source, preset: undefined };
      sendForm(res, connectPage(consoleOf(res), page));
    });

  router
    .route('/directory/:id/set-up/test')
    .get(async (req, res) => {
      const source = await sourceOf(req);
      send(res, probePage(consoleOf(res), source, await setUp.lastProbe(source.id)));
    })
    .post(async (req, res) => {
      const source = await sourceOf(req);
      await setUp.probe(source.id);
      to(res, source.id, 'test');
    });

  /** Only a deed reads the directory; sent again by a reload, it saves the same and reads once more. */
  const sampleFor = async (res: Response, source: Source, form: FormState) =>
    samplePage(consoleOf(res), { source, form, outcome: await setUp.sample(source.id) });
  const lookForm = z.object({ deed: filterChoice(['look']) });
  router
    .route('/directory/:id/set-up/sample')
    .get(async (req, res) => {
      const source = await sourceOf(req);
      const form = editing(formValuesOf(source));
      send(res, samplePage(consoleOf(res), { source, form, outcome: undefined }));
    })
    .post(async (req, res) => {
      const source = await sourceOf(req);
      const { deed } = readQuery(lookForm, req.body);
      const outcome = !deed && (await saved(res, source, overlay(req, source, {})));
      if (outcome && !outcome.ok) return sendForm(res, await sampleFor(res, source, outcome.form));
      const now = await sourceOf(req);
      send(res, await sampleFor(res, now, editing(formValuesOf(now))));
    });

  router
    .route('/directory/:id/set-up/preview')
    .get(async (req, res) => {
      const source = await sourceOf(req);
      const [last] = await sync.runs(source.id, { limit: 1 });
      const run = last?.dryRun ? last : undefined;
      const changes = run ? await sync.changes(run.id, { limit: shownChanges }) : [];
      const progress = run && (await sync.progress(run.id));
      const page = { source, run, progress, changes, now: clock.now() };
      send(res, previewPage(consoleOf(res), page));
    })
    .post(async (req, res) => {
      const source = await sourceOf(req);
      const started = await sync.start(byOf(res), source.id, { dryRun: true });
      await settled(started.ended);
      to(res, source.id, 'preview');
    });

  router
    .route('/directory/:id/set-up/schedule')
    .get(async (req, res) => {
      const source = await sourceOf(req);
      send(res, schedulePage(consoleOf(res), { source, form: editing(formValuesOf(source)) }));
    })
    .post(async (req, res) => {
      const source = await sourceOf(req);
      const outcome = await saved(
        res,
        source,
        overlay(req, source, { enabled: 'yes', 'changes.persist': '' }),
      );
      if (outcome.ok) return redirectDone(res, `/directory/${source.id}`, 'source-on');
      sendForm(res, schedulePage(consoleOf(res), { source, form: outcome.form }));
    });

  return router;
}
