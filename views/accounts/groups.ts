// Groups: the list, and one group as a form.
import type { Group } from '../../src/accounts/group.ts';
import type { GroupListItem } from '../../src/accounts/groups.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatNumber } from '../../src/web/dates.ts';
import type { FormState } from '../../src/web/forms.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import { formErrors, textArea, textField } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { searchBox } from '../console/search.ts';
import { pager, table } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';

export type GroupsPage = {
  text: string | undefined;
  after: string | undefined;
  groups: readonly GroupListItem[];
  next: string | undefined;
};

export const groupBadges = ({ t }: { t: Messages }, group: Group): Value => [
  group.builtIn && html`<span class="badge">${t.groups.builtIn}</span>`,
  group.sourceId && html` <span class="badge">${t.console.fromDirectory}</span>`,
  group.state === 'closed' && html` <span class="badge bad">${t.groups.states.closed}</span>`,
];

export function groupsPage(context: ConsoleContext, page: GroupsPage): Safe {
  const { t, locale } = context;
  return consolePage(context, {
    section: 'groups',
    title: t.groups.title,
    actions: html`<a class="button" href="/imports">${t.imports.title}</a>
      <a class="button" href="/groups/new">${t.groups.create}</a>`,
    body: html`${searchBox(context, {
      path: '/groups',
      label: t.groups.search,
      hint: t.groups.searchHint,
      text: page.text ?? '',
    })}
    ${table({
      caption: t.groups.title,
      columns: [
        {
          label: t.groups.name,
          cell: (group: GroupListItem) =>
            html`<a href="/groups/${group.id}">${group.name}</a> ${groupBadges(context, group)}`,
        },
        { label: t.groups.code, cell: ({ code }) => html`<span class="mono">${code}</span>` },
        { label: t.groups.description, cell: ({ description }) => description },
        {
          label: t.groups.members,
          cell: (group) =>
            t.groups.count(
              formatNumber(group.accounts, locale),
              formatNumber(group.groups, locale),
            ),
        },
      ],
      rows: page.groups,
      empty: t.groups.empty,
    })}
    ${pager(context, {
      path: '/groups',
      parameters: { text: page.text, after: page.after },
      cursorName: 'after',
      next: page.next,
    })}`,
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
