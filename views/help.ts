// Where to ask for help, as the administrators set it; nothing where they set nothing.
import type { RequestContext } from '../src/web/context.ts';
import { html, type Value } from './html.ts';

/** One line: whom, telephone, mail. */
export function helpContact({ t, settings }: Pick<RequestContext, 't' | 'settings'>): Value {
  const { helpName: name, helpPhone: phone, helpMail: mail } = settings;
  const parts: Value[] = [
    name,
    phone && html`<a href="tel:${phone.replace(/[^+\d]/g, '')}">${phone}</a>`,
    mail && html`<a href="mailto:${mail}">${mail}</a>`,
  ].filter(Boolean);
  if (parts.length === 0) return null;
  return html`<p class="help-contact">
    ${t.common.help}: ${parts.map((part, i) => html`${i > 0 && ' · '}${part}`)}
  </p>`;
}
