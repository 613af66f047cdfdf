// Before one deed on many: which group or application it is about; then what will happen, to how many,
// to whom, and who is left alone for what reason.
import type { Bulk, BulkAsks, BulkShare } from '../../src/bulk/bulk.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatNumber } from '../../src/web/dates.ts';
import type { FormState } from '../../src/web/forms.ts';
import { confirmPage } from '../console/confirm.ts';
import { textArea } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { pickPage, type Choice } from '../console/pick.ts';
import { html, type Safe, type Value } from '../html.ts';
import { sectionOf, titleOf } from './words.ts';

export type BulkConfirm = {
  bulk: Bulk;
  asks: BulkAsks;
  form: FormState;
  shares: readonly BulkShare[];
};

const backOf = ({ t }: ConsoleContext, { back }: Bulk) => ({
  href: back,
  label: t.bulk.list,
});

/** The first few by name, and how many more. */
function namesOf({ t, locale }: ConsoleContext, { names, count }: BulkShare): string {
  const more = count - names.length;
  const shown = names.join('; ');
  return more > 0 ? t.bulk.andMore(shown, formatNumber(more, locale)) : shown;
}

function leftAlone(context: ConsoleContext, shares: readonly BulkShare[]): Value {
  const { t, locale } = context;
  const rest = shares.filter(({ obstacle }) => obstacle !== null);
  if (rest.length === 0) return null;
  return html`<h2>${t.bulk.leftAlone}</h2>
    <ul>
      ${rest.map(
        (share) =>
          html`<li>
            <strong>${formatNumber(share.count, locale)}</strong> –
            ${share.obstacle && t.bulk.obstacles[share.obstacle]}
            <span class="line muted">${namesOf(context, share)}</span>
          </li>`,
      )}
    </ul>`;
}

export function bulkConfirmPage(context: ConsoleContext, page: BulkConfirm): Safe {
  const { t, locale } = context;
  const { bulk, form, shares } = page;
  const touched = shares.find(({ obstacle }) => obstacle === null);
  const title = titleOf(context, bulk);
  if (!touched)
    return consolePage(context, {
      section: sectionOf(bulk.action),
      title,
      up: backOf(context, bulk),
      body: html`<div class="card confirm">
        <p class="notice warn">${t.bulk.nobody}</p>
        ${leftAlone(context, shares)}
        <div class="actions"><a class="button" href="${bulk.back}">${t.bulk.backToList}</a></div>
      </div>`,
    });
  const { reason, danger } = page.asks;
  const count = formatNumber(touched.count, locale);
  const [first, ...others] = t.bulk.consequences[bulk.action];
  return confirmPage(context, {
    section: sectionOf(bulk.action),
    title,
    action: `/bulk/${bulk.id}/run`,
    back: backOf(context, bulk),
    consequences: [
      html`<strong>${t.bulk.touched(count, formatNumber(bulk.total, locale))}</strong>
        <span class="line muted">${namesOf(context, touched)}</span>`,
      ...(first ? [first] : []),
      ...others,
      t.bulk.oneByOne,
    ],
    fields: html`${leftAlone(context, shares)}
    ${
      reason &&
      textArea(context, form, {
        name: 'reason',
        label: t.console.reason,
        hint: t.grants.reasonHint,
        required: reason === 'needed',
      })
    }`,
    form,
    button: t.bulk.doIt(t.bulk.actions[bulk.action], count),
    danger: danger === true,
  });
}

export function bulkTargetPage(
  context: ConsoleContext,
  page: {
    bulk: Bulk;
    of: 'group' | 'application';
    text: string;
    choices: readonly Choice[];
    more: boolean;
  },
): Safe {
  const { t, locale } = context;
  const { bulk, of, ...list } = page;
  const ofGroup = of === 'group';
  return pickPage(context, {
    section: sectionOf(bulk.action),
    title: t.bulk.chooseTarget(t.bulk.actions[bulk.action], formatNumber(bulk.total, locale)),
    up: backOf(context, bulk),
    path: `/bulk/${bulk.id}`,
    action: `/bulk/${bulk.id}/target`,
    field: 'target',
    label: ofGroup ? t.groups.search : t.bulk.findApplication,
    hint: ofGroup ? t.groups.searchHint : t.bulk.findApplicationHint,
    button: t.bulk.chooseThis,
    already: '',
    ...list,
  });
}
