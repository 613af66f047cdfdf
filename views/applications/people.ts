// Who may use an application, each with the rule that lets them in or keeps them out.
import type { PeopleOfSort, PersonOf } from '../../src/access/people-of.ts';
import type { Application } from '../../src/applications/application.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import { reasons } from '../access/decisions.ts';
import { stateBadge } from '../accounts/table.ts';
import { address } from '../address.ts';
import { exportForm } from '../console/export.ts';
import { consolePage } from '../console/frame.ts';
import { pager } from '../console/pager.ts';
import { columnPanel, type ChosenColumns } from '../console/columns.ts';
import { selectionBar } from '../console/selection.ts';
import { shownColumns, table, type Column } from '../console/table.ts';
import { html, type Safe } from '../html.ts';
import { nameIn } from '../named.ts';

export type PeopleOfPage = {
  application: Application;
  outcome: 'allowed' | 'refused';
  people: readonly PersonOf[];
  sort: PeopleOfSort;
  after: string | undefined;
  next: string | undefined;
  previous: string | undefined;
  chosen: ChosenColumns;
};

const columnsOf = (t: Messages): Column<PersonOf>[] => [
  {
    label: t.people.fullName,
    sort: 'name',
    cell: ({ account }) =>
      html`<a href="/people/${account.id}">${account.fullName}</a>
        <span class="mono muted">${account.username}</span>`,
  },
  { id: 'unit', label: t.people.unit, cell: ({ unitName }) => unitName },
  { id: 'state', label: t.console.state, cell: ({ account }) => stateBadge(t, account) },
  { id: 'because', label: t.people.because, cell: ({ decision }) => reasons(t, decision) },
  { id: 'mail', extra: true, label: t.people.mail, cell: ({ account }) => account.mail },
];

function tabs({ t }: ConsoleContext, { application, outcome }: PeopleOfPage): Safe {
  const path = `/applications/${application.id}/people`;
  const tab = (value: PeopleOfPage['outcome'], label: string) =>
    html`<a
      href="${address(path, { outcome: value === 'refused' && value ? value : undefined })}"
      ${value === outcome && html`aria-current="page"`}
      >${label}</a
    >`;
  return html`<nav class="nav tabs" aria-label="${t.applications.peopleOf}">
    ${tab('allowed', t.applications.allowedPeople)} ${tab('refused', t.applications.refusedPeople)}
  </nav>`;
}

export function peopleOfPage(context: ConsoleContext, page: PeopleOfPage): Safe {
  const { t } = context;
  const { application, outcome, people: rows, sort, after, next, previous, chosen } = page;
  const here = `/applications/${application.id}`;
  const path = `${here}/people`;
  const columns = columnsOf(t);
  const parameters = { outcome: outcome === 'refused' ? outcome : undefined };
  const sorting = { t, current: sort, usual: 'name', path, parameters };
  const ordered = { ...parameters, sort: sort === 'name' ? undefined : sort };
  const picking = {
    t,
    list: 'people-of',
    idOf: ({ account }: PersonOf) => account.id,
    nameOf: ({ account }: PersonOf) => account.fullName,
  };
  return consolePage(context, {
    section: 'applications',
    title: t.applications.peopleOfTitle(nameIn(context, application)),
    up: { href: here, label: nameIn(context, application) },
    body: html`<p class="muted">${t.applications.peopleHint} ${t.grants.statedContext}</p>
      ${tabs(context, page)} ${columnPanel(context, 'people-of', columns, chosen)}
      ${table({
        caption: t.applications.peopleOf,
        columns: shownColumns(columns, chosen, sorting),
        rows,
        empty: t.applications.nobody,
        sorting,
        picking,
      })}
      ${selectionBar(context, {
        picking,
        rows,
        actions: ['people.group', 'people.deny', 'people.sessions', 'people.suspend'],
        filter: { application: application.id, outcome },
        back: address(path, ordered),
        more: Boolean(next ?? previous),
      })}
      ${pager(context, {
        path,
        parameters: { ...ordered, after },
        cursorName: 'after',
        next,
        ways: { previous },
      })}
      ${rows.length > 0 && exportForm(context, `${path}/export`, { outcome })}`,
  });
}
