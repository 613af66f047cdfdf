// Keys that sign: what each does now and what becomes of it next, and the page before keys that leaked are thrown away.
import type { KeyInfo, KeyUse } from '../../src/oidc/key-rows.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDateTime, formatNumber } from '../../src/web/dates.ts';
import type { FormState } from '../../src/web/forms.ts';
import { confirmPage } from '../console/confirm.ts';
import { textArea } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { table, type Column } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';

/** `changesAt`: when it leaves its state, at the earliest. */
type ListedKey = KeyInfo & { changesAt: Date | null };
export type KeysPage = { keys: readonly ListedKey[]; keyDays: number };

const tone = { current: 'ok', next: '', previous: 'warn' } as const;

function columnsOf(context: ConsoleContext): Column<ListedKey>[] {
  const words = context.t.keys;
  const moment = (at: Date) => html`<span class="when">${formatDateTime(at)}</span>`;
  return [
    {
      label: words.alg,
      cell: ({ id, alg }) =>
        html`${alg} <span class="line muted mono" title="kid">${id.slice(0, 16)}…</span>`,
    },
    {
      label: words.state,
      cell: ({ state }) => html`<span class="badge ${tone[state]}">${words.states[state]}</span>`,
    },
    { label: words.since, cell: ({ changedAt }) => moment(changedAt) },
    {
      label: words.afterwards,
      cell: (key) => key.changesAt && words.following[key.state](formatDateTime(key.changesAt)),
    },
  ];
}

function usePart(context: ConsoleContext, page: KeysPage, use: KeyUse): Safe {
  const words = context.t.keys;
  return html`<section class="card">
    <div class="section-head">
      <h2>${words.uses[use].title}</h2>
      <a class="button danger" href="/keys/${use}/replace">${words.replace}</a>
    </div>
    <p class="muted">${words.uses[use].about}</p>
    ${table({
      caption: words.uses[use].title,
      columns: columnsOf(context),
      rows: page.keys.filter((key) => key.use === use),
      empty: words.none,
    })}
  </section>`;
}

export function keysPage(context: ConsoleContext, page: KeysPage): Safe {
  const { t, locale } = context;
  const words = t.keys;
  return consolePage(context, {
    section: 'settings',
    title: words.title,
    up: { href: '/settings', label: t.settings.title },
    actions: html`<form method="post" action="/keys/rotate">
      <button class="primary">${words.rotate}</button>
    </form>`,
    body: html`<p class="lead">${words.about(formatNumber(page.keyDays, locale))}</p>
      <p>
        <a href="/settings/of/keyDays">${words.period}</a> ·
        <a href="/journal?event=key.rotated">${words.history}</a>
      </p>
      ${usePart(context, page, 'sig')} ${usePart(context, page, 'cookie')}`,
  });
}

export function replaceKeysPage(
  context: ConsoleContext,
  { use, form }: { use: KeyUse; form: FormState },
): Safe {
  const words = context.t.keys;
  const reason: Value = textArea(context, form, {
    name: 'reason',
    label: context.t.console.reason,
    hint: words.reasonHint,
    required: true,
  });
  return confirmPage(context, {
    section: 'settings',
    title: words.uses[use].replaceTitle,
    action: `/keys/${use}/replace`,
    back: { href: '/keys', label: words.title },
    consequences: words.uses[use].consequences,
    fields: reason,
    form,
    button: words.replaceNow,
    danger: true,
  });
}
