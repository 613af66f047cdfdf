// One of thousands, chosen in a form: a search, and what matches as radio buttons. Without a script the
// button beside the search shows them; with one they come while somebody types.
import type { Choice, Choosing } from '../../src/web/choosing.ts';
import { findButton, findName, foundName } from '../../src/web/choosing.ts';
import type { FormState } from '../../src/web/forms.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { address } from '../address.ts';
import { html, type Safe, type Value } from '../html.ts';
import { errorOf, keptNow, type FieldOptions } from './form.ts';

export type ChooserOptions = FieldOptions & {
  path: string; // what answers with `chooserMatches`
  find: string; // what the search asks for
  none: string; // the choice of nothing
};

const radio = (field: string, { id, name, note }: Choice, checked: boolean, focus = false): Safe =>
  html`<label
    ><input
      type="radio"
      name="${field}"
      value="${id}"
      ${checked && html`checked`}
      ${focus && html`autofocus`}
    />
    ${name} ${note && html`<span class="mono muted">${note}</span>`}</label
  >`;

/** What is chosen already stands first, whatever was searched since. */
function radios(field: string, { chosen, found, open }: Choosing): Value {
  const others = found.filter(({ id }) => id !== chosen?.id);
  return [
    chosen && radio(field, chosen, true, open && others.length === 0),
    ...others.map((choice, i) => radio(field, choice, false, open && i === 0)),
  ];
}

function told({ t }: ConsoleContext, { text, found, more }: Choosing): Value {
  if (!text) return null;
  if (found.length === 0) return t.chooser.nothing(text);
  return more ? t.chooser.more(found.length) : t.chooser.found(found.length);
}

/** What a script puts in while somebody types: the radio buttons, and the sentence that is read out. */
export const chooserMatches = (context: ConsoleContext, field: string, state: Choosing): Safe =>
  html`${radios(field, { ...state, open: false })}
    <p class="hint" id="found-${field}" role="status" hx-swap-oob="innerHTML">
      ${told(context, state)}
    </p>`;

function search(context: ConsoleContext, options: ChooserOptions, state: Choosing): Safe {
  const { t } = context;
  const { name, path, find } = options;
  return html`<label class="chooser-label" for="find-${name}">${find}</label>
    <input
      type="search"
      id="find-${name}"
      name="${findName(name)}"
      value="${state.text}"
      maxlength="100"
      autocomplete="off"
      placeholder="${t.chooser.hint}"
      aria-controls="choices-${name}"
      aria-describedby="found-${name}"
      hx-get="${address(path, { field: name })}"
      hx-trigger="input changed delay:250ms"
      hx-include="closest fieldset"
      hx-target="#choices-${name}"
      hx-swap="innerHTML"
      hx-sync="this:replace"
    />
    ${state.open && html`<input type="hidden" name="${foundName(name)}" value="${state.text}" />`}`;
}

const matches = (
  context: ConsoleContext,
  { name, none }: Pick<ChooserOptions, 'name' | 'none'>,
  state: Choosing,
): Safe =>
  html`<p class="hint" id="found-${name}" role="status">${told(context, state)}</p>
    <div class="choices">
      ${radio(name, { id: '', name: none, note: null }, state.chosen === undefined)}
      <div id="choices-${name}">${radios(name, state)}</div>
    </div>
    <script src="/assets/htmx.js" defer></script>`;

/** A field of a form. The form begins with `enterSaves`: its first button is the one that Enter presses. */
export function chooserField(
  context: ConsoleContext,
  form: FormState,
  options: ChooserOptions,
  state: Choosing,
): Safe {
  const { t } = context;
  const { name, label, hint } = options;
  const error = errorOf(context, form, name);
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  return html`<fieldset class="field chooser" ${described && html`aria-describedby="${described}"`}>
    <legend>${label} <span class="optional">(${t.forms.optional})</span></legend>
    ${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}
    <div class="chooser-find">
      ${search(context, options, state)}
      <button name="${findButton}" value="${name}" formnovalidate>
        ${t.grants.find}<span class="visually-hidden"> ${label}</span>
      </button>
    </div>
    ${matches(context, options, state)} ${error}
    ${keptNow(context, form, name, () => state.saved?.name ?? '')}
  </fieldset>`;
}

/** Among the filters of a list: the button of the filters searches as well. */
export const chooserFilter = (
  context: ConsoleContext,
  options: Omit<ChooserOptions, 'find'>,
  state: Choosing,
): Safe =>
  html`<fieldset class="field chooser">
    <legend class="visually-hidden">${options.label}</legend>
    ${search(context, { ...options, find: options.label }, state)}
    ${matches(context, options, state)}
  </fieldset>`;

/** First in a form with a chooser: without it, Enter in any field would search instead of save. */
export const enterSaves = ({ t }: ConsoleContext): Safe =>
  html`<button class="visually-hidden" tabindex="-1" aria-hidden="true">${t.common.save}</button>`;
