// One entry of the journal: everything it holds, changes as before and after.
import type { JournalEntry } from '../../src/journal/entry.ts';
import type { Json } from '../../src/journal/journal.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatMoment } from '../../src/web/dates.ts';
import { html, type Safe, type Value } from '../html.ts';
import { facts } from '../console/facts.ts';
import { consolePage } from '../console/frame.ts';
import { table } from '../console/table.ts';
import { accountLink, actorLink, objectName, outcomeBadge } from './entries.ts';

type Fields = Record<string, Json>;

const isFields = (value: Json | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Only words of ours: a value may be called `constructor`. */
const wordFor = (words: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(words, key) ? words[key] : undefined;

function shown({ t }: ConsoleContext, value: Json | undefined): Value {
  if (value === undefined || value === null || value === '') return '–';
  if (typeof value === 'object') return html`<code>${JSON.stringify(value)}</code>`;
  return wordFor(t.journal.values, String(value)) ?? String(value);
}

const fieldName = ({ t }: ConsoleContext, name: string): Value =>
  wordFor(t.journal.fields, name) ?? html`<code>${name}</code>`;

function changes(context: ConsoleContext, before: Fields, after: Fields): Safe {
  const { t } = context;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return table({
    caption: t.journal.details,
    columns: [
      { label: t.journal.field, cell: (name: string) => fieldName(context, name) },
      { label: t.journal.before, cell: (name) => shown(context, before[name]) },
      { label: t.journal.after, cell: (name) => shown(context, after[name]) },
    ],
    rows: names,
    empty: t.common.none,
  });
}

function details(context: ConsoleContext, { detail }: JournalEntry): Value {
  const { t } = context;
  const { before, after, ...rest } = detail;
  const others = Object.entries(rest);
  const changed = isFields(before) || isFields(after);
  if (!changed && others.length === 0) return null;
  return html`<h2>${t.journal.details}</h2>
    ${changed && changes(context, isFields(before) ? before : {}, isFields(after) ? after : {})}
    ${
      others.length > 0 &&
      facts(others.map(([name, value]) => [fieldName(context, name), shown(context, value)]))
    }`;
}

export function journalEntryPage(context: ConsoleContext, entry: JournalEntry): Safe {
  const { t } = context;
  return consolePage(context, {
    section: 'journal',
    title: t.events[entry.event] ?? entry.event,
    badge: outcomeBadge(t, entry),
    up: { href: '/journal', label: t.journal.title },
    body: html`<div class="card">
        ${facts([
          [t.journal.at, formatMoment(entry.at)],
          [t.journal.actor, actorLink(t, entry)],
          [t.journal.person, accountLink(entry)],
          [t.journal.unit, entry.unitName],
          [
            t.journal.application,
            entry.applicationId &&
              html`<a href="/applications/${entry.applicationId}">${entry.applicationName}</a>`,
          ],
          [t.journal.object, objectName(t, entry)],
          [t.journal.address, entry.address && html`<span class="mono">${entry.address}</span>`],
          [t.journal.userAgent, entry.userAgent],
          [t.journal.requestId, entry.requestId && html`<code>${entry.requestId}</code>`],
        ])}
      </div>
      ${details(context, entry)}
      <p class="muted after-table">${t.journal.entry(entry.id)}</p>`,
  });
}
