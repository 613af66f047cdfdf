// Choosing a thing to add: search first, then a button at each result. Two steps, no script.
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { html, type Safe, type Value } from '../html.ts';
import { consolePage, type Section } from './frame.ts';
import { searchBox } from './search.ts';
import { emptyState } from './table.ts';

export type Choice = { id: string; name: string; note?: Value; already?: boolean };

export type Pick = {
  section: Section;
  title: string;
  up: { href: string; label: string };
  path: string; // of this page
  action: string; // where a choice is posted
  field: string; // under which name its id is sent
  label: string;
  hint: string;
  text: string;
  choices: readonly Choice[];
  more: boolean;
  button: string;
  already: string; // stands instead of the button where the choice was made before
};

function row(pick: Pick, { id, name, note, already }: Choice): Safe {
  return html`<li>
    <span><strong>${name}</strong> ${note && html`<span class="muted">${note}</span>`}</span>
    ${
      already
        ? html`<span class="badge">${pick.already}</span>`
        : html`<form method="post" class="inline-form" action="${pick.action}">
            <input type="hidden" name="${pick.field}" value="${id}" />
            <button class="small">
              ${pick.button}<span class="visually-hidden"> ${name}</span>
            </button>
          </form>`
    }
  </li>`;
}

export function pickPage(context: ConsoleContext, pick: Pick): Safe {
  const { t } = context;
  return consolePage(context, {
    section: pick.section,
    title: pick.title,
    up: pick.up,
    body: html`${searchBox(context, {
      path: pick.path,
      label: pick.label,
      hint: pick.hint,
      text: pick.text,
    })}
    ${
      pick.choices.length === 0
        ? emptyState(pick.text ? t.grants.noMatch : t.grants.typeFirst)
        : html`<ul class="plain rows card">
            ${pick.choices.map((choice) => row(pick, choice))}
          </ul>`
    }
    ${pick.more && html`<p class="muted">${t.grants.more}</p>`}`,
  });
}
