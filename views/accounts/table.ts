// People in a table, as every list of the console shows them.
import type { Account } from '../../src/accounts/account.ts';
import type { AccountListItem } from '../../src/accounts/accounts.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import { html, type Safe, type Value } from '../html.ts';
import { formatDateTime } from '../../src/web/dates.ts';
import { shownColumns, table, type Column } from '../console/table.ts';
import type { ChosenColumns } from '../console/columns.ts';
import type { Picking } from '../console/selection.ts';
import type { Sorting } from '../console/sorting.ts';

const tone = { initial: 'warn', active: 'ok', suspended: 'bad', retired: '' } as const;

export const stateBadge = (t: Messages, { state }: Pick<Account, 'state'>): Safe =>
  html`<span class="badge ${tone[state]}">${t.people.states[state]}</span>`;

const when = (moment: Date | null, otherwise: string): Value =>
  moment ? html`<span class="when">${formatDateTime(moment)}</span>` : otherwise;

export const peopleColumns = (t: Messages): Column<AccountListItem>[] => [
  {
    label: t.people.fullName,
    sort: 'name',
    cell: (person) => html`<a href="/people/${person.id}">${person.fullName}</a>`,
  },
  {
    id: 'username',
    label: t.people.username,
    sort: 'username',
    cell: ({ username }) => html`<span class="mono">${username}</span>`,
  },
  {
    id: 'unit',
    label: t.people.unit,
    cell: ({ unitName, title }) => [
      unitName,
      title && html`<br /><span class="muted">${title}</span>`,
    ],
  },
  { id: 'kind', label: t.people.kind, cell: ({ kind }) => t.people.kinds[kind] },
  { id: 'state', label: t.console.state, cell: (person) => stateBadge(t, person) },
  {
    id: 'sign-in',
    extra: true,
    label: t.people.lastSignIn,
    sort: 'sign-in',
    cell: ({ lastSignInAt }) => when(lastSignInAt, t.people.never),
  },
  {
    id: 'created',
    extra: true,
    label: t.people.createdAt,
    sort: 'created',
    cell: ({ createdAt }) => when(createdAt, ''),
  },
  { id: 'mail', extra: true, label: t.people.mail, cell: ({ mail }) => mail },
  { id: 'phone', extra: true, label: t.people.phone, cell: ({ phone }) => phone },
  {
    id: 'origin',
    extra: true,
    label: t.lists.origin,
    cell: ({ sourceId }) => (sourceId ? t.console.fromDirectory : t.people.local),
  },
];

export type PeopleTable = {
  people: readonly AccountListItem[];
  empty: Value;
  chosen: ChosenColumns;
  sorting: Sorting;
  picking?: Picking<AccountListItem>;
};

export function peopleTable({ t }: ConsoleContext, list: PeopleTable): Safe {
  const { people, empty, chosen, sorting, picking } = list;
  return table({
    caption: t.people.title,
    columns: shownColumns(peopleColumns(t), chosen, sorting),
    rows: people,
    empty,
    sorting,
    picking,
  });
}
