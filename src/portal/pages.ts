// The portal: what an official sees after signing in. Owns the first page (applications, own data, own
// journal) and the notice on personal data. It shows; everything it shows belongs to other rooms.
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { homePage } from '../../views/portal/home.ts';
import { noticePage } from '../../views/portal/notice.ts';
import type { AccountPage } from '../accounts/account-page.ts';
import type { Access } from '../access/access.ts';
import type { Applications } from '../applications/applications.ts';
import type { Catalogs } from '../catalogs/catalogs.ts';
import type { Clock } from '../core/clock.ts';
import type { Journal } from '../journal/search.ts';
import { contextOf } from '../web/context.ts';
import { launcher, type TileGroup } from './launcher.ts';

type Deps = {
  clock: Clock;
  consoleUrl: URL;
  required: RequestHandler;
  /** Only behind `required`. */
  accountOf: (res: Response) => { id: string };
  /** Also where nobody has to be signed in. */
  visitorOf: (req: Request) => Promise<{ account: { id: string; fullName: string } } | undefined>;
  accountPage: (id: string) => Promise<AccountPage | undefined>;
  applications: Pick<Applications, 'list'>;
  access: Pick<Access, 'decisionsOf'>;
  catalogs: Pick<Catalogs, 'items'>;
  journal: Pick<Journal, 'search'>;
};

const recent = 50;

export function createPortal(deps: Deps): Router {
  async function applicationsOf(
    accountId: string,
  ): Promise<{ groups: TileGroup[]; console: boolean }> {
    const [applications, decisions, classes] = await Promise.all([
      deps.applications.list({ state: 'active' }),
      deps.access.decisionsOf(accountId),
      deps.catalogs.items('application-class', { at: deps.clock.now() }),
    ]);
    const allowed = decisions.filter(({ decision }) => decision.allowed);
    return {
      groups: launcher(applications, new Set(allowed.map((one) => one.application.id)), classes),
      console: allowed.some(
        ({ application }) => application.builtIn && application.clientId === 'console',
      ),
    };
  }

  async function home(_req: Request, res: Response): Promise<void> {
    const { id } = deps.accountOf(res);
    const [person, mine, journal] = await Promise.all([
      deps.accountPage(id),
      applicationsOf(id),
      deps.journal.search({ accountId: id, limit: recent }),
    ]);
    const page = homePage(contextOf(res), {
      person: person!, // `required` has just loaded it, and accounts are never deleted
      groups: mine.groups,
      console: mine.console ? deps.consoleUrl.href : undefined,
      entries: journal.items,
    });
    res.type('html').send(page.text);
  }

  async function notice(req: Request, res: Response): Promise<void> {
    const visitor = await deps.visitorOf(req);
    const mine = visitor && (await applicationsOf(visitor.account.id));
    const page = noticePage(contextOf(res), {
      fullName: visitor?.account.fullName,
      groups: mine?.groups,
    });
    res.type('html').send(page.text);
  }

  return Router().get('/', deps.required, home).get('/notice', notice);
}
