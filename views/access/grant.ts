// One rule: what it says as a sentence, and the form to change it.
import type { Grant } from '../../src/access/grant-rows.ts';
import type { JournalEntry } from '../../src/journal/entry.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDate } from '../../src/web/dates.ts';
import type { FormState } from '../../src/web/forms.ts';
import { address } from '../address.ts';
import { formErrors } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { html, type Safe } from '../html.ts';
import { recentEntries } from '../journal/entries.ts';
import { ownName } from '../journal/own-name.ts';
import { ruleFields, type RuleBoxes } from './rule-fields.ts';
import { ruleSentence } from './sentence.ts';
import { lookFirst } from './what-if.ts';

export type GrantPage = {
  grant: Grant;
  form: FormState;
  boxes: RuleBoxes;
  back: { href: string; label: string };
  events: readonly JournalEntry[];
};

function authors({ t }: ConsoleContext, grant: Grant): string {
  const made = `${t.grants.createdAt} ${formatDate(grant.createdAt)}`;
  const by = grant.createdByName ? `, ${ownName(t, grant.createdByName)}` : '';
  const changed =
    grant.updatedAt && grant.updatedByName
      ? `; ${t.grants.changedBy(ownName(t, grant.updatedByName), formatDate(grant.updatedAt))}`
      : '';
  return `${made}${by}${changed}.`;
}

export function grantPage(context: ConsoleContext, page: GrantPage): Safe {
  const { t } = context;
  const { grant, form, boxes, back } = page;
  const here = `/grants/${grant.id}`;
  const names = new Map(boxes.zones.map(({ code, name }) => [code, name]));
  return consolePage(context, {
    section: 'grants',
    title: t.grants.changeTitle,
    up: back,
    actions: html`<a class="button" href="${address(`${here}/remove`, { back: back.href })}"
      >${t.grants.remove}</a
    >`,
    body: html`<p class="lead">${ruleSentence(t, grant, names)}</p>
      <p class="muted">${authors(context, grant)} ${t.grants.changeHint}</p>
      <form method="post" action="${address(here, { back: back.href })}" class="card form">
        ${formErrors(context, form)} ${ruleFields(context, form, boxes)}
        <div class="actions">
          <button class="primary">${t.common.save}</button>
          ${lookFirst(context)}
          <a class="button" href="${back.href}">${t.common.cancel}</a>
        </div>
      </form>
      ${recentEntries(context, page.events, address('/journal', { type: 'grant', object: grant.id }))}`,
  });
}
