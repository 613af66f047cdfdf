// The mapping of a source as a page of its own: typed, tried on real entries, then saved. Trying reads
// a few entries as the source is set up to read them; only what they become is as typed.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { mappingPage, mappingPreview, type Preview } from '../../views/directory/mapping.ts';
import type { Catalogs } from '../catalogs/catalogs.ts';
import { clean, cut, searchKey } from '../core/text.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { redirectDone } from '../web/done.ts';
import { editing } from '../web/editing.ts';
import type { Edits } from '../web/edits.ts';
import { blank, parseForm, sendForm, type FormState } from '../web/forms.ts';
import { found, idOf } from '../web/tables.ts';
import { formValuesOf } from './form.ts';
import { inputOf } from './pages.ts';
import type { Mapping, SetUp } from './set-up.ts';
import { sourceSettings } from './settings.ts';
import type { Source } from './source-safe.ts';
import type { Sources } from './sources.ts';

type Deps = {
  sources: Sources;
  setUp: Pick<SetUp, 'sample'>;
  edits: Edits;
  catalogs: Pick<Catalogs, 'items'>;
};

const anyFields = z.record(z.string().max(60), z.string().max(100_000));
const own = /^(mapping|rules|replace)\.|^(who|version)$/;

const send = (res: Response, page: { text: string }) => void res.type('html').send(page.text);

export function createMappingPages({ sources, setUp, edits, catalogs }: Deps): Router {
  const router = Router();
  const sourceOf = async (req: Request): Promise<Source> =>
    found(await sources.find(idOf(req.params['id'])));

  /** What is typed here over everything else that the source keeps; no mapping where it has mistakes. */
  function typed(req: Request, source: Source): { form: FormState; mapping?: Mapping } {
    const { values } = parseForm(anyFields, req.body).form;
    const mine = Object.fromEntries(Object.entries(values).filter(([name]) => own.test(name)));
    const { form, input } = inputOf(blank({ ...formValuesOf(source), ...mine }), source.id);
    if (!input) return { form };
    const { mapping, rules, replace } = sourceSettings.parse(input.settings);
    return { form, mapping: { mapping, rules, replace } };
  }

  async function look(source: Source, form: FormState, mapping: Mapping): Promise<Preview> {
    const text = cut(clean(form.values['who'] ?? ''), 100) || undefined;
    const outcome = await setUp.sample(source.id, { mapping, text });
    return { outcome, unknown: await unknownPositions(mapping.replace.title) };
  }

  /** Names that the replacements give and our catalogue does not know: probably slips of the pen. */
  async function unknownPositions(table: readonly { to: string }[]): Promise<string[]> {
    const known = new Set((await catalogs.items('position')).map(({ name }) => searchKey(name)));
    return [...new Set(table.map(({ to }) => to))].filter((name) => !known.has(searchKey(name)));
  }

  const show = (res: Response, source: Source, form: FormState, preview?: Preview) =>
    mappingPage(consoleOf(res), { source, form, preview });

  router
    .route('/directory/:id/mapping')
    .get(async (req, res) => {
      const source = await sourceOf(req);
      send(res, show(res, source, editing(formValuesOf(source))));
    })
    .post(async (req, res) => {
      const source = await sourceOf(req);
      const { form, mapping } = typed(req, source);
      if (!mapping) return sendForm(res, show(res, source, form));
      if ((req.body as Record<string, string>)['deed'] === 'look')
        return send(res, show(res, source, form, await look(source, form, mapping)));
      const { name, settings } = source;
      const input = { id: source.id, name, settings: { ...settings, ...mapping } };
      const saved = await edits.save({
        object: `source/${source.id}`,
        form,
        now: async () => formValuesOf(found(await sources.find(source.id))),
        deed: () => sources.save(byOf(res), input),
      });
      if (!saved.ok) return sendForm(res, show(res, source, saved.form), saved.form);
      redirectDone(res, `/directory/${source.id}`, 'mapping-saved');
    });

  /** What a browser with scripts asks for while somebody types. */
  router.post('/directory/:id/mapping/sample', async (req, res) => {
    const source = await sourceOf(req);
    const { form, mapping } = typed(req, source);
    const preview = mapping && (await look(source, form, mapping));
    send(res, mappingPreview(consoleOf(res), form, preview));
  });

  return router;
}
