// Joining the accounts of one person, and splitting them, in the console: the other account is looked
// up, both are shown beside each other with what will be, and a button does it.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { joinPage, splitPage } from '../../views/directory/joining.ts';
import { pickPage } from '../../views/console/pick.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { isAppError } from '../core/errors.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { redirectDone } from '../web/done.ts';
import {
  attempt,
  blank,
  parseForm,
  sendForm,
  text,
  withError,
  type FormState,
} from '../web/forms.ts';
import { filterText, found, given, idField, idOf, readQuery } from '../web/tables.ts';
import type { Joining, Pair, Preview } from './joining.ts';

type Deps = { joining: Joining; accounts: Pick<Accounts, 'search' | 'find'> };
type Deed = 'join' | 'split';

const deedForm = z.object({ reason: text(500), shown: z.string().max(100) });
const pickForm = z.object({ other: idField() });
const pickQuery = z.object({ text: filterText() });

const views = { join: joinPage, split: splitPage } as const;
const done = { join: 'accounts-joined', split: 'account-split' } as const;

export function createJoinPages({ joining, accounts }: Deps): Router {
  const router = Router();
  const pairOf = (req: Request): Pair => ({
    staying: idOf(req.params['id']),
    going: idOf(req.params['other']),
  });
  const previewOf = { join: joining.previewJoin, split: joining.previewSplit } as const;

  /** The page, or the page that says why it cannot be done. */
  async function show(res: Response, deed: Deed, pair: Pair, typed?: FormState): Promise<void> {
    const person = found(await accounts.find(pair.staying));
    const context = consoleOf(res);
    let preview: Preview | undefined;
    let form = typed ?? blank();
    try {
      preview = await previewOf[deed](byOf(res), pair);
      form = { ...form, values: { ...form.values, shown: preview.shown } };
    } catch (error) {
      if (!isAppError(error) || error.code === 'account.not-found') throw error;
      const { code, params } = error;
      form = withError(blank(), '', { code, params });
    }
    const page = views[deed](context, { person, pair, preview, form });
    if (Object.keys(form.errors).length > 0) sendForm(res, page, form);
    else res.type('html').send(page.text);
  }

  async function act(req: Request, res: Response, deed: Deed): Promise<void> {
    const pair = pairOf(req);
    const parsed = parseForm(deedForm, req.body);
    const result = parsed.ok
      ? await attempt(parsed.form, () => joining[deed](byOf(res), pair, parsed.value))
      : parsed;
    if (!result.ok) return show(res, deed, pair, result.form);
    redirectDone(res, `/people/${pair.staying}`, done[deed]);
  }

  router.get('/people/:id/join', async (req, res) => {
    const person = found(await accounts.find(idOf(req.params.id)));
    const { text: words } = readQuery(pickQuery, req.query);
    const context = consoleOf(res);
    const { t } = context;
    const here = `/people/${person.id}`;
    const matches = words
      ? (await accounts.search({ ...given({ text: words }), limit: 30 })).items
      : [];
    const likely = words ? [] : await joining.candidatesOf(person.id);
    const choices = [
      ...likely.map(({ id, fullName, username, sourceName, unit, likeness }) => ({
        id,
        name: fullName,
        note: [username, sourceName, unit, ...likeness.map((why) => t.joining.likeness[why])]
          .filter(Boolean)
          .join(' · '),
      })),
      ...matches
        .filter(({ id, sourceId }) => id !== person.id && sourceId !== null)
        .map(({ id, fullName, username, unitName }) => ({
          id,
          name: fullName,
          note: [username, unitName].filter(Boolean).join(' · '),
        })),
    ];
    const page = pickPage(context, {
      section: 'people',
      title: t.joining.pickTitle(person.fullName),
      up: { href: here, label: person.fullName },
      path: `${here}/join`,
      action: `${here}/join`,
      field: 'other',
      label: t.joining.pickLabel,
      hint: t.joining.pickHint,
      text: words ?? '',
      choices,
      more: matches.length === 30,
      button: t.joining.look,
      already: '',
    });
    res.type('html').send(page.text);
  });

  router.post('/people/:id/join', (req, res) => {
    const { other } = readQuery(pickForm, req.body);
    res.redirect(303, `/people/${idOf(req.params.id)}/join/${other}`);
  });

  for (const deed of ['join', 'split'] as const)
    router
      .route(`/people/:id/${deed}/:other`)
      .get((req, res) => show(res, deed, pairOf(req)))
      .post((req, res) => act(req, res, deed));

  return router;
}
