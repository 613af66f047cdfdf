// The console's question whether an application, or the members of a group, need a second factor.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { demandPage } from '../../views/second-factor/demand.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { redirectDone } from '../web/done.ts';
import { found, idOf, readQuery } from '../web/tables.ts';
import type { Demands } from './demands.ts';

const answer = z.object({ on: z.enum(['yes', 'no']) });

export function createDemandPages({ demands }: { demands: Demands }): Router {
  const router = Router();
  for (const [path, kind] of [
    ['applications', 'application'],
    ['groups', 'group'],
  ] as const) {
    router
      .route(`/${path}/:id/second-step`)
      .get(async (req: Request, res: Response) => {
        const one = found(await demands.find(kind, idOf(req.params['id'])));
        const page = demandPage(consoleOf(res), { kind, path: `/${path}/${one.id}`, ...one });
        res.type('html').send(page.text);
      })
      .post(async (req: Request, res: Response) => {
        const id = idOf(req.params['id']);
        const { on } = readQuery(answer, req.body);
        await demands.set(byOf(res), kind, id, on === 'yes');
        redirectDone(res, `/${path}/${id}`, 'saved');
      });
  }
  return router;
}
