// People: search blind to marks, filters, in the order of Vietnamese lists.
import type { Kind, State } from '../../src/accounts/account.ts';
import type { AccountListItem } from '../../src/accounts/accounts.ts';
import { concerns, type Concern } from '../../src/accounts/concern.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { html, type Safe, type Value } from '../html.ts';
import { optionList, type Option } from '../console/form.ts';
import { exportForm } from '../console/export.ts';
import { consolePage } from '../console/frame.ts';
import { searchBox } from '../console/search.ts';
import { pager } from '../console/table.ts';
import { peopleTable } from './table.ts';

export type PeoplePage = {
  asked: {
    text: string | undefined;
    state: State | undefined;
    kind: Kind | undefined;
    concern: Concern | undefined;
    unit: string | undefined;
    after: string | undefined;
  };
  states: readonly State[];
  kinds: readonly Kind[];
  units: readonly { id: string; name: string; depth: number }[];
  people: readonly AccountListItem[];
  next: string | undefined;
};

const select = (
  name: string,
  label: string,
  all: string,
  options: readonly Option[],
  chosen: string | undefined,
): Safe =>
  html`<div class="field">
    <label for="filter-${name}">${label}</label>
    <select id="filter-${name}" name="${name}">
      ${optionList([{ value: '', label: all }, ...options], chosen)}
    </select>
  </div>`;

function filters({ t }: ConsoleContext, { asked, states, kinds, units }: PeoplePage): Value {
  const stateOptions = states.map((value) => ({ value, label: t.people.states[value] }));
  const kindOptions = kinds.map((value) => ({ value, label: t.people.kinds[value] }));
  const concernOptions = concerns.map((value) => ({ value, label: t.dashboard.concerns[value] }));
  const unitOptions = units.map(({ id, name, depth }) => ({
    value: id,
    label: `${'   '.repeat(depth)}${name}`,
  }));
  return html`${select('unit', t.people.unit, t.people.anyUnit, unitOptions, asked.unit)}
  ${select('state', t.console.state, t.console.all, stateOptions, asked.state)}
  ${select('kind', t.people.kind, t.console.all, kindOptions, asked.kind)}
  ${select('concern', t.dashboard.concern, t.console.all, concernOptions, asked.concern)}`;
}

function filterOf({ text, state, kind, unit, concern }: PeoplePage['asked']) {
  return { text, state, kind, unit, concern };
}

export function peoplePage(context: ConsoleContext, page: PeoplePage): Safe {
  const { t } = context;
  const { asked } = page;
  return consolePage(context, {
    section: 'people',
    title: t.people.title,
    actions: html`<a class="button" href="/imports">${t.imports.title}</a>
      <a class="button" href="/people/new">${t.people.create}</a>`,
    body: html`${searchBox(context, {
      path: '/people',
      label: t.people.search,
      hint: t.people.searchHint,
      text: asked.text ?? '',
      more: filters(context, page),
      filtered: Boolean(asked.state || asked.kind || asked.unit || asked.concern || asked.after),
    })}
    ${peopleTable(context, page.people, t.people.empty)}
    ${pager(context, {
      path: '/people',
      parameters: asked,
      cursorName: 'after',
      next: page.next,
    })}
    ${page.people.length > 0 && exportForm(context, '/people/export', filterOf(asked))}`,
  });
}
