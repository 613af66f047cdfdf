// Titles of directories that match no position: the list, and what an administrator makes of one.
import { Router, type Response } from 'express';
import { z } from 'zod';
import { titlePage, titlesPage } from '../../views/accounts/titles.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { redirectDone } from '../web/done.ts';
import {
  attempt,
  blank,
  optionalText,
  parseForm,
  sendForm,
  text,
  type FormState,
} from '../web/forms.ts';
import { filterText, found, readQuery } from '../web/tables.ts';
import { sameTitle, suggestedCode } from './position.ts';
import type { Positions } from './positions.ts';

const listQuery = z.object({ text: filterText() });
const titleQuery = z.object({ title: z.string().max(300) });
const title = text(300);
const makeForm = z.object({ title, code: text(64), name: text(300), nameEn: optionalText(300) });
const assignForm = z.object({ title, into: text(64) });

const pathOf = (code: string) => `/positions/${encodeURIComponent(code)}`;

type Forms = { make?: FormState; assign?: FormState };

export function createTitlePages({ positions }: { positions: Positions }): Router {
  const router = Router();

  router.get('/position-titles', async (req, res) => {
    const asked = readQuery(listQuery, req.query);
    const page = { text: asked.text, titles: await positions.titles(asked) };
    res.type('html').send(titlesPage(consoleOf(res), page).text);
  });

  async function pageOf(res: Response, wanted: string, forms: Forms = {}) {
    const group = found((await positions.titles()).find((one) => sameTitle(one.title, wanted)));
    const all = await positions.list();
    const code = suggestedCode(group.title, new Set(all.map((one) => one.code)));
    const path = `/position-titles/one?${new URLSearchParams({ title: group.title }).toString()}`;
    return titlePage(consoleOf(res, path), {
      group,
      positions: all.filter(({ replacedBy }) => replacedBy === null),
      make: forms.make ?? blank({ title: group.title, code, name: group.title }),
      assign: forms.assign ?? blank({ title: group.title }),
    });
  }

  router.get('/position-titles/one', async (req, res) => {
    const asked = readQuery(titleQuery, req.query);
    res.type('html').send((await pageOf(res, asked.title)).text);
  });

  const titleOf = (form: FormState) => form.values['title'] ?? '';

  router.post('/position-titles/make', async (req, res) => {
    const parsed = parseForm(makeForm, req.body);
    const made = parsed.ok
      ? await attempt(parsed.form, () => {
          const { title: from, code, name, nameEn } = parsed.value;
          return positions.adopt(byOf(res), from, { code, name, nameEn: nameEn ?? name });
        })
      : parsed;
    if (made.ok) return redirectDone(res, pathOf(parsed.form.values['code']!.trim()), 'created');
    sendForm(res, await pageOf(res, titleOf(made.form), { make: made.form }));
  });

  router.post('/position-titles/assign', async (req, res) => {
    const parsed = parseForm(assignForm, req.body);
    const made = parsed.ok
      ? await attempt(parsed.form, () =>
          positions.assign(byOf(res), parsed.value.title, parsed.value.into),
        )
      : parsed;
    if (made.ok) return redirectDone(res, pathOf(parsed.form.values['into']!), 'saved');
    sendForm(res, await pageOf(res, titleOf(made.form), { assign: made.form }));
  });

  return router;
}
