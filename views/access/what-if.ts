// What a change will do to who may enter what: by application, then person by person; its form sends the
// very same change once more.
import type { ApplicationEffect, EffectLine, Side, Sides } from '../../src/access/effects.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatNumber } from '../../src/web/dates.ts';
import { effectFields } from '../../src/web/effects-form.ts';
import { consolePage } from '../console/frame.ts';
import { table } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';
import { nameIn } from '../named.ts';

export type WhatIfPage = Sides & {
  from: number; // the first line shown
  size: number;
  action: string;
  fields: readonly (readonly [string, string])[];
  digest: string | undefined;
  stale: boolean;
  editable: boolean;
  back: { href: string; label: string };
};

const summary = ({ t, locale }: ConsoleContext, { losses, gains }: WhatIfPage): string => {
  const words = t.whatIf;
  const count = ({ people, applications }: Side) =>
    [formatNumber(people, locale), formatNumber(applications.length, locale)] as const;
  const parts = [
    losses.people > 0 && words.lose(...count(losses)),
    gains.people > 0 && words.gain(...count(gains)),
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(' ') : words.nothing;
};

function side(context: ConsoleContext, title: string, { applications }: Side): Value {
  const { t, locale } = context;
  const names = ({ names: first, people }: ApplicationEffect) => {
    const more = people - first.length;
    return more > 0
      ? t.whatIf.andMore(first.join(', '), formatNumber(more, locale))
      : first.join(', ');
  };
  return (
    applications.length > 0 &&
    html`<section>
      <h2>${title}</h2>
      ${table<ApplicationEffect>({
        caption: title,
        rows: applications,
        empty: null,
        columns: [
          { label: t.grants.application, cell: ({ application }) => nameIn(context, application) },
          {
            label: t.whatIf.people,
            number: true,
            cell: ({ people }) => formatNumber(people, locale),
          },
          { label: t.whatIf.who, cell: names },
        ],
      })}
    </section>`
  );
}

const turn = (t: ConsoleContext['t'], { gains, partly }: EffectLine): Safe =>
  html`<span class="badge ${gains ? 'ok' : 'bad'}">${gains ? t.whatIf.gains : t.whatIf.loses}</span
    >${partly && html` <span class="muted">${t.whatIf.partly}</span>`}`;

/** Every line, a page at a time: the buttons send the change to be looked at again. */
function everybody(context: ConsoleContext, { lines, from, size }: WhatIfPage): Value {
  const { t, locale } = context;
  const rows = lines.slice(from, from + size);
  const step = (to: number, label: string) =>
    html`<button name="${effectFields.from}" value="${String(to)}">${label}</button>`;
  const [first, last, all] = [from + 1, from + rows.length, lines.length].map((each) =>
    formatNumber(each, locale),
  );
  return (
    lines.length > 0 &&
    html`<details ${(from > 0 || lines.length <= 10) && html`open`}>
      <summary>${t.whatIf.everybody(all!)}</summary>
      ${table<EffectLine>({
        caption: t.whatIf.everybody(all!),
        rows,
        empty: null,
        columns: [
          {
            label: t.people.fullName,
            cell: ({ person }) =>
              html`<a href="/people/${person.id}">${person.fullName}</a>
                <span class="muted mono">${person.username}</span>`,
          },
          { label: t.grants.application, cell: ({ application }) => nameIn(context, application) },
          { label: t.whatIf.effect, cell: (line) => turn(t, line) },
        ],
      })}
      <div class="filter-buttons">
        ${lines.length > size && html`<span class="muted">${t.whatIf.shown(first!, last!, all!)}</span>`}
        ${from > 0 && step(Math.max(0, from - size), t.whatIf.previous)}
        ${from + size < lines.length && step(from + size, t.whatIf.next)}
        <button name="${effectFields.file}" value="csv">${t.lists.csv}</button>
        <button name="${effectFields.file}" value="xlsx">${t.lists.xlsx}</button>
      </div>
    </details>`
  );
}

export function whatIfPage(context: ConsoleContext, page: WhatIfPage): Safe {
  const { t } = context;
  const { losses, gains, digest, fields, back } = page;
  const loses = digest !== undefined;
  const hidden = [...fields, ...(loses ? [[effectFields.seen, digest] as const] : [])];
  return consolePage(context, {
    section: 'grants',
    title: t.whatIf.title,
    up: back,
    body: html`<form method="post" action="${page.action}" class="card confirm wide">
      ${hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      ${page.stale && html`<p class="notice warn" role="alert">${t.whatIf.stale}</p>`}
      <p class="lead">${summary(context, page)}</p>
      <p class="muted">${t.whatIf.notYet} ${t.whatIf.context}</p>
      ${side(context, t.whatIf.losing, losses)} ${side(context, t.whatIf.gaining, gains)}
      <div class="actions">
        <button class="${loses ? 'danger-fill' : 'primary'}">${t.whatIf.keep}</button>
        ${page.editable && html`<button name="${effectFields.edit}" value="yes">${t.whatIf.edit}</button>`}
        <a class="button" href="${back.href}">${t.common.cancel}</a>
      </div>
      ${everybody(context, page)}
    </form>`,
  });
}

/** Beside the button that saves: look first. */
export const lookFirst = ({ t }: ConsoleContext): Safe =>
  html`<button name="${effectFields.trial}" value="yes">${t.whatIf.look}</button>`;
