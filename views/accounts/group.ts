// One group: who is in it, which groups count as part of it, what it may use.
import type { Group } from '../../src/accounts/group.ts';
import type { GroupMembers, MemberSort } from '../../src/accounts/group-members.ts';
import type { Grant } from '../../src/access/grant-rows.ts';
import type { JournalEntry } from '../../src/journal/entry.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { grantsSection } from '../access/grants.ts';
import { address } from '../address.ts';
import { facts } from '../console/facts.ts';
import { exportForm } from '../console/export.ts';
import { consolePage } from '../console/frame.ts';
import { pager } from '../console/pager.ts';
import { columnPanel, type ChosenColumns } from '../console/columns.ts';
import { selectionBar } from '../console/selection.ts';
import { sortForm, sortOptions } from '../console/sorting.ts';
import { shownColumns, table, type Column } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';
import { recentEntries } from '../journal/entries.ts';
import { groupBadges } from './groups.ts';
import { stateBadge } from './table.ts';

export type GroupPage = {
  group: Group;
  members: GroupMembers;
  sort: MemberSort;
  after: string | undefined;
  chosen: ChosenColumns;
  grants: readonly Grant[];
  events: readonly JournalEntry[];
};

type Member = GroupMembers['accounts'][number];

/** What the directory put in, only the directory takes out. */
function removal(
  { t }: ConsoleContext,
  group: Group,
  member: { field: 'accountId' | 'groupId'; id: string; name: string; origin: string },
): Value {
  if (member.origin === 'directory')
    return html`<span class="badge" title="${t.console.fromDirectoryHint}"
      >${t.console.fromDirectory}</span
    >`;
  return html`<form class="inline-form" method="post" action="/groups/${group.id}/remove">
    <input type="hidden" name="${member.field}" value="${member.id}" />
    <button class="small">
      ${t.groups.remove}<span class="visually-hidden"> ${member.name}</span>
    </button>
  </form>`;
}

const columnsOf = (context: ConsoleContext, group: Group): Column<Member>[] => {
  const { t } = context;
  return [
    {
      label: t.people.fullName,
      sort: 'name',
      cell: ({ account }) => html`<a href="/people/${account.id}">${account.fullName}</a>`,
    },
    {
      id: 'username',
      label: t.people.username,
      sort: 'username',
      cell: ({ account }) => html`<span class="mono">${account.username}</span>`,
    },
    { id: 'state', label: t.console.state, cell: ({ account }) => stateBadge(t, account) },
    { id: 'mail', extra: true, label: t.people.mail, cell: ({ account }) => account.mail },
    {
      label: t.groups.remove,
      quiet: true,
      cell: ({ account: { id, fullName: name }, origin }) =>
        removal(context, group, { field: 'accountId', id, name, origin }),
    },
  ];
};

function people(context: ConsoleContext, page: GroupPage): Safe {
  const { t } = context;
  const { group, members, sort, after, chosen } = page;
  const { accounts: rows, next, previous } = members;
  const path = `/groups/${group.id}`;
  const columns = columnsOf(context, group);
  const sorting = { t, current: sort, usual: 'name', path, parameters: {} };
  const parameters = { sort: sort === 'name' ? undefined : sort };
  const picking = {
    t,
    list: 'members',
    idOf: ({ account }: Member) => account.id,
    nameOf: ({ account }: Member) => account.fullName,
  };
  return html`<section>
    <div class="section-head">
      <h2>${t.groups.people}</h2>
      ${
        group.state === 'active' &&
        html`<a class="button small" href="${path}/people">${t.groups.addPerson}</a>`
      }
    </div>
    ${
      rows.length > 0 &&
      html`${sortForm(t, sorting, sortOptions(t, columns))}
      ${columnPanel(context, 'members', columns, chosen)}`
    }
    ${table({
      caption: t.groups.people,
      columns: shownColumns(columns, chosen, sorting),
      rows,
      empty: t.groups.noPeople,
      sorting,
      picking,
    })}
    ${selectionBar(context, {
      picking,
      rows,
      actions: ['members.remove'],
      filter: { group: group.id },
      back: address(path, parameters),
      more: Boolean(next ?? previous),
    })}
    ${pager(context, {
      path,
      parameters: { ...parameters, after },
      cursorName: 'after',
      next,
      ways: { previous },
    })}
    ${rows.length > 0 && exportForm(context, `${path}/members/export`)}
  </section>`;
}

function nested(context: ConsoleContext, { group, members }: GroupPage): Safe {
  const { t } = context;
  return html`<section class="card">
    <div class="section-head">
      <h2>${t.groups.groups}</h2>
      ${
        group.state === 'active' &&
        html`<a class="button small" href="/groups/${group.id}/groups">${t.groups.addGroup}</a>`
      }
    </div>
    <p class="hint muted">${t.groups.groupsHint}</p>
    ${members.groups.length === 0 && html`<p class="muted">${t.groups.noGroups}</p>`}
    <ul class="plain rows">
      ${members.groups.map(
        ({ group: child, origin }) =>
          html`<li>
            <a href="/groups/${child.id}">${child.name}</a>
            ${removal(context, group, { field: 'groupId', id: child.id, name: child.name, origin })}
          </li>`,
      )}
    </ul>
  </section>`;
}

function known({ t }: ConsoleContext, { group, members }: GroupPage): Safe {
  const parents = members.parents.map(
    ({ group: parent }, i) =>
      html`${i > 0 && ', '}<a href="/groups/${parent.id}">${parent.name}</a>`,
  );
  return html`<section class="card">
    ${facts([
      [t.groups.code, html`<span class="mono">${group.code}</span>`],
      [t.groups.description, group.description],
      [t.console.state, t.groups.states[group.state]],
      [
        t.units.origin,
        group.sourceId &&
          html`<a href="/directory/changes/group/${group.id}">${t.console.fromDirectory}</a>`,
      ],
      [t.groups.parents, parents.length > 0 && parents],
    ])}
  </section>`;
}

export function groupPage(context: ConsoleContext, page: GroupPage): Safe {
  const { t } = context;
  const { group } = page;
  const here = `/groups/${group.id}`;
  const mayClose = group.state === 'active' && !group.builtIn && !group.sourceId;
  return consolePage(context, {
    section: 'groups',
    title: group.name,
    badge: groupBadges(context, group),
    up: { href: '/groups', label: t.groups.title },
    actions: html`<a class="button" href="${here}/applications">${t.lists.applicationsOf}</a>
      <a class="button" href="${here}/edit">${t.console.edit}</a>
      <a class="button" href="${here}/second-step">${t.secondFactor.title}</a>
      ${mayClose && html`<a class="button" href="${here}/close">${t.groups.close}</a>`}`,
    body: html`<div class="columns">${known(context, page)} ${nested(context, page)}</div>
      ${people(context, page)}
      ${grantsSection(context, page.grants, {
        of: 'subject',
        back: here,
        add: address('/grants/new', { subject: 'group', id: group.id }),
      })}
      ${recentEntries(
        context,
        page.events,
        address('/journal', { type: 'group', object: group.id }),
      )}`,
  });
}
