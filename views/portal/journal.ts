// What happened to the person's own account: filter, entries, pages.
import type { EventName } from '../../src/journal/events.ts';
import type { JournalEntry } from '../../src/journal/entry.ts';
import type { RequestContext } from '../../src/web/context.ts';
import { formatDate, formatMoment } from '../../src/web/dates.ts';
import type { FieldErrorCode, FormState } from '../../src/web/forms.ts';
import { address } from '../address.ts';
import { html, type Safe, type Value } from '../html.ts';
import { portalPage } from './frame.ts';

export type OwnJournalPage = {
  account: { id: string; fullName: string };
  form: FormState; // event, from, to, before: as they were asked
  events: readonly EventName[];
  entries: readonly JournalEntry[];
  next: string | undefined;
};

function date({ t }: RequestContext, form: FormState, name: 'from' | 'to', label: string): Safe {
  const error = form.errors[name];
  return html`<div class="field">
    <label for="field-${name}">${label}</label>
    <input
      id="field-${name}"
      name="${name}"
      inputmode="numeric"
      autocomplete="off"
      maxlength="10"
      placeholder="dd/mm/yyyy"
      value="${form.values[name]}"
      ${error && html`aria-invalid="true" aria-describedby="${name}-error"`}
    />
    ${error && html`<p class="error" id="${name}-error">${t.forms[error.code as FieldErrorCode]}</p>`}
  </div>`;
}

function filters(context: RequestContext, { form, events }: OwnJournalPage): Safe {
  const { t } = context;
  return html`<form class="filters" method="get" action="/journal" role="search">
    <div class="field">
      <label for="field-event">${t.portal.journalEvent}</label>
      <select id="field-event" name="event">
        <option value="">${t.portal.journalAll}</option>
        ${events.map(
          (event) =>
            html`<option value="${event}" ${event === form.values['event'] && html`selected`}>
              ${t.events[event]}
            </option>`,
        )}
      </select>
    </div>
    ${date(context, form, 'from', t.portal.journalFrom)}
    ${date(context, form, 'to', t.portal.journalTo)}
    <div class="filter-buttons">
      <button class="primary" type="submit">${t.portal.journalFilter}</button>
      <a class="button" href="/journal">${t.portal.journalClear}</a>
    </div>
  </form>`;
}

/** What it concerned: an application, or the group somebody joined or left. */
const about = (one: JournalEntry): string | null =>
  one.applicationName ?? (one.objectType === 'group' ? one.objectName : null);

/** A rule that forbids reads like one that permits, but for this. */
function denies({ event, detail }: JournalEntry): boolean {
  const rule = event === 'grant.removed' ? detail['before'] : detail['after'];
  return (rule as { effect?: unknown } | undefined)?.effect === 'deny';
}

/** Where somebody else did it, their name stands there and not where they sat. */
function entry({ t }: RequestContext, one: JournalEntry, ownId: string): Safe {
  const others = one.actorId !== null && one.actorId !== ownId;
  const [, time] = formatMoment(one.at).split(' ');
  const from = others
    ? t.portal.by(one.actorName ?? '')
    : one.address && html`<span class="mono">${one.address}</span>`;
  return html`<li>
    <span class="when muted">${time}</span>
    <span ${one.outcome === 'failure' && html`class="failure"`}
      >${t.events[one.event]}${about(one) && html` – <strong>${about(one)}</strong>`}
      ${denies(one) && html`<span class="badge bad">${t.portal.denying}</span>`}</span
    >
    ${from && html`<span class="muted">${from}</span>`}
  </li>`;
}

function pages({ t }: RequestContext, { form, next }: OwnJournalPage): Value {
  const { before, ...asked } = form.values;
  if (!before && next === undefined) return null;
  return html`<nav class="pager" aria-label="${t.portal.journalPages}">
    ${before && html`<a class="button" href="${address('/journal', asked)}">${t.portal.journalNewest}</a>`}
    ${
      next !== undefined &&
      html`<a class="button" rel="next" href="${address('/journal', { ...asked, before: next })}"
        >${t.portal.journalOlder}</a
      >`
    }
  </nav>`;
}

function list(context: RequestContext, page: OwnJournalPage): Value {
  const { t } = context;
  const { event, from, to } = page.form.values;
  if (Object.keys(page.form.errors).length > 0) return null; // nothing was looked for
  if (page.entries.length === 0)
    return html`<p class="empty" role="status">
      ${event || from || to ? t.portal.journalNothing : t.portal.journalEmpty}
    </p>`;
  const days = Map.groupBy(page.entries, ({ at }) => formatDate(at));
  return html`${[...days].map(
    ([day, entries]) =>
      html`<h2>${day}</h2>
        <ol class="timeline card">
          ${entries.map((one) => entry(context, one, page.account.id))}
        </ol>`,
  )}`;
}

export function journalPage(context: RequestContext, page: OwnJournalPage): Safe {
  const { t } = context;
  return portalPage(context, {
    section: 'journal',
    title: t.portal.journal,
    fullName: page.account.fullName,
    body: html`<div class="own-journal">
      <h1>${t.portal.journal}</h1>
      <p class="muted">${t.portal.journalHint}</p>
      ${filters(context, page)} ${list(context, page)} ${pages(context, page)}
    </div>`,
  });
}
