// The portal: what an official sees after signing in. Owns the launcher and its favourites, the pages
// of the person's own account, devices and journal, and the notice on personal data. It shows, and
// lets a person end what is theirs; what it shows belongs to other rooms.
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { manifest } from '../../views/portal/manifest.ts';
import { noticePage } from '../../views/portal/notice.ts';
import type { Access } from '../access/access.ts';
import type { Seen } from '../access/seen.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Applications } from '../applications/applications.ts';
import type { Catalogs } from '../catalogs/catalogs.ts';
import type { Clock } from '../core/clock.ts';
import type { DirectoryPassword } from '../credentials/directory-password.ts';
import type { Journal } from '../journal/search.ts';
import type { Sessions } from '../oidc/sessions.ts';
import { contextOf, speak } from '../web/context.ts';
import { hasChosenLocale } from '../web/locale.ts';
import { isLocale } from '../web/messages/messages.ts';
import { createAccountPages } from './account-pages.ts';
import { createApplicationsPages } from './applications-pages.ts';
import type { Favourites } from './favourites.ts';
import { createOwnJournalPages } from './journal-pages.ts';
import { createPasswordPages } from './password-pages.ts';
import { createPermitted } from './permitted.ts';
import type { Prove } from '../web/own-client.ts';
import type { SecondStep } from '../credentials/second-step.ts';
import { createSecondStepPages } from './second-step-pages.ts';
import { createSessionPages } from './session-pages.ts';

type Deps = {
  clock: Clock;
  consoleUrl: URL;
  required: RequestHandler;
  /** Only behind `required`. */
  accountOf: (res: Response) => {
    id: string;
    fullName: string;
    username: string;
    locale: string | null;
  };
  proves: (res: Response, what: Prove, to: string) => boolean;
  sidOf: (res: Response) => string;
  forgetHere: (req: Request, res: Response) => Promise<unknown>;
  /** Also where nobody has to be signed in. */
  visitorOf: (
    req: Request,
    res: Response,
  ) => Promise<{ entry: { account: { id: string; fullName: string } }; browser: Seen } | undefined>;
  browserOf: (res: Response) => Seen;
  accounts: Pick<Accounts, 'page' | 'update'>;
  applications: Pick<Applications, 'list'>;
  access: Pick<Access, 'decision' | 'decisionsOf'>;
  catalogs: Pick<Catalogs, 'items'>;
  journal: Pick<Journal, 'search'>;
  favourites: Favourites;
  sessions: Pick<Sessions, 'list' | 'end' | 'endAll'>;
  secondStep: SecondStep;
  directoryPassword: DirectoryPassword;
  /** Whether people of this source change their passwords here. */
  offersPassword: (sourceId: string, occasion: 'wish') => Promise<boolean>;
};

export function createPortal(deps: Deps): Router {
  const sections = () => deps.catalogs.items('launcher-section', { at: deps.clock.now() });
  const permitted = createPermitted({ ...deps, sections });

  /** The account's language, unless this browser was told another. */
  const inTheirLanguage: RequestHandler = (req, res, next) => {
    const { locale } = deps.accountOf(res);
    if (isLocale(locale) && !hasChosenLocale(req)) speak(res, locale);
    next();
  };
  const inside = [deps.required, inTheirLanguage];
  const mayChange = async ({ sourceId }: { sourceId: string | null }): Promise<boolean> =>
    sourceId !== null && deps.offersPassword(sourceId, 'wish');

  async function notice(req: Request, res: Response): Promise<void> {
    const visitor = await deps.visitorOf(req, res);
    const mine = visitor && (await permitted(visitor.entry.account.id, visitor.browser));
    const page = noticePage(contextOf(res), {
      fullName: visitor?.entry.account.fullName,
      groups: mine?.groups,
    });
    res.type('html').send(page.text);
  }

  return Router()
    .use(createApplicationsPages({ ...deps, inside, permitted }))
    .use(createAccountPages({ ...deps, inside, mayChange }))
    .use(createPasswordPages({ ...deps, inside, mayChange }))
    .use(createSecondStepPages({ ...deps, inside }))
    .use(createSessionPages({ ...deps, inside }))
    .use(createOwnJournalPages({ ...deps, inside }))
    .get('/notice', notice)
    .get('/portal.webmanifest', (_req, res) => {
      res.type('application/manifest+json').send(JSON.stringify(manifest(contextOf(res))));
    });
}
