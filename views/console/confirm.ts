// The page before a dangerous deed: says what will happen, and only its button does it.
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { FormState } from '../../src/web/forms.ts';
import { html, type Safe, type Value } from '../html.ts';
import { formErrors } from './form.ts';
import { consolePage, type Section } from './frame.ts';

export type Confirmation = {
  section: Section;
  title: string;
  action: string; // where the form goes
  back: { href: string; label: string };
  consequences: readonly Value[]; // what will happen, one sentence each
  fields?: Value;
  form?: FormState;
  button: string;
  danger?: boolean;
};

export function confirmPage(context: ConsoleContext, ask: Confirmation): Safe {
  return consolePage(context, {
    section: ask.section,
    title: ask.title,
    up: ask.back,
    body: html`<form method="post" action="${ask.action}" class="card confirm">
      ${formErrors(context, ask.form)}
      <h2>${context.t.console.whatHappens}</h2>
      <ul>
        ${ask.consequences.map((sentence) => html`<li>${sentence}</li>`)}
      </ul>
      ${ask.fields}
      <div class="actions">
        <button class="${ask.danger ? 'danger-fill' : 'primary'}">${ask.button}</button>
        <a class="button" href="${ask.back.href}">${context.t.common.cancel}</a>
      </div>
    </form>`,
  });
}
