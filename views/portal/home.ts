// The first page of an official: applications, own data, own journal.
import type { AccountPage } from '../../src/accounts/account-page.ts';
import type { JournalEntry } from '../../src/journal/entry.ts';
import type { Tile, TileGroup } from '../../src/portal/launcher.ts';
import type { RequestContext } from '../../src/web/context.ts';
import { formatDateTime, formatMoment } from '../../src/web/dates.ts';
import { html, safeUrl, type Safe, type Value } from '../html.ts';
import { portalPage } from './frame.ts';

export type HomePage = {
  person: AccountPage;
  groups: readonly TileGroup[];
  console: string | undefined; // its address, for those who may administer
  entries: readonly JournalEntry[];
};

function tile({ t, locale }: RequestContext, one: Tile): Safe {
  const words = html`<strong>${locale === 'en' ? one.nameEn : one.name}</strong>
    ${one.description && html`<span class="tile-text">${one.description}</span>`}
    ${one.owner && html`<span class="tile-text muted">${t.portal.owner(one.owner)}</span>`}
    ${!one.href && html`<span class="tile-text muted">${t.portal.noLink}</span>`}`;
  return one.href
    ? html`<li><a class="tile" href="${safeUrl(one.href)}">${words}</a></li>`
    : html`<li><div class="tile closed">${words}</div></li>`;
}

function applications(context: RequestContext, page: HomePage): Safe {
  const { t, locale } = context;
  const empty = page.groups.length === 0;
  return html`<section aria-labelledby="applications">
    <h2 id="applications">${t.portal.applications}</h2>
    ${
      page.console &&
      html`<p><a class="button" href="${safeUrl(page.console)}">${t.portal.console}</a></p>`
    }
    ${
      empty &&
      html`<div class="empty">
        <p>${t.portal.none}</p>
        <p>${t.portal.noneAdvice}</p>
      </div>`
    }
    ${page.groups.map(
      (group) =>
        html`<h3>${locale === 'en' ? group.nameEn : group.name}</h3>
          <ul class="tiles">
            ${group.tiles.map((one) => tile(context, one))}
          </ul>`,
    )}
  </section>`;
}

const fact = (label: string, value: Value): Safe =>
  html`<dt>${label}</dt>
    <dd>${value}</dd>`;

function post({ t }: RequestContext, one: AccountPage['posts'][number]): Safe {
  const words = [one.title, one.unitName].filter(Boolean).join(', ');
  return html`<li>
    ${words} ${one.main && html`<span class="badge">${t.portal.mainPost}</span>`}
    ${one.origin === 'directory' && html`<span class="muted">(${t.portal.fromDirectory})</span>`}
  </li>`;
}

function me(context: RequestContext, { person }: HomePage): Safe {
  const { t } = context;
  const { account, posts } = person;
  const fromDirectory = account.sourceId !== null;
  const origin = fromDirectory && html` <span class="muted">(${t.portal.fromDirectory})</span>`;
  const orNone = (value: string | null): Value =>
    value ? html`${value}${origin}` : html`<span class="muted">${t.portal.notGiven}</span>`;
  return html`<section class="card" aria-labelledby="me">
    <h2 id="me">${t.portal.me}</h2>
    <dl class="facts tight">
      ${fact(t.portal.fullName, orNone(account.fullName))}
      ${fact(t.portal.username, html`<span class="mono">${account.username}</span>${origin}`)}
      ${fact(t.portal.mail, orNone(account.mail))} ${fact(t.portal.phone, orNone(account.phone))}
      ${fact(
        t.portal.posts,
        posts.length > 0
          ? html`<ul class="plain">
              ${posts.map((one) => post(context, one))}
            </ul>`
          : html`<span class="muted">${t.portal.noPosts}</span>`,
      )}
      ${account.lastSignInAt && fact(t.portal.lastSignIn, formatDateTime(account.lastSignInAt))}
    </dl>
    ${fromDirectory && html`<p class="muted">${t.portal.fromDirectoryHint}</p>`}
  </section>`;
}

const entry = ({ t }: RequestContext, one: JournalEntry): Safe =>
  html`<li>
    <span ${one.outcome === 'failure' && html`class="failure"`}>${t.events[one.event]}</span>
    ${one.applicationName && html`– <strong>${one.applicationName}</strong>`}
    <span class="muted">
      ${formatMoment(one.at)}${one.address && html` · <span class="mono">${one.address}</span>`}
    </span>
  </li>`;

const shownAtOnce = 8;

function journal(context: RequestContext, { entries }: HomePage): Safe {
  const { t } = context;
  const older = entries.slice(shownAtOnce);
  const list = (some: readonly JournalEntry[]) =>
    html`<ol class="timeline">
      ${some.map((one) => entry(context, one))}
    </ol>`;
  return html`<section class="card" aria-labelledby="journal">
    <h2 id="journal">${t.portal.journal}</h2>
    <p class="muted">${t.portal.journalHint}</p>
    ${entries.length === 0 && html`<p class="empty">${t.portal.journalEmpty}</p>`}
    ${list(entries.slice(0, shownAtOnce))}
    ${
      older.length > 0 &&
      html`<details class="disclosure">
        <summary>${t.portal.older(older.length)}</summary>
        ${list(older)}
      </details>`
    }
  </section>`;
}

export function homePage(context: RequestContext, page: HomePage): Safe {
  const { t } = context;
  const { fullName } = page.person.account;
  return portalPage(context, {
    section: 'applications',
    title: t.portal.title,
    fullName,
    body: html`<h1>${t.portal.hello(fullName)}</h1>
      <div class="portal-columns">
        <div>${applications(context, page)}</div>
        <div>${me(context, page)} ${journal(context, page)}</div>
      </div>`,
  });
}
