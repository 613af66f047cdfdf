// The console: owns its guard, its navigation and its start page, and mounts the pages that every
// room brings. What those pages do is the rooms'.
import { Router, type ErrorRequestHandler, type RequestHandler } from 'express';
import { startPage } from '../../views/console/start.ts';
import type { Clock } from '../core/clock.ts';
import { consoleOf } from '../web/administrator.ts';
import { startOfDay } from '../web/dates.ts';
import type { Overviews } from './overview.ts';

type Deps = {
  clock: Clock;
  overview: Overviews;
  /** In this order, before every page: signed in at all, then an administrator. */
  guards: readonly RequestHandler[];
  rooms: readonly Router[];
  /** After every page: a change that is to be seen before it is kept. */
  unseen: ErrorRequestHandler;
};

export function createConsole({ clock, overview, guards, rooms, unseen }: Deps): Router {
  const router = Router();
  for (const guard of guards) router.use(guard);

  router.get('/', async (_req, res) => {
    const now = clock.now();
    const today = await overview.of(startOfDay(now));
    res.type('html').send(startPage(consoleOf(res), today, now).text);
  });

  for (const room of rooms) router.use(room);
  router.use(unseen);
  return router;
}
