// The search field of the lists of applications. Works without a script: it asks for the same page.
import type { RequestContext } from '../../src/web/context.ts';
import { html, type Safe } from '../html.ts';

export const findForm = ({ t }: RequestContext, action: string, text: string | undefined): Safe =>
  html`<form class="portal-find" method="get" action="${action}" role="search">
    <label class="visually-hidden" for="q">${t.portal.find}</label>
    <input
      id="q"
      name="q"
      type="search"
      value="${text}"
      maxlength="100"
      placeholder="${t.portal.find}"
      autocomplete="off"
      spellcheck="false"
      enterkeyhint="search"
    />
    <button type="submit">${t.common.search}</button>
  </form>`;
