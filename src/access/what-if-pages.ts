// The step "what will change": stands between any form of the console and its change where somebody would
// lose something, or where whoever fills it in asks first. It sends the same form again, word for word.
import type { NextFunction, Request, Response } from 'express';
import { whatIfPage } from '../../views/access/what-if.ts';
import { effectColumns } from '../../views/console/list-columns.ts';
import { consoleOf } from '../web/administrator.ts';
import { effectFields } from '../web/effects-form.ts';
import type { SendList } from '../web/list-sender.ts';
import { pageSize } from '../web/tables.ts';
import { sidesOf, type EffectLine } from './effects.ts';
import { EffectsUnseen, type WhatIf } from './what-if.ts';

type Deps = { whatIf: Pick<WhatIf<unknown>, 'people'>; sendList: SendList };

const controls: readonly string[] = Object.values(effectFields);

/** What the form said, without what this step added to it. */
function fieldsOf(req: Request): [string, string][] {
  const body = (req.body ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(body).flatMap(([name, value]) => {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    const texts = values.filter((each) => typeof each === 'string');
    return controls.includes(name) ? [] : texts.map((text): [string, string] => [name, text]);
  });
}

export function createWhatIfPages({ whatIf, sendList }: Deps) {
  async function show(req: Request, res: Response, { effects, seen }: EffectsUnseen) {
    const ids = effects.turned.flatMap(({ accountIds }) => accountIds);
    const people = await whatIf.people(ids);
    const sides = sidesOf(effects, people);
    const body = (req.body ?? {}) as Readonly<Record<string, unknown>>;
    const context = consoleOf(res, seen.back.href);
    const format = body[effectFields.file];
    if (format === 'csv' || format === 'xlsx')
      return sendList<EffectLine>(res, {
        what: 'what-if',
        filter: {},
        format,
        columns: effectColumns(context.t, context.locale),
        rows: () => Promise.resolve(sides.lines.slice(0, context.settings.exportRows)),
      });
    const from = Number(body[effectFields.from]);
    const page = whatIfPage(context, {
      ...sides,
      from: Number.isSafeInteger(from) && from > 0 ? from : 0,
      size: pageSize,
      action: req.originalUrl,
      fields: fieldsOf(req),
      digest: effects.digest,
      stale: !seen.trial && seen.digest !== undefined,
      back: seen.back,
      editable: seen.editable ?? false,
    });
    const asked = seen.trial ? 200 : seen.digest === undefined ? 422 : 409;
    res.status(asked).type('html').send(page.text);
  }

  /** As an error handler of Express: a change that was taken back is thrown. */
  return async (error: unknown, req: Request, res: Response, next: NextFunction) => {
    if (!(error instanceof EffectsUnseen)) return next(error);
    await show(req, res, error);
  };
}
