// Entries of the journal as a table: the whole list on its own page, a few of them on others.
import type { JournalEntry } from '../../src/journal/entry.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatMoment } from '../../src/web/dates.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import { html, type Safe, type Value } from '../html.ts';
import { emptyState, table, type Column } from '../console/table.ts';
import type { Sorting } from '../console/sorting.ts';
import { ownName } from './own-name.ts';

export function outcomeBadge(t: Messages, entry: Pick<JournalEntry, 'outcome'>): Safe {
  return html`<span class="badge ${entry.outcome === 'success' ? 'ok' : 'bad'}"
    >${t.journal.outcomes[entry.outcome]}</span
  >`;
}

export function actorName(t: Messages, entry: Pick<JournalEntry, 'actorId' | 'actorName'>): string {
  if (entry.actorId !== null) return entry.actorName ?? entry.actorId;
  return entry.actorName === null ? t.journal.nobody : ownName(t, entry.actorName);
}

const person = (id: string | null, name: string | null): Value =>
  id ? html`<a href="/people/${id}">${name ?? id}</a>` : name;

export const actorLink = (t: Messages, entry: JournalEntry): Value =>
  person(entry.actorId, actorName(t, entry));
export const accountLink = (entry: JournalEntry): Value =>
  person(entry.accountId, entry.accountName);

type OwnName = (t: Messages, name: string) => string | undefined;

/** By kind of object. One that there is no more is called as it was. */
const ownNames: Readonly<Record<string, OwnName>> = {
  setting: (t, key) => t.settings.items[key as keyof typeof t.settings.items]?.title,
  catalog: (t, name) => t.catalogs.names[name as keyof typeof t.catalogs.names],
  bulk: (t, action) => t.bulk.actions[action as keyof typeof t.bulk.actions],
  grant: (t, name) => (name === 'everyone' ? t.grants.subjects.everyone : undefined),
};

/** Names that are ours to translate: a rule for everybody, a setting, a catalogue, a deed on many. */
export function objectName(
  t: Messages,
  { objectType, objectName: name }: Pick<JournalEntry, 'objectType' | 'objectName'>,
): string | null {
  if (name === null) return null;
  return ownNames[objectType ?? '']?.(t, name) ?? name;
}

/** What an entry is about: a person, an application, anything else; several where they are. */
function subjectOf(t: Messages, entry: JournalEntry): Value {
  const parts: Value[] = [];
  if (entry.accountId || entry.accountName) parts.push(accountLink(entry));
  if (entry.applicationId)
    parts.push(
      html`<a href="/applications/${entry.applicationId}"
        >${entry.applicationName ?? entry.applicationId}</a
      >`,
    );
  const name = objectName(t, entry);
  const again = entry.objectType === 'grant' && name === entry.accountName; // a rule for this person
  if (name && !again) parts.push(name);
  return parts.map((part, i) => html`${i > 0 && ' · '}${part}`);
}

function columnsFor({ t }: ConsoleContext): Column<JournalEntry>[] {
  return [
    {
      label: t.journal.at,
      sort: 'oldest',
      cell: (entry) =>
        html`<a class="when" href="/journal/${entry.id}">${formatMoment(entry.at)}</a>`,
    },
    {
      label: t.journal.event,
      cell: (entry) =>
        html`${t.events[entry.event] ?? entry.event}
        ${entry.outcome === 'failure' && outcomeBadge(t, entry)}`,
    },
    { label: t.journal.object, cell: (entry) => subjectOf(t, entry) },
    { label: t.journal.actor, cell: (entry) => actorLink(t, entry) },
    {
      label: t.journal.address,
      cell: (entry) => entry.address && html`<span class="mono">${entry.address}</span>`,
    },
  ];
}

export function entriesTable(
  context: ConsoleContext,
  entries: readonly JournalEntry[],
  sorting?: Sorting,
): Safe {
  const { t } = context;
  return table({
    caption: t.journal.title,
    columns: columnsFor(context),
    rows: entries,
    empty: t.journal.empty,
    sorting,
  });
}

/** The last few on the page of a thing, with the way to all of them. */
export function recentEntries(
  context: ConsoleContext,
  entries: readonly JournalEntry[],
  all: string,
): Safe {
  const { t } = context;
  return html`<section>
    <h2>${t.console.recentEvents}</h2>
    ${
      entries.length === 0
        ? emptyState(t.console.noEvents)
        : html`${entriesTable(context, entries)}
            <p class="after-table"><a href="${all}">${t.console.allEvents}</a></p>`
    }
  </section>`;
}
