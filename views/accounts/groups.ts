// Groups: the list, and one group as a form.
import type { Group } from '../../src/accounts/group.ts';
import type { GroupListItem, GroupSort } from '../../src/accounts/groups.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatNumber } from '../../src/web/dates.ts';
import type { FormState } from '../../src/web/forms.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import { exportForm } from '../console/export.ts';
import { formErrors, textArea, textField } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { searchBox } from '../console/search.ts';
import { pager } from '../console/pager.ts';
import { columnPanel, type ChosenColumns } from '../console/columns.ts';
import { sortField, sortOptions } from '../console/sorting.ts';
import { shownColumns, table, type Column } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';

export type GroupsPage = {
  text: string | undefined;
  sort: GroupSort;
  after: string | undefined;
  groups: readonly GroupListItem[];
  next: string | undefined;
  previous: string | undefined;
  chosen: ChosenColumns;
};

export const groupBadges = ({ t }: { t: Messages }, group: Group): Value => [
  group.builtIn && html`<span class="badge">${t.groups.builtIn}</span>`,
  group.sourceId && html` <span class="badge">${t.console.fromDirectory}</span>`,
  group.state === 'closed' && html` <span class="badge bad">${t.groups.states.closed}</span>`,
];

const columnsOf = ({ t, locale }: ConsoleContext): Column<GroupListItem>[] => [
  {
    label: t.groups.name,
    sort: 'name',
    cell: (group) =>
      html`<a href="/groups/${group.id}">${group.name}</a> ${groupBadges({ t }, group)}`,
  },
  {
    id: 'code',
    label: t.groups.code,
    sort: 'code',
    cell: ({ code }) => html`<span class="mono">${code}</span>`,
  },
  { id: 'description', label: t.groups.description, cell: ({ description }) => description },
  {
    id: 'members',
    label: t.groups.members,
    cell: ({ accounts, groups }) =>
      t.groups.count(formatNumber(accounts, locale), formatNumber(groups, locale)),
  },
];

export function groupsPage(context: ConsoleContext, page: GroupsPage): Safe {
  const { t } = context;
  const { text, sort, after, chosen } = page;
  const columns = columnsOf(context);
  const sorting = { t, current: sort, usual: 'name', path: '/groups', parameters: { text } };
  return consolePage(context, {
    section: 'groups',
    title: t.groups.title,
    actions: html`<a class="button" href="/imports">${t.imports.title}</a>
      <a class="button" href="/groups/new">${t.groups.create}</a>`,
    body: html`${searchBox(context, {
      path: '/groups',
      label: t.groups.search,
      hint: t.groups.searchHint,
      text: text ?? '',
      more: sortField(t, sorting, sortOptions(t, columns)),
    })}
    ${columnPanel(context, 'groups', columns, chosen)}
    ${table({
      caption: t.groups.title,
      columns: shownColumns(columns, chosen, sorting),
      rows: page.groups,
      empty: t.groups.empty,
      sorting,
    })}
    ${pager(context, {
      path: '/groups',
      parameters: { text, sort: sort === 'name' ? undefined : sort, after },
      cursorName: 'after',
      next: page.next,
      ways: { previous: page.previous },
    })}
    ${page.groups.length > 0 && exportForm(context, '/groups/export', { text })}`,
  });
}

export function groupFormPage(
  context: ConsoleContext,
  { form, group }: { form: FormState; group: Group | undefined },
): Safe {
  const { t } = context;
  const back = group ? `/groups/${group.id}` : '/groups';
  return consolePage(context, {
    section: 'groups',
    title: group ? t.groups.edit : t.groups.create,
    up: { href: back, label: group?.name ?? t.groups.title },
    body: html`<form
      method="post"
      class="card form"
      action="${group ? `${back}/edit` : '/groups/new'}"
    >
      ${formErrors(context, form)}
      ${textField(context, form, { name: 'name', label: t.groups.name, required: true })}
      ${
        !group &&
        textField(context, form, {
          name: 'code',
          label: t.groups.code,
          hint: t.groups.codeHint,
          required: true,
        })
      }
      ${textArea(context, form, { name: 'description', label: t.groups.description })}
      <div class="actions">
        <button class="primary">${t.common.save}</button>
        <a class="button" href="${back}">${t.common.cancel}</a>
      </div>
    </form>`,
  });
}
