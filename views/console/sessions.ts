// Who is signed in now: the list, and the page before one session is ended.
import type { FoundSession, SessionSort } from '../../src/oidc/session-search.ts';
import type { SessionInfo } from '../../src/oidc/sessions.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDateTime } from '../../src/web/dates.ts';
import { address } from '../address.ts';
import { deviceName, type Device } from '../device-name.ts';
import { html, type Safe, type Value } from '../html.ts';
import { confirmPage } from './confirm.ts';
import { exportForm } from './export.ts';
import { textField } from './form.ts';
import { consolePage } from './frame.ts';
import { searchBox } from './search.ts';
import { pager } from './pager.ts';
import { columnPanel, type ChosenColumns } from './columns.ts';
import { selectionBar } from './selection.ts';
import { sortField, sortOptions } from './sorting.ts';
import { shownColumns, table, type Column } from './table.ts';

type Person = { id: string; fullName: string };

type Asked = {
  text?: string | undefined;
  address?: string | undefined;
  application?: string | undefined;
  device?: string | undefined;
  person?: string | undefined;
};

export type SessionsPage = {
  asked: Asked & { sort: SessionSort; after?: string | undefined };
  person: Person | undefined; // of whom alone
  items: readonly ListedSession[];
  next: string | undefined;
  previous: string | undefined;
  chosen: ChosenColumns;
};

const usual: SessionSort = '-start';

export type ListedSession = FoundSession & { device: Device };

const mono = (text: string | null): Value => text && html`<span class="mono">${text}</span>`;

function columnsOf({ t }: ConsoleContext): Column<ListedSession>[] {
  const words = t.frame.sessions;
  const moment = (at: Date) => html`<span class="when">${formatDateTime(at)}</span>`;
  return [
    {
      label: words.person,
      cell: (one) =>
        html`<a href="/people/${one.accountId}">${one.fullName}</a>
          <span class="line muted">${one.unitName ?? one.username}</span>`,
    },
    {
      id: 'since',
      label: words.since,
      sort: 'start',
      cell: ({ signedInAt }) => moment(signedInAt),
    },
    { id: 'until', label: words.until, cell: ({ expiresAt }) => moment(expiresAt) },
    { id: 'address', label: words.address, cell: (one) => mono(one.address) },
    { id: 'browser', label: words.browser, cell: (one) => deviceName(t, one.device) },
    {
      id: 'applications',
      label: words.applications,
      cell: (one) => one.applications.join(', '),
    },
    {
      label: words.end,
      quiet: true,
      cell: (one) =>
        html`<a class="button small" href="/sessions/${one.accountId}/${one.id}/end"
          >${words.end}<span class="visually-hidden"> ${one.fullName}</span></a
        >`,
    },
  ];
}

function sessionsList(context: ConsoleContext, page: SessionsPage): Safe {
  const { t } = context;
  const { asked, items: rows, next, previous, chosen } = page;
  const filter = filterOf(asked);
  const ordered = { ...filter, sort: asked.sort === usual ? undefined : asked.sort };
  const columns = columnsOf(context);
  const sorting = sortingOf(t, page);
  const picking = {
    t,
    list: 'sessions',
    idOf: ({ id }: ListedSession) => id,
    nameOf: ({ fullName, signedInAt }: ListedSession) =>
      `${fullName}, ${formatDateTime(signedInAt)}`,
  };
  return html`${columnPanel(context, 'sessions', columns, chosen)}
  ${table({
    caption: t.frame.sessions.title,
    columns: shownColumns(columns, chosen, sorting),
    rows,
    empty: isFiltered(asked) ? t.frame.sessions.noMatch : t.frame.sessions.none,
    sorting,
    picking,
  })}
  ${selectionBar(context, {
    picking,
    rows,
    actions: ['sessions.end'],
    filter,
    back: address('/sessions', ordered),
    more: Boolean(next ?? previous),
  })}
  ${pager(context, {
    path: '/sessions',
    parameters: { ...ordered, after: asked.after },
    cursorName: 'after',
    next,
    ways: { previous },
  })}
  ${rows.length > 0 && exportForm(context, '/sessions/export', filter)}`;
}

const filterOf = ({ text, address: from, application, device, person }: Asked) => ({
  text,
  address: from,
  application,
  device,
  person,
});
const isFiltered = ({ text, address: from, application, device }: Asked): boolean =>
  Boolean(text ?? from ?? application ?? device);

const sortingOf = (t: ConsoleContext['t'], { asked }: SessionsPage) => {
  return { t, current: asked.sort, usual, path: '/sessions', parameters: filterOf(asked) };
};

export function sessionsPage(context: ConsoleContext, page: SessionsPage): Safe {
  const { t } = context;
  const words = t.frame.sessions;
  const { asked, person } = page;
  const { text } = asked;
  const values = {
    address: asked.address ?? '',
    application: asked.application ?? '',
    device: asked.device ?? '',
  };
  const form = { values, errors: {} };
  return consolePage(context, {
    section: 'sessions',
    title: person ? words.ofPerson(person.fullName) : words.title,
    ...(person && { up: { href: `/people/${person.id}`, label: person.fullName } }),
    actions:
      person &&
      html`<a class="button" href="/people/${person.id}/sessions">${t.people.endSessions}</a>`,
    body: html`${
      !person &&
      searchBox(context, {
        path: '/sessions',
        label: words.search,
        hint: t.people.searchHint,
        text: text ?? '',
        filtered: isFiltered({ ...asked, text: undefined }),
        more: html`${textField(context, form, {
          name: 'address',
          label: words.address,
          required: false,
        })}
        ${textField(context, form, {
          name: 'application',
          label: words.application,
          required: false,
        })}
        ${textField(context, form, { name: 'device', label: words.device, required: false })}
        ${sortField(t, sortingOf(t, page), sortOptions(t, columnsOf(context)))}`,
      })
    }
    ${sessionsList(context, page)}`,
  });
}

export function endSessionPage(
  context: ConsoleContext,
  { person, session }: { person: Person; session: SessionInfo },
): Safe {
  const words = context.t.frame.sessions;
  return confirmPage(context, {
    section: 'sessions',
    title: words.endTitle(person.fullName),
    action: `/sessions/${person.id}/${session.id}/end`,
    back: { href: address('/sessions', { person: person.id }), label: words.title },
    consequences: words.consequences(formatDateTime(session.signedInAt), session.address ?? '–'),
    button: words.end,
    danger: true,
  });
}
