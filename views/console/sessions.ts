// Who is signed in now: the list, and the page before one session is ended.
import type { FoundSession, SessionSort } from '../../src/oidc/session-search.ts';
import type { SessionInfo } from '../../src/oidc/sessions.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDateTime } from '../../src/web/dates.ts';
import { address } from '../address.ts';
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

export type SessionsPage = {
  asked: {
    text?: string | undefined;
    address?: string | undefined;
    person?: string | undefined;
    sort: SessionSort;
    after?: string | undefined;
  };
  person: Person | undefined; // of whom alone
  items: readonly ListedSession[];
  next: string | undefined;
  previous: string | undefined;
  chosen: ChosenColumns;
};

const usual: SessionSort = '-start';

/** What a browser said of itself, in two words; anybody may send any text. */
type Device = { browser: string | null; system: string | null };
export type ListedSession = FoundSession & { device: Device };

function deviceName(t: ConsoleContext['t'], { browser, system }: Device): string {
  const words = t.portal.devices;
  if (!browser && !system) return words.unknown;
  return words.device(browser ?? words.unknownBrowser, system ?? words.unknownSystem);
}

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
  const filter = { text: asked.text, address: asked.address, person: asked.person };
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
    empty: asked.text || asked.address ? t.frame.sessions.noMatch : t.frame.sessions.none,
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

const sortingOf = (t: ConsoleContext['t'], { asked }: SessionsPage) => {
  const { text, address: from, person, sort } = asked;
  const parameters = { text, address: from, person };
  return { t, current: sort, usual, path: '/sessions', parameters };
};

export function sessionsPage(context: ConsoleContext, page: SessionsPage): Safe {
  const { t } = context;
  const words = t.frame.sessions;
  const { asked, person } = page;
  const { text, address: from } = asked;
  const form = { values: { address: from ?? '' }, errors: {} };
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
        filtered: from !== undefined,
        more: html`${textField(context, form, {
          name: 'address',
          label: words.address,
          required: false,
        })}
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
