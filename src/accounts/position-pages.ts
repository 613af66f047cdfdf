// Positions in the console: the list, one position with its holders, duplicates that become one. Its name
// and dates are edited as an item of the catalogue (catalogs/pages.ts).
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { mergePage, mergeQuestion } from '../../views/accounts/position-merge.ts';
import { positionPage } from '../../views/accounts/position.ts';
import { positionsPage } from '../../views/accounts/positions.ts';
import type { Clock } from '../core/clock.ts';
import type { Journal } from '../journal/search.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { redirectDone } from '../web/done.ts';
import { attempt, blank, parseForm, sendForm, text, type FormState } from '../web/forms.ts';
import { cursor, filterText, found, given, pageSize, readQuery } from '../web/tables.ts';
import type { Position } from './position-lists.ts';
import type { Positions } from './positions.ts';

type Deps = { positions: Positions; journal: Pick<Journal, 'byObject'>; clock: Clock };

const listQuery = z.object({ text: filterText() });
const pageQuery = z.object({ after: cursor(36) });
const mergeQuery = z.object({ into: filterText(64) });
const mergeForm = z.object({ into: text(64) });
const titleForm = z.object({ title: text(300) });

const send = (res: Response, page: { text: string }) => void res.type('html').send(page.text);
const pathOf = (code: string) => `/positions/${encodeURIComponent(code)}`;

export function createPositionPages({ positions, journal, clock }: Deps): Router {
  const router = Router();
  const positionOf = async (req: Request): Promise<Position> =>
    found(await positions.find(String(req.params['code'])));

  router.get('/positions', async (req, res) => {
    const asked = readQuery(listQuery, req.query);
    const page = {
      text: asked.text,
      positions: await positions.list(asked),
      titles: (await positions.titles()).length,
      now: clock.now(),
    };
    send(res, positionsPage(consoleOf(res), page));
  });

  router.get('/positions/:code', async (req, res) => {
    const position = await positionOf(req);
    const { after } = readQuery(pageQuery, req.query);
    const { replacedBy } = position;
    const page = {
      position,
      now: clock.now(),
      after,
      holders: await positions.holders(position.code, { ...given({ after }), limit: pageSize }),
      into: replacedBy === null ? undefined : await positions.find(replacedBy),
      events: await journal.byObject('catalog-item', `position/${position.code}`),
    };
    send(res, positionPage(consoleOf(res), page));
  });

  /** Those that something can be merged into: every other one that was not merged itself. */
  async function choices(position: Position): Promise<Position[]> {
    const all = await positions.list();
    return all.filter(({ code, replacedBy }) => code !== position.code && replacedBy === null);
  }

  async function ask(res: Response, position: Position, into: string | undefined, form: FormState) {
    const others = await choices(position);
    const target = others.find(({ code }) => code === into);
    const context = consoleOf(res, `${pathOf(position.code)}/merge`);
    if (!target) return mergePage(context, { position, others, form });
    const posts = await positions.countPosts(position.code);
    return mergeQuestion(context, { position, target, posts, form });
  }

  router
    .route('/positions/:code/merge')
    .get(async (req, res) => {
      const position = await positionOf(req);
      const { into } = readQuery(mergeQuery, req.query);
      send(res, await ask(res, position, into, blank({ into })));
    })
    .post(async (req, res) => {
      const position = await positionOf(req);
      const parsed = parseForm(mergeForm, req.body);
      const { into } = parsed.form.values;
      const done = parsed.ok
        ? await attempt(parsed.form, () =>
            positions.merge(byOf(res), position.code, parsed.value.into),
          )
        : parsed;
      if (done.ok) return redirectDone(res, pathOf(into!), 'position-merged');
      sendForm(res, await ask(res, position, undefined, done.form), done.form);
    });

  router.post('/positions/:code/forget', async (req, res) => {
    const position = await positionOf(req);
    const { title } = readQuery(titleForm, req.body);
    await positions.forget(byOf(res), position.code, title);
    redirectDone(res, pathOf(position.code), 'saved');
  });

  return router;
}
