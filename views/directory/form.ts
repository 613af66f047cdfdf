// A source as a form. Two buttons: test what is typed, or save it.
import type { Source } from '../../src/directory/source-safe.ts';
import type { SourceReport } from '../../src/directory/sources.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { FormState } from '../../src/web/forms.ts';
import { checkField, formErrors, selectField, textArea, textField } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { html, type Safe, type Value } from '../html.ts';
import { reportSection } from './report.ts';
import { outagePolicy } from './servers.ts';

export type SourceForm = {
  form: FormState;
  source: Source | undefined; // undefined: a new one
  report?: SourceReport | undefined;
};

type Words = ConsoleContext['t']['sync'];
type Part = (context: ConsoleContext, page: SourceForm) => Value;

const options = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

export const connection: Part = (context, { form, source }) => {
  const words = context.t.sync;
  return html`<fieldset>
    <legend>${words.connection}</legend>
    ${textArea(context, form, {
      name: 'urls',
      label: words.urls,
      hint: words.urlsHint,
      required: true,
      rows: 2,
      mono: true,
    })}
    ${selectField(context, form, {
      name: 'security',
      label: words.security,
      required: true,
      options: options(words.securities),
    })}
    ${checkField(context, form, {
      name: 'allowPlain',
      label: words.allowPlain,
      hint: words.allowPlainHint,
    })}
    ${textArea(context, form, { name: 'ca', label: words.ca, hint: words.caHint, mono: true })}
    ${textField(context, form, { name: 'bindDn', label: words.bindDn, required: true })}
    ${textField(context, form, {
      name: 'password',
      label: words.password,
      hint: source?.hasPassword ? words.passwordKept : words.passwordHint,
      required: !source?.hasPassword,
      type: 'password',
      autocomplete: 'new-password',
    })}
  </fieldset>`;
};

export const where: Part = (context, { form }) => {
  const words = context.t.sync;
  const text = (name: string, label: string, hint?: string, required = false) =>
    textField(context, form, { name, label, required, ...(hint && { hint }) });
  return html`<fieldset>
    <legend>${words.where}</legend>
    ${text('bases.people', words.basesPeople, undefined, true)}
    ${text('bases.units', words.basesUnits, words.basesUnitsHint)}
    ${text('bases.groups', words.basesGroups, words.basesGroupsHint)}
    ${selectField(context, form, {
      name: 'scope',
      label: words.scope,
      required: true,
      options: options(words.scopes),
    })}
    ${text('filters.people', words.filtersPeople, undefined, true)}
    ${text('filters.units', words.filtersUnits, undefined, true)}
    ${text('filters.groups', words.filtersGroups, undefined, true)}
    ${selectField(context, form, {
      name: 'idAttribute',
      label: words.idAttribute,
      required: true,
      options: ['entryUUID', 'objectGUID', 'nsUniqueId'].map((value) => ({ value, label: value })),
    })}
    ${selectField(context, form, {
      name: 'unitsFrom',
      label: words.unitsFrom,
      required: true,
      options: options(words.unitsFroms),
    })}
    ${selectField(context, form, {
      name: 'groupsFrom',
      label: words.groupsFrom,
      required: true,
      options: options(words.groupsFroms),
    })}
  </fieldset>`;
};

const passwords: Part = (context, { form }) => {
  const words = context.t.sync;
  return html`<fieldset>
    <legend>${words.passwords}</legend>
    ${checkField(context, form, {
      name: 'writable',
      label: words.writable,
      hint: words.writableHint,
    })}
  </fieldset>`;
};

const isWrong = (form: FormState, prefix: RegExp) =>
  Object.keys(form.errors).some((name) => prefix.test(name));

export const mappingFields: Part = (context, { form }) => {
  const words = context.t.sync;
  const names = Object.entries(words.mappings).filter(([name]) => name !== 'groupMembers');
  return html`<p class="hint muted">${words.mappingHint}</p>
    <div class="field-grid">
      ${names.map(([name, label]) =>
        textField(context, form, {
          name: `mapping.${name}`,
          label,
          required: name !== 'division',
          mono: true,
        }),
      )}
      ${textArea(context, form, {
        name: 'mapping.groupMembers',
        label: words.mappings.groupMembers,
        required: true,
        rows: 2,
        mono: true,
      })}
    </div>`;
};

export const mapping: Part = (context, page) =>
  html`<details ${isWrong(page.form, /^mapping\./) && html`open`}>
    <summary>${context.t.sync.mapping}</summary>
    ${mappingFields(context, page)}
  </details>`;

