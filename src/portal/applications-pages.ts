// The first page: the applications a person may use, favourites on top; and the page beside it that
// says why one is missing.
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { address } from '../../views/address.ts';
import { applicationsPage } from '../../views/portal/applications.ts';
import { missingPage } from '../../views/portal/missing.ts';
import type { Access } from '../access/access.ts';
import { opensWithFactor } from '../access/decide.ts';
import type { Seen } from '../access/seen.ts';
import { AppError } from '../core/errors.ts';
import { contextOf } from '../web/context.ts';
import { filterText, idField, readQuery } from '../web/tables.ts';
import type { Favourites } from './favourites.ts';
import { searchTiles } from './launcher.ts';
import { missing } from './missing.ts';
import type { Permitted } from './permitted.ts';

type Deps = {
  inside: readonly RequestHandler[];
  accountOf: (res: Response) => { id: string; fullName: string };
  browserOf: (res: Response) => Seen;
  consoleUrl: URL;
  permitted: Permitted;
  favourites: Favourites;
  access: Pick<Access, 'decision' | 'decisionsOf'>;
};

const asked = z.object({ q: filterText() });
const starred = z.object({
  application: idField(),
  favourite: z.enum(['yes', 'no']),
  q: filterText(),
});

export function createApplicationsPages(deps: Deps): Router {
  const { accountOf, browserOf, favourites, access } = deps;

  async function show(req: Request, res: Response): Promise<void> {
    const account = accountOf(res);
    const { q } = readQuery(asked, req.query);
    const mine = await deps.permitted(account.id, browserOf(res));
    const page = applicationsPage(contextOf(res), {
      fullName: account.fullName,
      text: q,
      groups: searchTiles(mine.groups, q),
      none: mine.groups.length === 0,
      console: mine.console ? deps.consoleUrl.href : undefined,
    });
    res.type('html').send(page.text);
  }

  /** Only what may be used can be kept: else the form would tell which ids exist. */
  async function star(req: Request, res: Response): Promise<void> {
    const { id } = accountOf(res);
    const { application, favourite, q } = readQuery(starred, req.body);
    if (favourite === 'no') await favourites.forget(id, application);
    else if (opensWithFactor(await access.decision(id, application, browserOf(res))))
      await favourites.keep(id, application);
    else throw new AppError('request.not-found');
    res.redirect(303, `${address('/', { q })}#a-${application}`);
  }

  async function showMissing(req: Request, res: Response): Promise<void> {
    const account = accountOf(res);
    const { q } = readQuery(asked, req.query);
    const page = missingPage(contextOf(res), {
      fullName: account.fullName,
      text: q,
      applications: missing(await access.decisionsOf(account.id, browserOf(res)), q),
    });
    res.type('html').send(page.text);
  }

  return Router()
    .get('/', ...deps.inside, show)
    .post('/favourites', ...deps.inside, star)
    .get('/missing', ...deps.inside, showMissing);
}
