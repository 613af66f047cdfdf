// Conflicts of names in the console: the queue, both sides of one with what can be decided, what was
// decided, and taking it back.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { conflictPage } from '../../views/directory/conflict.ts';
import { conflictsPage, takeBackPage } from '../../views/directory/conflicts.ts';
import { AppError } from '../core/errors.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { redirectDone } from '../web/done.ts';
import {
  attempt,
  blank,
  choice,
  optionalText,
  parseForm,
  sendForm,
  text,
  withError,
  type FormState,
} from '../web/forms.ts';
import { filterChoice, filterId, found, idOf, pageSize, readQuery } from '../web/tables.ts';
import type { Conflicts, ConflictSeen } from './conflicts.ts';
import type { Decisions, Wish } from './decisions.ts';
import type { Joining } from './joining.ts';
import { clashes } from './names-of-people.ts';
import type { Sources } from './sources.ts';

type Deps = {
  conflicts: Conflicts;
  decisions: Decisions;
  sources: Pick<Sources, 'list'>;
  joining: Pick<Joining, 'candidates'>;
};

const listQuery = z.object({
  source: filterId(),
  what: filterChoice(clashes),
  after: filterId(),
  before: filterId(),
});
const reason = text(500);
const decideForm = z.object({
  kind: choice(['rename', 'leave', 'move']),
  given: optionalText(64),
  shown: z.string().max(400),
  reason,
});
const takeBackForm = z.object({ reason });

const send = (res: Response, page: { text: string }) => void res.type('html').send(page.text);

/** What a decision is about: another holder or another value is another question. */
const shownOf = ({ value, holderId }: ConflictSeen): string => `${holderId ?? '-'} ${value}`;

/** Another administrator was first. @throws AppError `conflict.changed`. */
function stillThere<T>(one: T | undefined): T {
  if (one === undefined) throw new AppError('conflict.changed');
  return one;
}

const cutOff = <Row extends { id: string }>(rows: readonly Row[]) => ({
  rows: rows.slice(0, pageSize),
  next: rows.length > pageSize ? rows[pageSize - 1]?.id : undefined,
});

export function createConflictPages({ conflicts, decisions, sources, joining }: Deps): Router {
  const router = Router();

  router.get('/directory/conflicts', async (req, res) => {
    const asked = readQuery(listQuery, req.query);
    const { source: sourceId, what, after, before } = asked;
    const page = conflictsPage(consoleOf(res), {
      asked: { source: sourceId, what, after, before },
      sources: await sources.list(),
      conflicts: cutOff(await conflicts.list({ sourceId, what, after }, pageSize + 1)),
      candidates: after || before ? [] : await joining.candidates(25),
      decisions: cutOff(await conflicts.decisions(before, pageSize + 1)),
    });
    send(res, page);
  });

  const conflictOf = async (req: Request) => found(await conflicts.find(idOf(req.params['id'])));

  async function pageOf(res: Response, conflict: ConflictSeen, typed?: FormState) {
    const free = conflict.what === 'username' ? await conflicts.suggestions(conflict) : [];
    const form = typed ?? blank({ shown: shownOf(conflict), given: free[0] });
    const context = consoleOf(res, `/directory/conflicts/${conflict.id}`);
    return conflictPage(context, { conflict, free, form });
  }

  router.get('/directory/conflicts/:id', async (req, res) => {
    send(res, await pageOf(res, await conflictOf(req)));
  });

  /** The wish of a form, or the form with its mistakes. */
  function wishOf(req: Request, conflict: ConflictSeen): { form: FormState; wish?: Wish } {
    const parsed = parseForm(decideForm, req.body);
    if (!parsed.ok) return { form: parsed.form };
    const { kind, given, shown, reason: why } = parsed.value;
    const { form } = parsed;
    if (shown !== shownOf(conflict)) {
      const values = { ...form.values, shown: shownOf(conflict) };
      return { form: withError({ ...form, values }, '', { code: 'conflict.changed' }) };
    }
    if (kind !== 'rename') return { form, wish: { kind, reason: why } };
    if (!given) return { form: withError(form, 'given', { code: 'required' }) };
    return { form, wish: { kind, given, reason: why } };
  }

  router.post('/directory/conflicts/:id', async (req, res) => {
    const conflict = stillThere(await conflicts.find(idOf(req.params.id)));
    const { form, wish } = wishOf(req, conflict);
    const fields = {
      'account.username-taken': 'given',
      'account.username-malformed': 'given',
    } as const;
    const done = wish
      ? await attempt(form, () => decisions.decide(byOf(res), conflict, wish), fields)
      : { ok: false as const, form };
    if (!done.ok) return sendForm(res, await pageOf(res, conflict, done.form), done.form);
    redirectDone(res, '/directory/conflicts', 'conflict-decided');
  });

  const decisionOf = async (req: Request) =>
    found(await conflicts.decision(idOf(req.params['id'])));

  router
    .route('/directory/decisions/:id/take-back')
    .get(async (req, res) =>
      send(res, takeBackPage(consoleOf(res), await decisionOf(req), blank())),
    )
    .post(async (req, res) => {
      const decision = stillThere(await conflicts.decision(idOf(req.params.id)));
      const parsed = parseForm(takeBackForm, req.body);
      const done = parsed.ok
        ? await attempt(parsed.form, () =>
            decisions.takeBack(byOf(res), decision, parsed.value.reason),
          )
        : parsed;
      if (!done.ok)
        return sendForm(res, takeBackPage(consoleOf(res), decision, done.form), done.form);
      redirectDone(res, '/directory/conflicts', 'decision-taken-back');
    });

  return router;
}
