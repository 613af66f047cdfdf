// Runs of the synchronisation in the console: start one, look at one, cancel one that reads, release or
// dismiss a held one.
import { Router, type Response } from 'express';
import { z } from 'zod';
import { confirmPage, type Confirmation } from '../../views/console/confirm.ts';
import { progressSection } from '../../views/directory/progress.ts';
import { runPage } from '../../views/directory/run.ts';
import type { Clock } from '../core/clock.ts';
import type { Actor } from '../journal/actor.ts';
import { byOf, consoleOf, type ConsoleContext } from '../web/administrator.ts';
import { formatDateTime } from '../web/dates.ts';
import { redirectDone, type Done } from '../web/done.ts';
import { settled } from '../web/patience.ts';
import { blank, withError, sendForm } from '../web/forms.ts';
import { AppError } from '../core/errors.ts';
import {
  filterChoice,
  filterText,
  found,
  given,
  idOf,
  pageSize,
  readQuery,
  rowNumber,
} from '../web/tables.ts';
import { changeOps, entities } from './reports.ts';
import type { Run } from './runs.ts';
import type { Sources } from './sources.ts';
import type { Started, Sync } from './sync.ts';

type Deps = { sources: Pick<Sources, 'find'>; sync: Sync; clock: Clock };

const runQuery = z.object({
  entity: filterChoice(entities),
  op: filterChoice(changeOps),
  text: filterText(),
  after: rowNumber(),
  rejection: rowNumber(),
});

const send = (res: Response, page: { text: string }) => void res.type('html').send(page.text);
const bounded = <Row extends { seq: number }>(rows: readonly Row[]) => {
  const shown = rows.slice(0, pageSize);
  return { shown, next: rows.length > pageSize ? shown.at(-1)?.seq : undefined };
};

export function createRunPages({ sources, sync, clock }: Deps): Router {
  const router = Router();
  const sourceOf = async (id: unknown) => found(await sources.find(idOf(id)));

  /** To the page of the run, which shows how far it is. */
  async function follow(res: Response, started: Started): Promise<void> {
    await settled(started.ended);
    res.redirect(303, `/directory/runs/${started.id}`);
  }

  router.post('/directory/:id/dry-run', async (req, res) => {
    const { id } = await sourceOf(req.params.id);
    await follow(res, await sync.start(byOf(res), id, { dryRun: true }));
  });

  router
    .route('/directory/:id/run')
    .get(async (req, res) => {
      const source = await sourceOf(req.params.id);
      const context = consoleOf(res);
      const { t } = context;
      const page = confirmPage(context, {
        section: 'directory',
        title: t.sync.runTitle(source.name),
        action: `/directory/${source.id}/run`,
        back: { href: `/directory/${source.id}`, label: source.name },
        consequences: t.sync.runConsequences,
        button: t.sync.run,
      });
      send(res, page);
    })
    .post(async (req, res) => {
      const { id } = await sourceOf(req.params.id);
      await follow(res, await sync.start(byOf(res), id));
    });

  router.get('/directory/runs/:id', async (req, res) => {
    const run = await sync.findRun(idOf(req.params.id));
    const { entity, op, text, after, rejection } = readQuery(runQuery, req.query);
    const limit = pageSize + 1;
    const changes = bounded(
      await sync.changes(run.id, { ...given({ entity, op, text, after }), limit }),
    );
    const rejections = bounded(
      await sync.rejections(run.id, { ...given({ text, after: rejection }), limit }),
    );
    const page = runPage(consoleOf(res), {
      run,
      progress: await sync.progress(run.id),
      undoable: run.state === 'applied' && (await sync.isUndoable(run.id)),
      now: clock.now(),
      asked: { entity, op, text, after },
      changes: changes.shown,
      nextChange: changes.next,
      rejections: rejections.shown,
      afterRejection: rejection,
      nextRejection: rejections.next,
    });
    send(res, page);
  });

  /** What the page of a running run asks for again and again; told to load itself anew at the end. */
  router.get('/directory/runs/:id/progress', async (req, res) => {
    const run = await sync.findRun(idOf(req.params.id));
    if (!req.get('hx-request')) return res.redirect(303, `/directory/runs/${run.id}`);
    if (run.state !== 'running') res.set('HX-Refresh', 'true');
    const progress = await sync.progress(run.id);
    send(res, progressSection(consoleOf(res), { run, progress, now: clock.now() }));
  });

  type Decision = {
    path: 'release' | 'dismiss' | 'cancel';
    words: (
      t: ConsoleContext['t']['sync'],
    ) => Pick<Confirmation, 'title' | 'consequences' | 'button'>;
    act: (by: Actor, run: Run) => Promise<Started | undefined>;
    done: Done;
  };

  function decision({ path, words, act, done }: Decision): void {
    const ask = (res: Response, run: Run, form = blank()) => {
      const context = consoleOf(res);
      const here = `/directory/runs/${run.id}`;
      const label = context.t.sync.runOf(run.sourceName, formatDateTime(run.startedAt));
      return confirmPage(context, {
        section: 'directory',
        ...words(context.t.sync),
        action: `${here}/${path}`,
        back: { href: here, label },
        form,
        danger: path !== 'dismiss',
      });
    };
    router
      .route(`/directory/runs/:id/${path}`)
      .get(async (req, res) => send(res, ask(res, await sync.findRun(idOf(req.params['id'])))))
      .post(async (req, res) => {
        const run = await sync.findRun(idOf(req.params['id']));
        try {
          const next = await act(byOf(res), run);
          if (next) await settled(next.ended);
          redirectDone(res, `/directory/runs/${next?.id ?? run.id}`, done);
        } catch (error) {
          if (!(error instanceof AppError) || error.status !== 409) throw error;
          sendForm(res, ask(res, run, withError(blank(), '', { code: error.code })));
        }
      });
  }

  decision({
    path: 'release',
    words: (t) => ({
      title: t.releaseTitle,
      consequences: t.releaseConsequences,
      button: t.release,
    }),
    act: (by, { id }) => sync.startRelease(by, id),
    done: 'run-released',
  });
  decision({
    path: 'dismiss',
    words: (t) => ({
      title: t.dismissTitle,
      consequences: t.dismissConsequences,
      button: t.dismiss,
    }),
    act: (by, { id }) => sync.dismiss(by, id).then(() => undefined),
    done: 'run-dismissed',
  });

  decision({
    path: 'cancel',
    words: (t) => ({
      title: t.cancelTitle,
      consequences: t.cancelConsequences,
      button: t.cancel,
    }),
    act: (by, { id }) => sync.cancel(by, id).then(() => undefined),
    done: 'run-cancelled',
  });

  return router;
}
