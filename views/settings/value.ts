// A setting in words: its value, its default, who changed it last.
import type { SettingKey, SettingValues } from '../../src/settings/registry.ts';
import type { LastChange } from '../../src/settings/settings.ts';
import { registry } from '../../src/settings/registry.ts';
import { formatDateTime, formatNumber } from '../../src/web/dates.ts';
import type { RequestContext } from '../../src/web/context.ts';
import { html, type Value } from '../html.ts';
import { actorName } from '../journal/entries.ts';

export function valueText(
  { t, locale }: Pick<RequestContext, 't' | 'locale'>,
  key: SettingKey,
  value: SettingValues[SettingKey],
): string {
  if (value === null || value === '') return t.settings.nothing;
  const { control } = registry[key];
  if (control.kind === 'moment') return formatDateTime(new Date(value));
  if (control.kind === 'choice') return t.settings.choices[String(value)] ?? String(value);
  if (control.kind === 'number')
    return `${formatNumber(Number(value), locale)} ${t.settings.units[control.unit]}`;
  return String(value);
}

export const fallbackText = (context: Pick<RequestContext, 't' | 'locale'>, key: SettingKey) =>
  valueText(context, key, registry[key].fallback);

export const isDefault = (key: SettingKey, value: SettingValues[SettingKey]): boolean =>
  value === registry[key].fallback;

export function lastChange(
  { t }: Pick<RequestContext, 't'>,
  change: LastChange | undefined,
): Value {
  if (!change) return t.settings.never;
  const words = t.settings.changed(actorName(t, change), formatDateTime(change.at));
  return change.actorId ? html`<a href="/people/${change.actorId}">${words}</a>` : words;
}
