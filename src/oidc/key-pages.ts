// Keys in the console: what signs and until when, the rotation on demand, and what to do when a key has leaked.
import { Router, type Response } from 'express';
import { z } from 'zod';
import { keysPage, replaceKeysPage } from '../../views/oidc/keys.ts';
import type { Settings } from '../settings/settings.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { redirectDone } from '../web/done.ts';
import { blank, parseForm, sendForm, text, type FormState } from '../web/forms.ts';
import { found } from '../web/tables.ts';
import { changesAt, keyUses, type KeyUse } from './key-rows.ts';
import type { Keys } from './keys.ts';

type Deps = {
  keys: Pick<Keys, 'list' | 'rotate' | 'replace'>;
  settings: Pick<Settings, 'current'>;
};

const replacement = z.object({ reason: text(500) });
const isUse = (given: unknown): given is KeyUse => keyUses.includes(given as KeyUse);

export function createKeyPages({ keys, settings }: Deps): Router {
  const router = Router();

  router.get('/keys', async (_req, res) => {
    const { keyDays } = await settings.current();
    const listed = (await keys.list()).map((key) => ({
      ...key,
      changesAt: changesAt(key, keyDays),
    }));
    const page = keysPage(consoleOf(res), { keys: listed, keyDays });
    res.type('html').send(page.text);
  });

  router.post('/keys/rotate', async (_req, res) => {
    const made = await keys.rotate(byOf(res));
    redirectDone(res, '/keys', made.length > 0 ? 'keys-announced' : 'keys-under-way');
  });

  const page = (res: Response, use: KeyUse, form: FormState) =>
    replaceKeysPage(consoleOf(res), { use, form });

  router
    .route('/keys/:use/replace')
    .get((req, res) => {
      const { use } = req.params;
      res.type('html').send(page(res, found(isUse(use) ? use : undefined), blank()).text);
    })
    .post(async (req, res) => {
      const { use: asked } = req.params;
      const use = found(isUse(asked) ? asked : undefined);
      const parsed = parseForm(replacement, req.body);
      if (!parsed.ok) return sendForm(res, page(res, use, parsed.form), parsed.form);
      await keys.replace(byOf(res), use, parsed.value.reason);
      redirectDone(res, '/keys', 'keys-replaced');
    });

  return router;
}
