// Settings in the console: one card a group, one page a setting with its history.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { settingPage } from '../../views/settings/setting.ts';
import { settingsPage } from '../../views/settings/settings.ts';
import type { Clock } from '../core/clock.ts';
import type { Journal } from '../journal/search.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { formatDateTime } from '../web/dates.ts';
import { redirectDone } from '../web/done.ts';
import { editing } from '../web/editing.ts';
import type { Edits } from '../web/edits.ts';
import {
  choice,
  optionalLines,
  optionalMail,
  optionalMoment,
  optionalPhone,
  optionalText,
  parseForm,
  sendForm,
  text,
  wholeNumber,
  type FormState,
} from '../web/forms.ts';
import { found } from '../web/tables.ts';
import {
  isSetting,
  isSettingGroup,
  keysOf,
  noticeAt,
  registry,
  settingGroups,
  type Control,
  type SettingGroup,
  type SettingKey,
  type SettingValues,
} from './registry.ts';
import type { Settings } from './settings.ts';

type Deps = {
  settings: Settings;
  journal: Pick<Journal, 'byObject'>;
  edits: Edits;
  clock: Clock;
};

const lineField = ({ most, format, required }: Control & { kind: 'line' }): z.ZodType => {
  if (format === 'mail') return optionalMail();
  if (format === 'phone') return optionalPhone(most);
  return required ? text(most) : optionalText(most);
};

function fieldOf(control: Control): z.ZodType {
  if (control.kind === 'line') return lineField(control);
  if (control.kind === 'lines') return optionalLines(control.most);
  if (control.kind === 'number') return wholeNumber(control.min, control.max);
  if (control.kind === 'choice') return choice(control.options as [string, ...string[]]);
  return optionalMoment().transform((moment) => moment?.toISOString() ?? null);
}

const formOf = (group: SettingGroup) =>
  z.object(Object.fromEntries(keysOf(group).map((key) => [key, fieldOf(registry[key].control)])));

const textOf = (key: SettingKey, value: SettingValues[SettingKey]): string | number | null =>
  registry[key].control.kind === 'moment' && value !== null
    ? formatDateTime(new Date(value))
    : value;

/** What the form of a group asks for. */
const shownOf = (group: SettingGroup, values: SettingValues) =>
  Object.fromEntries(keysOf(group).map((key) => [key, textOf(key, values[key])]));

const keyOf = (req: Request): SettingKey => {
  const { key } = req.params;
  return found(isSetting(key) ? key : undefined);
};

export function createSettingPages({ settings, journal, edits, clock }: Deps): Router {
  const router = Router();

  /** All groups as they are now, but for the one whose form was refused. */
  async function pageOf(res: Response, refused?: { group: SettingGroup; form: FormState }) {
    const values = await settings.current();
    const forms = settingGroups.map((group) => ({
      group,
      keys: keysOf(group),
      form: refused?.group === group ? refused.form : editing(shownOf(group, values)),
    }));
    const changes = await settings.changes();
    const noticeShown = noticeAt(values, clock.now()) !== undefined;
    return settingsPage(consoleOf(res, '/settings'), { forms, values, changes, noticeShown });
  }

  router.get('/settings', async (_req, res) => {
    res.type('html').send((await pageOf(res)).text);
  });

  router.post('/settings/:group', async (req, res) => {
    const { group: asked } = req.params;
    const group = found(isSettingGroup(asked) ? asked : undefined);
    const parsed = parseForm(formOf(group), req.body);
    const saved = parsed.ok
      ? await edits.save({
          object: `settings/${group}`,
          form: parsed.form,
          now: async () => shownOf(group, await settings.current()),
          deed: () => settings.save(byOf(res), parsed.value as Partial<SettingValues>),
        })
      : parsed;
    if (saved.ok) return redirectDone(res, '/settings', 'saved');
    sendForm(res, await pageOf(res, { group, form: saved.form }), saved.form);
  });

  async function showOne(res: Response, key: SettingKey, form?: FormState): Promise<void> {
    const value = (await settings.current())[key];
    const page = settingPage(consoleOf(res, `/settings/of/${key}`), {
      key,
      value,
      form: form ?? editing({ [key]: textOf(key, value) }),
      change: (await settings.changes()).get(key),
      events: await journal.byObject('setting', key, 20),
    });
    if (form) sendForm(res, page, form);
    else res.type('html').send(page.text);
  }

  router.get('/settings/of/:key', (req, res) => showOne(res, keyOf(req)));

  router.post('/settings/of/:key/default', async (req, res) => {
    const key = keyOf(req);
    const parsed = parseForm(z.object({}), req.body);
    const fallback = String(textOf(key, registry[key].fallback) ?? '');
    const saved = await edits.save({
      object: `settings/${registry[key].group}`,
      form: { ...parsed.form, values: { ...parsed.form.values, [key]: fallback } },
      now: async () => ({ [key]: textOf(key, (await settings.current())[key]) }),
      deed: () => settings.reset(byOf(res), key),
    });
    if (saved.ok) return redirectDone(res, '/settings', 'saved');
    await showOne(res, key, saved.form);
  });

  return router;
}
