// One unit: what is known, whom to ask, what hangs below, who works there, what it may use.
import type { AccountListItem, AccountSort } from '../../src/accounts/accounts.ts';
import type { Grant } from '../../src/access/grant-rows.ts';
import type { JournalEntry } from '../../src/journal/entry.ts';
import type { Unit } from '../../src/organization/unit.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { grantsSection } from '../access/grants.ts';
import { peopleTable } from '../accounts/table.ts';
import { address } from '../address.ts';
import { facts } from '../console/facts.ts';
import { exportForm } from '../console/export.ts';
import { consolePage } from '../console/frame.ts';
import type { ChosenColumns } from '../console/columns.ts';
import { pager } from '../console/pager.ts';
import { html, type Safe } from '../html.ts';
import { recentEntries } from '../journal/entries.ts';
import { unitBadge } from './badge.ts';

export type UnitPage = {
  unit: Unit;
  parent: Unit | undefined;
  children: readonly Unit[];
  people: readonly AccountListItem[];
  next: string | undefined;
  previous: string | undefined;
  sort: AccountSort;
  after: string | undefined;
  chosen: ChosenColumns; // of lists of people
  grants: readonly Grant[];
  events: readonly JournalEntry[];
};

function known({ t }: ConsoleContext, { unit, parent }: UnitPage): Safe {
  const link = parent && html`<a href="/units/${parent.id}">${parent.name}</a>`;
  return html`<div class="columns">
    <section class="card">
      ${facts([
        [t.units.code, unit.code && html`<span class="mono">${unit.code}</span>`],
        [t.units.parent, link ?? t.units.noParent],
        [
          t.units.origin,
          unit.sourceId
            ? html`<a href="/directory/changes/unit/${unit.id}">${t.console.fromDirectory}</a>`
            : t.console.byHand,
        ],
        [t.console.state, t.units.states[unit.state]],
      ])}
    </section>
    <section class="card">
      <h2>${t.units.contact}</h2>
      ${facts([
        [t.units.contactName, unit.contactName ?? t.common.none],
        [t.units.contactMail, unit.contactMail],
        [t.units.contactPhone, unit.contactPhone],
      ])}
      <p class="hint muted">${t.units.contactHint}</p>
    </section>
  </div>`;
}

function peopleOf(context: ConsoleContext, page: UnitPage): Safe {
  const { t } = context;
  const { people, sort } = page;
  const path = `/units/${page.unit.id}`;
  const sorting = { t, current: sort, usual: 'name', path, parameters: {} };
  return html`<section>
    <div class="section-head">
      <h2>${t.units.people}</h2>
      <a class="button small" href="${address('/people', { unit: page.unit.id })}"
        >${t.lists.openList}</a
      >
    </div>
    ${peopleTable(context, { people, empty: t.units.noPeople, chosen: page.chosen, sorting })}
    ${pager(context, {
      path,
      parameters: { sort: sort === 'name' ? undefined : sort, after: page.after },
      cursorName: 'after',
      next: page.next,
      ways: { previous: page.previous },
    })}
    ${people.length > 0 && exportForm(context, '/people/export', { unit: page.unit.id })}
  </section>`;
}

export function unitPage(context: ConsoleContext, page: UnitPage): Safe {
  const { t } = context;
  const { unit } = page;
  const here = `/units/${unit.id}`;
  const mayClose = unit.state === 'active' && !unit.sourceId;
  return consolePage(context, {
    section: 'units',
    title: unit.name,
    badge: unitBadge(t, unit),
    up: { href: '/units', label: t.units.title },
    actions: html`<a class="button" href="${address('/units', { open: unit.id })}#unit-${unit.id}"
        >${t.units.inTree}</a
      >
      <a class="button" href="${here}/applications">${t.lists.applicationsOf}</a>
      <a class="button" href="${here}/edit">${t.console.edit}</a> ${
        mayClose && html`<a class="button" href="${here}/close">${t.units.close}</a>`
      }`,
    body: html`${known(context, page)}
    ${
      page.children.length > 0 &&
      html`<section>
        <h2>${t.units.children}</h2>
        <ul class="plain card">
          ${page.children.map((child) => html`<li><a href="/units/${child.id}">${child.name}</a></li>`)}
        </ul>
      </section>`
    }
    ${peopleOf(context, page)}
    ${grantsSection(context, page.grants, {
      of: 'subject',
      back: here,
      add: address('/grants/new', { subject: 'unit', id: unit.id }),
    })}
    ${recentEntries(context, page.events, address('/journal', { type: 'unit', object: unit.id }))}`,
  });
}
