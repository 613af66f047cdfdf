// Duplicates become one: into which, then what will happen.
import type { Position } from '../../src/accounts/position-lists.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatNumber } from '../../src/web/dates.ts';
import type { FormState } from '../../src/web/forms.ts';
import { confirmPage } from '../console/confirm.ts';
import { formErrors, selectField } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { html, type Safe } from '../html.ts';
import { nameIn } from '../named.ts';
import { positionPath } from './positions.ts';

/** Told apart by their codes: duplicates are often called alike. */
export const nameWithCode = (context: ConsoleContext, position: Position): string =>
  `${nameIn(context, position)} (${position.code})`;

export function mergePage(
  context: ConsoleContext,
  page: { position: Position; others: readonly Position[]; form: FormState },
): Safe {
  const { t } = context;
  const { position, others, form } = page;
  const here = positionPath(position);
  return consolePage(context, {
    section: 'positions',
    title: t.positions.mergeTitle(nameWithCode(context, position)),
    up: { href: here, label: nameIn(context, position) },
    body: html`<form method="get" class="card form" action="${here}/merge">
      ${formErrors(context, form)}
      ${selectField(context, form, {
        name: 'into',
        label: t.positions.into,
        hint: t.positions.intoHint,
        required: true,
        none: '',
        options: others.map((each) => ({ value: each.code, label: nameWithCode(context, each) })),
      })}
      <div class="actions">
        <button class="primary">${t.positions.chooseInto}</button>
        <a class="button" href="${here}">${t.common.cancel}</a>
      </div>
    </form>`,
  });
}

export function mergeQuestion(
  context: ConsoleContext,
  page: { position: Position; target: Position; posts: number; form: FormState },
): Safe {
  const { t, locale } = context;
  const { position, target, posts } = page;
  const [from, into] = [nameWithCode(context, position), nameWithCode(context, target)];
  return confirmPage(context, {
    section: 'positions',
    title: t.positions.mergeTitle(from),
    action: `${positionPath(position)}/merge`,
    back: { href: positionPath(position), label: nameIn(context, position) },
    consequences: t.positions.consequences(from, into, formatNumber(posts, locale)),
    fields: html`<input type="hidden" name="into" value="${target.code}" />`,
    form: page.form,
    button: t.positions.doMerge(into),
    danger: true,
  });
}
