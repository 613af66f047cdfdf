// Who is signed in now: the list, and the page before one session is ended.
import type { FoundSession } from '../../src/oidc/session-search.ts';
import type { SessionInfo } from '../../src/oidc/sessions.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDateTime } from '../../src/web/dates.ts';
import { address } from '../address.ts';
import { html, type Safe, type Value } from '../html.ts';
import { confirmPage } from './confirm.ts';
import { textField } from './form.ts';
import { consolePage } from './frame.ts';
import { searchBox } from './search.ts';
import { pager, table } from './table.ts';

type Person = { id: string; fullName: string };

export type SessionsPage = {
  asked: {
    text?: string | undefined;
    address?: string | undefined;
    person?: string | undefined;
    after?: string | undefined;
  };
  person: Person | undefined; // of whom alone
  items: readonly ListedSession[];
  next: string | undefined;
};

/** What a browser said of itself, in two words; anybody may send any text. */
type Device = { browser: string | null; system: string | null };
export type ListedSession = FoundSession & { device: Device };

function deviceName(t: ConsoleContext['t'], { browser, system }: Device): string {
  const words = t.portal.devices;
  if (!browser && !system) return words.unknown;
  return words.device(browser ?? words.unknownBrowser, system ?? words.unknownSystem);
}

const mono = (text: string | null): Value => text && html`<span class="mono">${text}</span>`;

function sessionsTable({ t }: ConsoleContext, rows: readonly ListedSession[], empty: Value) {
  const words = t.frame.sessions;
  return table({
    caption: words.title,
    columns: [
      {
        label: words.person,
        cell: (one: ListedSession) =>
          html`<a href="/people/${one.accountId}">${one.fullName}</a>
            <span class="line muted">${one.unitName ?? one.username}</span>`,
      },
      {
        label: words.since,
        cell: (one) => html`<span class="when">${formatDateTime(one.signedInAt)}</span>`,
      },
      {
        label: words.until,
        cell: (one) => html`<span class="when">${formatDateTime(one.expiresAt)}</span>`,
      },
      { label: words.address, cell: (one) => mono(one.address) },
      { label: words.browser, cell: (one) => deviceName(t, one.device) },
      { label: words.applications, cell: (one) => one.applications.join(', ') },
      {
        label: words.end,
        quiet: true,
        cell: (one) =>
          html`<a class="button small" href="/sessions/${one.accountId}/${one.id}/end"
            >${words.end}<span class="visually-hidden"> ${one.fullName}</span></a
          >`,
      },
    ],
    rows,
    empty,
  });
}

export function sessionsPage(context: ConsoleContext, page: SessionsPage): Safe {
  const { t } = context;
  const words = t.frame.sessions;
  const { asked, person } = page;
  const { text, address: from, person: only } = asked;
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
        more: textField(context, form, { name: 'address', label: words.address, required: false }),
      })
    }
    ${sessionsTable(context, page.items, text || from ? words.noMatch : words.none)}
    ${pager(context, {
      path: '/sessions',
      parameters: { text, address: from, person: only, after: asked.after },
      cursorName: 'after',
      next: page.next,
    })}`,
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
