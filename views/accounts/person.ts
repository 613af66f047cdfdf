// One person: what is known and from where, posts, groups, names, decisions, what happened lately.
import type { Decision } from '../../src/access/decide.ts';
import type { AccountPage, PageGroup, PagePost } from '../../src/accounts/account-page.ts';
import type { Grant } from '../../src/access/grant-rows.ts';
import type { Candidate, ShareOf } from '../../src/directory/join-candidates.ts';
import type { JournalEntry } from '../../src/journal/entry.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDate, formatDateTime } from '../../src/web/dates.ts';
import { decisionBadge, reasons } from '../access/decisions.ts';
import { grantsSection } from '../access/grants.ts';
import { address } from '../address.ts';
import { facts } from '../console/facts.ts';
import { exportForm } from '../console/export.ts';
import { consolePage } from '../console/frame.ts';
import { table } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';
import { sharesSection } from '../directory/joining.ts';
import { recentEntries } from '../journal/entries.ts';
import { stateBadge } from './table.ts';
import { nameIn } from '../named.ts';

export type PersonDecision = {
  application: { id: string; name: string; nameEn: string };
  decision: Decision;
};

export type PersonPage = AccountPage & {
  decisions: readonly PersonDecision[];
  grants: readonly Grant[];
  events: readonly JournalEntry[];
  shares: readonly ShareOf[];
  candidates: readonly Candidate[];
};

const byDirectory = ({ t }: ConsoleContext): Safe =>
  html`<span class="badge" title="${t.console.fromDirectoryHint}"
    >${t.console.fromDirectory}</span
  >`;

function identity(context: ConsoleContext, page: PersonPage): Safe {
  const { t } = context;
  const { account, sourceName } = page;
  const reason =
    account.stateReason && (t.people.stateReasons[account.stateReason] ?? account.stateReason);
  return html`<section class="card">
    <h2>${sourceName ?? t.people.local} ${account.sourceId && byDirectory(context)}</h2>
    ${facts([
      [t.people.username, html`<span class="mono">${account.username}</span>`],
      [t.people.kind, t.people.kinds[account.kind]],
      [t.people.stateReason, [reason, account.stateNote].filter(Boolean).join(': ')],
      [t.people.mail, account.mail],
      [t.people.phone, account.phone],
      [t.people.employeeNumber, account.employeeNumber],
      [
        t.people.lastSignIn,
        account.lastSignInAt ? formatDateTime(account.lastSignInAt) : t.people.never,
      ],
      [t.people.createdAt, formatDateTime(account.createdAt)],
      [t.people.id, html`<code>${account.id}</code>`],
      [t.people.dn, account.dn && html`<code>${account.dn}</code>`],
    ])}
    ${
      account.sourceId &&
      html`<p class="hint muted">${t.console.fromDirectoryHint}</p>
        <p><a href="/directory/changes/account/${account.id}">${t.sync.historyLink}</a></p>`
    }
  </section>`;
}

function loginNames({ t }: ConsoleContext, { loginNames: names }: PersonPage): Safe {
  return html`<section class="card">
    <h2>${t.people.loginNames}</h2>
    <ul class="plain">
      ${names.map(
        ({ name, kind }) =>
          html`<li>
            <span class="mono">${name}</span>
            <span class="muted">${t.people.loginNameKinds[kind] ?? kind}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}

const time = ({ validFrom, validTo }: PagePost): Value =>
  (validFrom || validTo) &&
  html`<span class="muted"
    >${validFrom ? formatDate(validFrom) : '…'} – ${validTo ? formatDate(validTo) : '…'}</span
  >`;

/** The title leads to its position, or to where an administrator says which position it is. */
function held({ t }: ConsoleContext, active: boolean, { title, positionCode }: PagePost): Value {
  const code =
    positionCode && html`<a href="/positions/${positionCode}">${title ?? positionCode}</a>`;
  const settle =
    active &&
    !positionCode &&
    title &&
    html`<a class="badge warn" href="${address('/position-titles/one', { title })}"
      >${t.positions.unmatched}</a
    >`;
  return (title ?? positionCode) && html`<strong>${code || title}</strong> ${settle}<br />`;
}

function posts(context: ConsoleContext, page: PersonPage): Safe {
  const { t } = context;
  return html`<section class="card">
    <h2>${t.people.posts}</h2>
    ${page.posts.length === 0 && html`<p class="muted">${t.people.noPosts}</p>`}
    <ul class="plain">
      ${page.posts.map(
        (post) =>
          html`<li>
            ${held(context, page.account.state === 'active', post)}
            <a href="/units/${post.unitId}">${post.unitName}</a>
            ${post.main && html`<span class="badge">${t.people.mainPost}</span>`}
            ${
              post.origin === 'directory' &&
              html`<span class="badge">${t.console.fromDirectory}</span>`
            }
            ${time(post)}
          </li>`,
      )}
    </ul>
  </section>`;
}

