// Whom a rule is for: the search for a unit, group or person, as every page that asks it shows it.
import type { SubjectType } from '../../src/access/decide.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { optionList } from '../console/form.ts';
import { html, type Safe, type Value } from '../html.ts';

export type SubjectSearch = {
  action: string;
  kinds: readonly SubjectType[];
  kind: SubjectType;
  text: string;
  also?: Value; // what else the address must say
};

export function subjectSearch({ t }: ConsoleContext, search: SubjectSearch): Safe {
  const options = search.kinds.map((value) => ({ value, label: t.grants.subjects[value] }));
  return html`<form class="filters" method="get" action="${search.action}" role="search">
    ${search.also}
    <div class="field">
      <label for="kind">${t.grants.kind}</label>
      <select id="kind" name="kind">
        ${optionList(options, search.kind)}
      </select>
    </div>
    <div class="field grow">
      <label for="find-text">${t.grants.findSubject}</label>
      <input
        type="search"
        id="find-text"
        name="text"
        value="${search.text}"
        maxlength="100"
        placeholder="${t.grants.findHint}"
        autocomplete="off"
      />
    </div>
    <div class="filter-buttons"><button>${t.grants.find}</button></div>
  </form>`;
}

/** What was found, to choose from: a fieldset of `inputs`, each with its name and a note. */
export function subjectChoices(
  { t }: ConsoleContext,
  found: {
    legend: string;
    choices: readonly { input: Safe; name: string; note?: string | undefined }[];
    more: boolean;
    error?: Value;
  },
): Safe {
  return html`<fieldset class="choices">
    <legend>${found.legend}</legend>
    ${found.choices.map(
      ({ input, name, note }) =>
        html`<label>${input} ${name} ${note && html`<span class="muted">${note}</span>`}</label>`,
    )}
    ${found.more && html`<p class="muted">${t.grants.more}</p>`} ${found.error}
  </fieldset>`;
}