export const rules: Part = (context, { form }) => {
  const words = context.t.sync;
  return html`<details ${isWrong(form, /^rules\./) && html`open`}>
    <summary>${words.rules}</summary>
    <p class="hint muted">${words.rulesHint}</p>
    ${(Object.keys(words.ruleNames) as (keyof Words['ruleNames'])[]).map((name) =>
      textArea(context, form, {
        name: `rules.${name}`,
        label: words.ruleNames[name],
        rows: 2,
        mono: true,
      }),
    )}
  </details>`;
};

export const replacements: Part = (context, { form }) => {
  const words = context.t.sync;
  return html`<details ${isWrong(form, /^replace\./) && html`open`}>
    <summary>${words.replace}</summary>
    <p class="hint muted">${words.replaceHint}</p>
    ${(Object.keys(words.replaceNames) as (keyof Words['replaceNames'])[]).map((name) =>
      textArea(context, form, {
        name: `replace.${name}`,
        label: words.replaceNames[name],
        rows: 3,
        mono: true,
      }),
    )}
  </details>`;
};

const numberField = (context: ConsoleContext, form: FormState, name: string, label: string) =>
  textField(context, form, { name, label, inputmode: 'numeric', required: true });

export const brakeLimits: Part = (context, { form }) => {
  const words = context.t.sync;
  return html`<fieldset>
    <legend>${words.brake}</legend>
    <p class="hint muted">${words.brakeHint}</p>
    <div class="field-grid">
      ${numberField(context, form, 'brake.maxLeavingPercent', words.maxLeavingPercent)}
      ${numberField(context, form, 'brake.maxLeavingCount', words.maxLeavingCount)}
    </div>
  </fieldset>`;
};

export const following: Part = (context, { form }) => {
  const words = context.t.live;
  return html`<fieldset>
    <legend>${words.title}</legend>
    <p class="hint muted">${words.hint}</p>
    ${selectField(context, form, {
      name: 'changes.method',
      label: words.method,
      required: true,
      options: options(words.methods),
    })}
    ${checkField(context, form, {
      name: 'changes.persist',
      label: words.persist,
      hint: words.persistHint,
    })}
    ${textField(context, form, {
      name: 'changes.everySeconds',
      label: words.everySeconds,
      hint: words.everySecondsHint,
      inputmode: 'numeric',
      required: true,
    })}
  </fieldset>`;
};

const limits: Part = (context, { form }) => {
  const words = context.t.sync;
  const number = (name: string, label: string) => numberField(context, form, name, label);
  return html`<details
    ${isWrong(form, /^(pageSize|connectSeconds|operationSeconds)$/) && html`open`}
  >
    <summary>${words.limits}</summary>
    <div class="field-grid">
      ${number('pageSize', words.pageSize)} ${number('connectSeconds', words.connectSeconds)}
      ${number('operationSeconds', words.operationSeconds)}
    </div>
  </details>`;
};

export function sourceFormPage(context: ConsoleContext, page: SourceForm): Safe {
  const { t } = context;
  const { form, source, report } = page;
  const back = source ? `/directory/${source.id}` : '/directory';
  return consolePage(context, {
    section: 'directory',
    title: source ? t.sync.edit : t.sync.create,
    up: { href: back, label: source?.name ?? t.sync.title },
    body: html`${report && reportSection(context, report)}
      <form method="post" class="card form" action="${source ? `${back}/edit` : '/directory/new'}">
        ${formErrors(context, form)}
        ${textField(context, form, { name: 'name', label: t.sync.name, required: true })}
        ${checkField(context, form, {
          name: 'enabled',
          label: t.sync.enabled,
          hint: t.sync.enabledHint,
        })}
        ${textField(context, form, {
          name: 'everyMinutes',
          label: t.sync.everyMinutes,
          hint: t.sync.everyMinutesHint,
          inputmode: 'numeric',
          required: true,
        })}
        ${connection(context, page)} ${where(context, page)} ${mapping(context, page)}
        ${rules(context, page)} ${replacements(context, page)} ${passwords(context, page)}
        ${following(context, page)} ${brakeLimits(context, page)} ${outagePolicy(context, page)}
        ${limits(context, page)}
        <p class="hint muted">${t.sync.testNote}</p>
        <div class="actions">
          <button class="primary" name="deed" value="save">${t.common.save}</button>
          <button name="deed" value="test">${t.sync.test}</button>
          <a class="button" href="${back}">${t.common.cancel}</a>
        </div>
      </form>`,
  });
}