function groups({ t }: ConsoleContext, { account, groups: all }: PersonPage): Safe {
  const remove = (group: PageGroup) =>
    html`<form class="inline-form" method="post" action="/people/${account.id}/groups/remove">
      <input type="hidden" name="groupId" value="${group.id}" />
      <button class="small">
        ${t.people.removeFromGroup}<span class="visually-hidden"> ${group.name}</span>
      </button>
    </form>`;
  return html`<section class="card">
    <div class="section-head">
      <h2>${t.people.groups}</h2>
      <a class="button small" href="/people/${account.id}/groups">${t.people.addToGroup}</a>
    </div>
    ${all.length === 0 && html`<p class="muted">${t.people.noGroups}</p>`}
    <ul class="plain rows">
      ${all.map(
        (group) =>
          html`<li>
            <a href="/groups/${group.id}">${group.name}</a>
            ${
              group.state === 'closed' && html`<span class="badge">${t.groups.states.closed}</span>`
            }
            ${
              group.origin === 'directory'
                ? html`<span class="badge">${t.console.fromDirectory}</span>`
                : remove(group)
            }
          </li>`,
      )}
    </ul>
  </section>`;
}

function decisionsTable(context: ConsoleContext, rows: readonly PersonDecision[]): Safe {
  const { t } = context;
  return table({
    caption: t.people.decisions,
    columns: [
      {
        label: t.grants.application,
        cell: ({ application }: PersonDecision) =>
          html`<a href="/applications/${application.id}">${nameIn(context, application)}</a>`,
      },
      { label: t.people.decision, cell: ({ decision }) => decisionBadge(t, decision) },
      { label: t.people.because, cell: ({ decision }) => reasons(t, decision) },
    ],
    rows,
    empty: t.people.noApplications,
  });
}

/** Applications that nobody can enter yet say nothing of this person: they fold away. */
function decisions(context: ConsoleContext, page: PersonPage): Safe {
  const { t } = context;
  const byActivity = Map.groupBy(
    page.decisions,
    ({ decision }) => decision.code !== 'application-not-active',
  );
  const idle = byActivity.get(false) ?? [];
  return html`<section>
    <h2>${t.people.decisions}</h2>
    <p class="muted">${t.grants.statedContext}</p>
    ${decisionsTable(context, byActivity.get(true) ?? [])}
    ${
      idle.length > 0 &&
      html`<details class="after-table">
        <summary>${t.people.idleApplications(idle.length)}</summary>
        ${decisionsTable(context, idle)}
      </details>`
    }
    ${exportForm(context, `/people/${page.account.id}/applications/export`)}
  </section>`;
}

/** Only what the state allows; each leads to a page that asks first. */
function actions({ t }: ConsoleContext, { account, hasLocalPassword }: PersonPage): Value {
  const here = `/people/${account.id}`;
  const link = (path: string, label: string) =>
    html`<a class="button" href="${here}/${path}">${label}</a>`;
  const { state, sourceId, kind } = account;
  const ours = hasLocalPassword || !sourceId;
  return html`${link('edit', t.people.edit)}
    ${kind !== 'service' && link('second-step', t.secondFactor.console.reset)}
    ${ours && kind !== 'service' && link('password', t.people.setPassword)}
    <a class="button" href="${address('/sessions', { person: account.id })}"
      >${t.frame.sessions.all}</a
    >
    ${(state === 'active' || state === 'initial') && link('suspend', t.people.suspend)}
    ${state !== 'active' && link('restore', state === 'initial' ? t.people.approve : t.people.restore)}
    ${state !== 'retired' && sourceId && link('join', t.joining.join)}
    ${state !== 'retired' && link('retire', t.people.retire)}`;
}

/** Others who may be this person: a hint, and the way to look at both. */
function likely({ t }: ConsoleContext, { account, candidates }: PersonPage): Value {
  if (candidates.length === 0) return null;
  return html`<section class="card">
    <h2>${t.joining.likely}</h2>
    <ul class="plain rows">
      ${candidates.map(
        ({ id, fullName, username, sourceName, likeness }) =>
          html`<li>
            <span
              ><a href="/people/${id}">${fullName}</a> <span class="mono">${username}</span>
              <span class="muted"
                >${sourceName}, ${likeness.map((why) => t.joining.likeness[why]).join(', ')}</span
              ></span
            >
            <a class="button small" href="/people/${account.id}/join/${id}"
              >${t.joining.compare}<span class="visually-hidden"> ${fullName}</span></a
            >
          </li>`,
      )}
    </ul>
  </section>`;
}

export function personPage(context: ConsoleContext, page: PersonPage): Safe {
  const { t } = context;
  const { account } = page;
  const here = `/people/${account.id}`;
  return consolePage(context, {
    section: 'people',
    title: account.fullName,
    badge: stateBadge(t, account),
    up: { href: '/people', label: t.people.title },
    actions: actions(context, page),
    body: html`<div class="columns">
        ${identity(context, page)}
        <div>
          ${sharesSection(context, account.id, page.shares)} ${likely(context, page)}
          ${posts(context, page)} ${groups(context, page)} ${loginNames(context, page)}
        </div>
      </div>
      ${decisions(context, page)}
      ${grantsSection(context, page.grants, {
        of: 'subject',
        back: here,
        add: address('/grants/new', { subject: 'account', id: account.id }),
      })}
      ${recentEntries(context, page.events, address('/journal', { person: account.id }))}`,
  });
}
