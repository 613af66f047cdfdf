// The fields of a change of the password that a directory keeps: in use, new, and new once more. What is
// wrong stands beside its field; passwords are never sent back.
import type { DirectoryPasswordFault } from '../src/credentials/directory-password.ts';
import type { Messages } from '../src/web/messages/messages.ts';
import { html, type Safe } from './html.ts';

type Code = DirectoryPasswordFault['code'];
type Field = 'current' | 'password' | 'again';

const fieldOf: Partial<Record<Code, Field>> = {
  'current-missing': 'current',
  wrong: 'current',
  missing: 'password',
  'too-long': 'password',
  'too-short': 'password',
  'too-simple': 'password',
  'in-history': 'password',
  'against-policy': 'password',
  same: 'password',
  'not-the-same': 'again',
};

const sentenceOf = (words: Messages['password'], fault: DirectoryPasswordFault): string =>
  fault.code === 'wait' ? words.wait(fault.seconds) : words.faults[fault.code];

/** What is wrong and is of no field: to be told above the form. */
export const faultAbove = (
  { password: words }: Messages,
  fault: DirectoryPasswordFault | undefined,
): Safe | undefined =>
  fault && !fieldOf[fault.code]
    ? html`<p class="notice bad" role="alert">${sentenceOf(words, fault)}</p>`
    : undefined;

export function passwordFields(
  { password: words }: Messages,
  fault: DirectoryPasswordFault | undefined,
): Safe {
  const at = fault && fieldOf[fault.code];
  const focused = at === 'again' ? 'password' : (at ?? 'current');
  const field = (name: Field, label: string, autocomplete: string, hint?: string): Safe => {
    const wrong = at === name;
    const described = [hint && `${name}-hint`, wrong && `${name}-error`].filter(Boolean).join(' ');
    return html`<div class="field">
      <label for="${name}">${label}</label>
      <input
        id="${name}"
        name="${name}"
        type="password"
        autocomplete="${autocomplete}"
        autocapitalize="none"
        spellcheck="false"
        required
        ${described && html`aria-describedby="${described}"`}
        ${wrong && html`aria-invalid="true"`}
        ${name === focused && html`autofocus`}
      />
      ${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}
      ${fault && wrong && html`<p class="error" id="${name}-error" role="alert">${sentenceOf(words, fault)}</p>`}
    </div>`;
  };
  return html`${field('current', words.current, 'current-password')}
  ${field('password', words.new, 'new-password', words.rules)}
  ${field('again', words.again, 'new-password')}`;
}
