// Undoing a run in the console: looked at first, asked about, done.
import { Router, type Response } from 'express';
import { z } from 'zod';
import { undoPage } from '../../views/directory/undo.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { redirectDone } from '../web/done.ts';
import { attempt, blank, parseForm, sendForm, text, type FormState } from '../web/forms.ts';
import { idOf } from '../web/tables.ts';
import type { Run } from './runs.ts';
import type { Sync } from './sync.ts';

const undoForm = z.object({
  reason: text(500),
  rest: z.string().optional(),
  // What the administrator was shown: more than that was not agreed to.
  collisions: z.coerce.number().int().min(0).catch(0),
});

export function createUndoPages({ sync }: { sync: Sync }): Router {
  const router = Router();

  const page = async (res: Response, run: Run, form: FormState = blank()) =>
    undoPage(consoleOf(res), { run, view: await sync.lookAtUndo(run.id), form });

  router
    .route('/directory/runs/:id/undo')
    .get(async (req, res) => {
      const run = await sync.findRun(idOf(req.params.id));
      res.type('html').send((await page(res, run)).text);
    })
    .post(async (req, res) => {
      const run = await sync.findRun(idOf(req.params.id));
      const parsed = parseForm(undoForm, req.body);
      if (!parsed.ok) return sendForm(res, await page(res, run, parsed.form));
      const { reason, rest, collisions } = parsed.value;
      const despite = rest ? collisions : 0;
      const done = await attempt(parsed.form, () =>
        sync.undo(byOf(res), run.id, { reason, despite }),
      );
      if (!done.ok) return sendForm(res, await page(res, run, done.form));
      redirectDone(res, `/directory/runs/${run.id}`, 'run-undone');
    });

  return router;
}
