// Network zones: which there are, and one as a form.
import type { NetworkZone } from '../../src/access/zones.ts';
import type { JournalEntry } from '../../src/journal/entry.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { FormState } from '../../src/web/forms.ts';
import { address } from '../address.ts';
import { checkField, formErrors, textArea, textField } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { table } from '../console/table.ts';
import { html, type Safe } from '../html.ts';
import { recentEntries } from '../journal/entries.ts';

const home = '/settings/zones';
const nameOf = ({ locale }: ConsoleContext, { name, nameEn }: NetworkZone) =>
  locale === 'vi' ? name : nameEn;

export function zonesPage(context: ConsoleContext, zones: readonly NetworkZone[]): Safe {
  const { t } = context;
  const words = t.rules.zones;
  return consolePage(context, {
    section: 'settings',
    title: words.title,
    up: { href: '/settings', label: t.settings.title },
    actions: html`<a class="button" href="${home}/new">${words.add}</a>`,
    body: html`<p class="lead">${words.about}</p>
      ${table({
        caption: words.title,
        columns: [
          {
            label: words.name,
            cell: (zone: NetworkZone) =>
              html`<a href="${home}/${zone.code}">${nameOf(context, zone)}</a>
                ${zone.inner && html`<span class="badge ok">${words.inner}</span>`}`,
          },
          { label: words.code, cell: ({ code }) => html`<span class="mono">${code}</span>` },
          {
            label: words.ranges,
            cell: ({ rest, ranges }) =>
              rest
                ? words.rest
                : ranges.map((range) => html`<span class="mono line">${range}</span>`),
          },
        ],
        rows: zones,
        empty: '',
      })}`,
  });
}

export type ZonePage = {
  zone: NetworkZone | undefined;
  form: FormState;
  events: readonly JournalEntry[];
};

export function zonePage(context: ConsoleContext, { zone, form, events }: ZonePage): Safe {
  const { t } = context;
  const words = t.rules.zones;
  return consolePage(context, {
    section: 'settings',
    title: zone ? words.change(nameOf(context, zone)) : words.add,
    up: { href: home, label: words.title },
    ...(zone &&
      !zone.rest && {
        actions: html`<a class="button" href="${home}/${zone.code}/remove">${words.remove}</a>`,
      }),
    body: html`<form method="post" class="card form" action="${home}/${zone?.code ?? 'new'}">
        ${formErrors(context, form)}
        ${
          zone
            ? html`<p>${words.code}: <strong class="mono">${zone.code}</strong></p>`
            : textField(context, form, {
                name: 'code',
                label: words.code,
                hint: words.codeHint,
                required: true,
                mono: true,
              })
        }
        ${textField(context, form, { name: 'name', label: words.name, required: true })}
        ${textField(context, form, { name: 'nameEn', label: words.nameEn })}
        ${
          zone?.rest
            ? html`<p>${words.ranges}: ${words.rest}</p>`
            : textArea(context, form, {
                name: 'ranges',
                label: words.ranges,
                hint: words.rangesHint,
                rows: 6,
                mono: true,
              })
        }
        ${checkField(context, form, { name: 'inner', label: words.inner, hint: words.innerHint })}
        <p class="muted">${words.now}</p>
        <div class="actions">
          <button class="primary">${t.common.save}</button>
          <a class="button" href="${home}">${t.common.cancel}</a>
        </div>
      </form>
      ${zone && recentEntries(context, events, address('/journal', { type: 'zone', object: zone.code }))}`,
  });
}
