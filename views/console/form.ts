// Fields of forms: each with its label, its hint and its error, tied together for screen readers.
import type { FieldError, FieldErrorCode, FormState } from '../../src/web/forms.ts';
import type { ErrorCode } from '../../src/core/errors.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import { html, type Safe, type Value } from '../html.ts';

type Speaker = { readonly t: Messages };

const sentenceOf = (t: Messages, { code, params }: FieldError): string =>
  code in t.errors ? t.errors[code as ErrorCode](params ?? {}) : t.forms[code as FieldErrorCode];

export type FieldOptions = {
  name: string;
  label: string;
  hint?: Value;
  required?: boolean;
};

const attributes = (form: FormState, { name, hint, required }: FieldOptions): Value => {
  const error = form.errors[name];
  const differs = form.saved?.[name] !== undefined;
  const described = [hint && `${name}-hint`, error && `${name}-error`, differs && `${name}-kept`]
    .filter(Boolean)
    .join(' ');
  return html`id="field-${name}" name="${name}" ${required && html`required`}
  ${described && html`aria-describedby="${described}"`} ${error && html`aria-invalid="true"`}`;
};

/** What somebody else saved meanwhile, where it is not what was typed. `say` names a choice. */
export function keptNow(
  { t }: Speaker,
  form: FormState,
  name: string,
  say: (value: string) => string = (value) => value,
): Value {
  const value = form.saved?.[name];
  if (value === undefined) return null;
  return html`<p class="kept" id="${name}-kept">
    ${t.forms.keptNow}: <span class="kept-value">${say(value) || t.forms.empty}</span>
  </p>`;
}

function frame(
  view: Speaker,
  form: FormState,
  options: FieldOptions,
  control: Value,
  say?: (value: string) => string,
): Safe {
  const { t } = view;
  const { name, label, hint, required } = options;
  return html`<div class="field">
    <label for="field-${name}"
      >${label}${!required && html` <span class="optional">(${t.forms.optional})</span>`}</label
    >
    ${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`} ${control}
    ${errorOf(view, form, name)} ${keptNow(view, form, name, say)}
  </div>`;
}

/** The sentence beside a field that is wrong, as `aria-describedby` names it. */
export const errorOf = ({ t }: Speaker, form: FormState, name: string): Value => {
  const error = form.errors[name];
  return error && html`<p class="error" id="${name}-error">${sentenceOf(t, error)}</p>`;
};

/** A line of text. What a password field held is never sent back. */
export function textField(
  view: Speaker,
  form: FormState,
  options: FieldOptions & {
    type?: 'text' | 'password' | 'email' | 'tel' | 'url';
    autocomplete?: string;
    inputmode?: 'numeric';
    placeholder?: string;
    mono?: boolean;
  },
): Safe {
  const type = options.type ?? 'text';
  const value = type === 'password' ? '' : (form.values[options.name] ?? '');
  return frame(
    view,
    form,
    options,
    html`<input
      type="${type}"
      value="${value}"
      ${options.mono && html`class="mono"`}
      ${options.inputmode && html`inputmode="${options.inputmode}"`}
      ${options.placeholder && html`placeholder="${options.placeholder}"`}
      autocomplete="${options.autocomplete ?? 'off'}"
      spellcheck="false"
      ${attributes(form, options)}
    />`,
  );
}

/** Several lines. The line break after the tag keeps a first empty line that was typed. */
export function textArea(
  view: Speaker,
  form: FormState,
  options: FieldOptions & { rows?: number; mono?: boolean },
): Safe {
  const value = form.values[options.name] ?? '';
  return frame(
    view,
    form,
    options,
    html`<textarea
      rows="${options.rows ?? 3}"
      ${options.mono && html`class="mono"`}
      ${attributes(form, options)}
    >
${value}</textarea>`,
  );
}

export type Option = { value: string; label: string };

export const optionList = (options: readonly Option[], selected: string | undefined): Value =>
  options.map(
    ({ value, label }) =>
      html`<option value="${value}" ${value === selected && html`selected`}>${label}</option>`,
  );

export function selectField(
  view: Speaker,
  form: FormState,
  options: FieldOptions & { options: readonly Option[]; none?: string },
): Safe {
  const all = [
    ...(options.none === undefined ? [] : [{ value: '', label: options.none }]),
    ...options.options,
  ];
  return frame(
    view,
    form,
    options,
    html`<select ${attributes(form, options)}>
      ${optionList(all, form.values[options.name])}
    </select>`,
    (value) => all.find((option) => option.value === value)?.label.trim() ?? value,
  );
}

export function checkField(view: Speaker, form: FormState, options: FieldOptions): Safe {
  const { name, label, hint } = options;
  return html`<div class="field check">
    <label for="field-${name}"
      ><input
        type="checkbox"
        value="yes"
        ${form.values[name] && html`checked`}
        ${attributes(form, { ...options, required: false })}
      />
      ${label}</label
    >
    ${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`} ${errorOf(view, form, name)}
    ${keptNow(view, form, name, (value) => (value ? view.t.forms.ticked : view.t.forms.unticked))}
  </div>`;
}

/** What is wrong with the form as a whole, or that something below is; and what the form showed. */
export function formErrors({ t }: Speaker, form: FormState | undefined): Value {
  if (!form) return null;
  const version = form.values['version'];
  return html`${version && html`<input type="hidden" name="version" value="${version}" />`}
  ${wrong(t, form)}`;
}

function wrong(t: Messages, form: FormState): Value {
  const [first] = Object.keys(form.errors);
  if (first === undefined) return null;
  const whole = form.errors[''];
  return html`<div class="notice ${form.saved ? 'warn' : 'bad'}" role="alert">
    ${whole ? sentenceOf(t, whole) : t.forms.mendBelow}
  </div>`;
}
