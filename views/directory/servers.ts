// The servers of a source and how they do, and what happens while all of them are lost.
import type { ServerSeen, NodeView } from '../../src/directory/server-status.ts';
import type { Source } from '../../src/directory/source-safe.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDateTime, formatNumber } from '../../src/web/dates.ts';
import type { FormState } from '../../src/web/forms.ts';
import { selectField, textField } from '../console/form.ts';
import { table } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';

const tones = { good: 'ok', partly: 'warn', dead: 'bad' } as const;

const isLost = ({ state }: ServerSeen) => state === 'dead' || state === 'partly';

function stateOf({ t }: ConsoleContext, { state }: ServerSeen): Value {
  if (!state) return html`<span class="muted">${t.servers.unknown}</span>`;
  return html`<span class="badge ${tones[state]}">${t.servers.states[state]}</span>`;
}

/** What went wrong, and where the nodes differ: at which. */
function troubleOf({ t }: ConsoleContext, { views }: ServerSeen): Value {
  const bad = views.filter(({ good }) => !good);
  const words = ({ error }: NodeView) => t.servers.troubles[error ?? ''] ?? error ?? '';
  const alike = bad.length === views.length && new Set(bad.map(words)).size === 1;
  if (alike) return words(bad[0]!);
  return bad.map(
    (view) => html`<span class="line">${t.servers.byNode(view.node, words(view))}</span>`,
  );
}

export function serversSection(context: ConsoleContext, seen: readonly ServerSeen[]): Safe {
  const { t } = context;
  const all = seen.every(({ state }) => state === 'dead');
  const how = all ? 'all' : seen.some(isLost) ? 'some' : 'good';
  return html`<section>
    <h2>${t.servers.title}</h2>
    ${table({
      caption: t.servers.title,
      columns: [
        {
          label: t.servers.url,
          cell: ({ url }: ServerSeen) => html`<span class="mono">${url}</span>`,
        },
        { label: t.console.state, cell: (server) => stateOf(context, server) },
        {
          label: t.servers.since,
          cell: ({ since, state }) => state && since && formatDateTime(since),
        },
        { label: t.servers.seen, cell: (server) => troubleOf(context, server) },
      ],
      rows: seen,
      empty: t.servers.unknown,
    })}
    <p class="muted after-table">${t.servers.note[how]}</p>
  </section>`;
}

/** In a word, for the list of sources. */
export function serversBadge({ t, locale }: ConsoleContext, seen: readonly ServerSeen[]): Value {
  const lost = seen.filter(isLost).length;
  const number = (value: number) => formatNumber(value, locale);
  if (seen.some(({ state }) => state === null)) return null;
  if (lost === 0) return html`<span class="badge ok">${t.servers.allGood}</span>`;
  const all = seen.every(({ state }) => state === 'dead');
  return html`<span class="badge ${all ? 'bad' : 'warn'}"
    >${all ? t.servers.allLost : t.servers.someLost(number(lost), number(seen.length))}</span
  >`;
}

/** What people of the source meet while all its servers are lost, as facts of a source. */
export function outageFacts(
  { t, locale }: ConsoleContext,
  { settings: { outage } }: Source,
  verifiers: number,
): (readonly [Value, Value])[] {
  const accepts = outage.policy === 'accept';
  return [
    [
      t.servers.outage,
      accepts ? t.servers.accepts(formatNumber(outage.hours, locale)) : t.servers.refuses,
    ],
    [t.servers.verifiers, accepts && formatNumber(verifiers, locale)],
  ];
}

export function outagePolicy(context: ConsoleContext, { form }: { form: FormState }): Safe {
  const words = context.t.servers;
  return html`<fieldset>
    <legend>${words.outage}</legend>
    ${selectField(context, form, {
      name: 'outage.policy',
      label: words.policy,
      hint: words.policyHint,
      required: true,
      options: (['accept', 'refuse'] as const).map((value) => ({
        value,
        label: words.policies[value],
      })),
    })}
    ${textField(context, form, {
      name: 'outage.hours',
      label: words.hours,
      hint: words.hoursHint,
      inputmode: 'numeric',
      required: true,
    })}
  </fieldset>`;
}
