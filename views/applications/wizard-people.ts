// The fourth step: who may use it. Rules so far with how far each reaches; everyone by one button;
// units, groups and people by search, several at once.
import type { FoundSubject } from '../../src/access/subjects.ts';
import type { Grant } from '../../src/access/grant-rows.ts';
import type { Reach } from '../../src/access/reach.ts';
import type { Application } from '../../src/applications/application.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatNumber } from '../../src/web/dates.ts';
import type { FormState } from '../../src/web/forms.ts';
import { conditionsText, subjectText } from '../access/sentence.ts';
import { subjectChoices, subjectSearch } from '../access/subject-search.ts';
import { formErrors } from '../console/form.ts';
import { emptyState } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';
import { stepPath, wizardPage } from './wizard.ts';

const searched = ['unit', 'group', 'account'] as const;

export type PeopleStep = {
  form: FormState;
  application: Application;
  isMachine: boolean;
  grants: readonly Grant[];
  reach: ReadonlyMap<string, Reach>;
  kind: (typeof searched)[number];
  text: string;
  choices: readonly FoundSubject[];
  more: boolean;
};

function grantRow(context: ConsoleContext, page: PeopleStep, grant: Grant): Safe {
  const { t, locale } = context;
  const { people, more, names } = page.reach.get(grant.id) ?? { people: 0, more: false, names: [] };
  const who = subjectText(t, grant);
  const conditions = conditionsText(t, grant.conditions);
  const reach = t.wizard.reach(
    more ? t.bulk.over(formatNumber(people, locale)) : formatNumber(people, locale),
    names.join(', '),
    people > names.length,
  );
  return html`<li>
    <span
      >${grant.subject !== 'everyone' && html`<span class="muted">${t.grants.subjects[grant.subject]}</span>`}
      <strong>${who}</strong>
      ${grant.effect === 'deny' && html`<span class="badge bad">${t.grants.effects.deny}</span>`}
      ${conditions && html`<br /><span class="muted">${conditions}</span>`}
      <br /><span class="muted">${reach}</span></span
    >
    <form
      method="post"
      class="inline-form"
      action="${stepPath(page.application.id, 'people')}/remove"
    >
      <input type="hidden" name="grant" value="${grant.id}" />
      <button class="small">${t.wizard.remove}<span class="visually-hidden"> ${who}</span></button>
    </form>
  </li>`;
}

function rules(context: ConsoleContext, page: PeopleStep): Safe {
  const { t } = context;
  const { application, grants } = page;
  return html`<section class="card">
    <h2>${t.wizard.nowAllowed}</h2>
    ${
      grants.length === 0
        ? html`<p>${t.wizard.noneYet}</p>`
        : html`<ul class="plain rows">
              ${grants.map((grant) => grantRow(context, page, grant))}
            </ul>
            <p class="muted">
              ${t.wizard.reachHint}
              <a href="/applications/${application.id}/people">${t.wizard.seePeople}</a>
            </p>`
    }
    ${
      !grants.some(({ subject }) => subject === 'everyone') &&
      html`<form method="post" action="${stepPath(application.id, 'people')}">
        <button name="everyone" value="yes">${t.wizard.everyone}</button>
      </form>`
    }
  </section>`;
}

function choices(context: ConsoleContext, page: PeopleStep): Value {
  const { t } = context;
  const { text, kind, choices: found, more, application, form } = page;
  if (!text) return null;
  if (found.length === 0) return emptyState(t.grants.noMatch);
  const box = (name: string) =>
    html`<input
      type="checkbox"
      name="${name}"
      value="yes"
      ${form.values[name] && html`checked`}
    />`;
  return html`<form method="post" class="form" action="${stepPath(application.id, 'people')}">
    <input type="hidden" name="kind" value="${kind}" />
    <input type="hidden" name="text" value="${text}" />
    ${subjectChoices(context, {
      legend: t.wizard.choose,
      choices: found.map((each) => ({ ...each, input: box(`pick_${each.type}_${each.id}`) })),
      more,
      error:
        form.errors['pick'] && html`<p class="error" role="alert">${t.wizard.nothingChosen}</p>`,
    })}
    <div class="actions"><button>${t.wizard.addChosen}</button></div>
  </form>`;
}

export function peopleStep(context: ConsoleContext, page: PeopleStep): Safe {
  const { t } = context;
  const { application, isMachine, form } = page;
  return wizardPage(context, {
    step: 'people',
    application,
    body: html`${
        isMachine
          ? html`<p class="notice">${t.wizard.machinePeople}</p>`
          : html`${form.errors[''] && formErrors(context, form)} ${rules(context, page)}
              <section class="card">
                <h2>${t.wizard.addPeople}</h2>
                ${subjectSearch(context, {
                  action: stepPath(application.id, 'people'),
                  kinds: searched,
                  kind: page.kind,
                  text: page.text,
                })}
                ${choices(context, page)}
              </section>`
      }
      <div class="actions">
        <a class="button primary" href="${stepPath(application.id, 'connect')}"
          >${t.wizard.continue}</a
        >
      </div>`,
  });
}
