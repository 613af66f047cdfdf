// The tree of units: what is unfolded stands in it, the rest is a link that unfolds; a script does it in place.
import type { UnitBranch } from '../../src/organization/unit.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { address } from '../address.ts';
import { html, type Safe, type Value } from '../html.ts';
import { unitBadge } from './badge.ts';

type Shown = { current?: string | undefined; focus?: boolean };

function children(context: ConsoleContext, unit: UnitBranch, shown: Shown): Value {
  const { t } = context;
  if (unit.count === 0) return null;
  const label = html`${t.units.below(unit.count)}<span class="visually-hidden"
      >: ${unit.name}</span
    >`;
  if (!unit.below)
    return html`<a
      class="unfold"
      href="${address('/units', { open: unit.id })}#unit-${unit.id}"
      hx-get="/units/${unit.id}/branch"
      hx-target="#unit-${unit.id}"
      hx-swap="outerHTML"
      >${label}</a
    >`;
  return html`<details open>
    <summary ${shown.focus && html`autofocus`}>${label}</summary>
    <ul>
      ${unit.below.map((child) => branch(context, child, { current: shown.current }))}
    </ul>
  </details>`;
}

const branch = (context: ConsoleContext, unit: UnitBranch, shown: Shown): Safe =>
  html`<li id="unit-${unit.id}">
    <a href="/units/${unit.id}" ${unit.id === shown.current && html`aria-current="true"`}
      >${unit.name}</a
    >
    ${unit.code && html`<span class="mono muted">${unit.code}</span>`} ${unitBadge(context.t, unit)}
    ${children(context, unit, shown)}
  </li>`;

/** What a script puts in the place of a folded one; the focus goes on from where it was. */
export const unitBranch = (context: ConsoleContext, unit: UnitBranch): Safe =>
  branch(context, unit, { focus: true });

export const unitTree = (
  context: ConsoleContext,
  roots: readonly UnitBranch[],
  current: string | undefined,
): Safe =>
  html`<ul class="tree card">
      ${roots.map((root) => branch(context, root, { current }))}
    </ul>
    <script src="/assets/htmx.js" defer></script>`;
