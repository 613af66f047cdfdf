// A new grant. From the page of an application, a class or a set: find the subject, then choose. From a
// subject's page: the subject is known, choose what for.
import type { SubjectType } from '../../src/access/decide.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { FormState } from '../../src/web/forms.ts';
import { checkField, formErrors, selectField } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { emptyState } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';
import { ruleFields, type RuleBoxes } from './rule-fields.ts';
import { lookFirst } from './what-if.ts';
import { subjectChoices, subjectSearch } from './subject-search.ts';

type Named = { id: string; name: string };
export type SubjectChoice = { type: SubjectType; id: string; name: string; note?: string };

/** The target or the `subject` is known, by the page that led here. Ids of targets: see rule-address.ts. */
export type NewGrantPage = {
  form: FormState;
  back: { href: string; label: string };
  boxes: RuleBoxes;
} & (
  | { by: 'subject'; subject: SubjectChoice; applications: readonly Named[] }
  | {
      by: 'application';
      application: Named;
      kind: SubjectType;
      text: string;
      choices: readonly SubjectChoice[];
      more: boolean;
    }
);
const kinds: readonly SubjectType[] = ['unit', 'position', 'group', 'kind', 'account', 'everyone'];

type Searching = NewGrantPage & { by: 'application' };

const search = (context: ConsoleContext, { application, kind, text }: Searching): Safe =>
  subjectSearch(context, {
    action: '/grants/new',
    kinds,
    kind,
    text,
    also: html`<input type="hidden" name="application" value="${application.id}" />`,
  });

const valueOf = ({ type, id }: SubjectChoice) => (type === 'everyone' ? type : `${type}:${id}`);

function radios(context: ConsoleContext, page: Searching): Safe {
  const [only, ...others] = page.choices;
  const chosen = page.form.values['who'] || (only && others.length === 0 ? valueOf(only) : '');
  const radio = (value: string) =>
    html`<input
      type="radio"
      name="who"
      value="${value}"
      required
      ${value === chosen && html`checked`}
    />`;
  return subjectChoices(context, {
    legend: context.t.grants.choose,
    choices: page.choices.map((each) => ({ ...each, input: radio(valueOf(each)) })),
    more: page.more,
  });
}

/** Only units have others below them. */
const subtree = (context: ConsoleContext, form: FormState, type: SubjectType): Value =>
  type === 'unit' &&
  checkField(context, form, { name: 'subtree', label: context.t.grants.withSubtree });

function whoAndWhat(context: ConsoleContext, page: NewGrantPage): Value {
  const { t } = context;
  const { form } = page;
  if (page.by === 'subject')
    return html`<p><strong>${t.grants.giveTo(page.subject.name)}</strong></p>
      <input type="hidden" name="who" value="${valueOf(page.subject)}" />
      ${selectField(context, form, {
        name: 'application',
        label: t.grants.application,
        required: true,
        options: page.applications.map(({ id, name }) => ({ value: id, label: name })),
      })}
      ${subtree(context, form, page.subject.type)}`;
  return html`<input type="hidden" name="application" value="${page.application.id}" />
    <input type="hidden" name="kind" value="${page.kind}" />
    <input type="hidden" name="text" value="${page.text}" />
    ${radios(context, page)} ${subtree(context, form, page.kind)}`;
}

function form(context: ConsoleContext, page: NewGrantPage): Safe {
  const { t } = context;
  return html`<form method="post" action="/grants/new" class="card form">
    ${formErrors(context, page.form)}
    <input type="hidden" name="by" value="${page.by}" />
    ${whoAndWhat(context, page)} ${ruleFields(context, page.form, page.boxes)}
    <div class="actions">
      <button class="primary">${t.grants.add}</button>
      ${lookFirst(context)}
      <a class="button" href="${page.back.href}">${t.common.cancel}</a>
    </div>
  </form>`;
}

export function newGrantPage(context: ConsoleContext, page: NewGrantPage): Safe {
  const { t } = context;
  const searching = page.by === 'application';
  const nobody = searching && page.choices.length === 0;
  return consolePage(context, {
    section: searching ? 'applications' : 'people',
    title: t.grants.add,
    up: page.back,
    body: html`${searching && search(context, page)}
    ${nobody ? emptyState(page.text ? t.grants.noMatch : t.grants.findFirst) : form(context, page)}`,
  });
}
