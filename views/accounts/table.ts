// People in a table, as every list of the console shows them.
import type { Account } from '../../src/accounts/account.ts';
import type { AccountListItem } from '../../src/accounts/accounts.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import { html, type Safe, type Value } from '../html.ts';
import { table } from '../console/table.ts';

const tone = { initial: 'warn', active: 'ok', suspended: 'bad', retired: '' } as const;

export const stateBadge = (t: Messages, { state }: Pick<Account, 'state'>): Safe =>
  html`<span class="badge ${tone[state]}">${t.people.states[state]}</span>`;

export function peopleTable(
  { t }: ConsoleContext,
  people: readonly AccountListItem[],
  empty: Value,
): Safe {
  return table({
    caption: t.people.title,
    columns: [
      {
        label: t.people.fullName,
        cell: (person: AccountListItem) =>
          html`<a href="/people/${person.id}">${person.fullName}</a>`,
      },
      {
        label: t.people.username,
        cell: (person) => html`<span class="mono">${person.username}</span>`,
      },
      {
        label: t.people.unit,
        cell: (person) => [
          person.unitName,
          person.title && html`<br /><span class="muted">${person.title}</span>`,
        ],
      },
      { label: t.people.kind, cell: (person) => t.people.kinds[person.kind] },
      { label: t.console.state, cell: (person) => stateBadge(t, person) },
    ],
    rows: people,
    empty,
  });
}
