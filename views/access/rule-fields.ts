// The fields of a rule: what is asked of every one at first sight, and conditions folded below.
import type { Effect } from '../../src/access/decide.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { FormState } from '../../src/web/forms.ts';
import { checkField, errorOf, selectField, textArea, textField } from '../console/form.ts';
import { html, type Safe, type Value } from '../html.ts';

type Box = { code: string; name: string };
export type RuleBoxes = { zones: readonly Box[]; roles: readonly Box[] };

const effects: readonly Effect[] = ['allow', 'deny'];

function boxes(
  context: ConsoleContext,
  form: FormState,
  group: { field: string; prefix: string; legend: string; hint: string; choices: readonly Box[] },
): Safe {
  const { field, prefix, legend, hint, choices } = group;
  return html`<fieldset class="choices inline">
    <legend>${legend}</legend>
    <p class="hint">${hint}</p>
    ${choices.map(
      ({ code, name }) =>
        html`<label
          ><input
            type="checkbox"
            name="${prefix}${code}"
            value="yes"
            ${form.values[`${prefix}${code}`] && html`checked`}
          />
          ${name}</label
        >`,
    )}
    ${errorOf(context, form, field)}
  </fieldset>`;
}

const inside = ['validFrom', 'validTo', 'hoursFrom', 'hoursTo', 'strong', 'days', 'zones'] as const;

/** Open where something in it is filled in or wrong. */
const isOpen = ({ values, errors, saved }: FormState): boolean =>
  inside.some((name) => values[name] || errors[name]) ||
  Object.keys(values).some((name) => /^(day|zone)_/.test(name) && values[name]) ||
  saved !== undefined;

function conditions(context: ConsoleContext, form: FormState, { zones }: RuleBoxes): Safe {
  const { t } = context;
  const words = t.grants;
  const text = (name: string, label: string, hint: string) =>
    textField(context, form, { name, label, hint });
  const days = words.days.map((name, i) => ({ code: String(i + 1), name }));
  return html`<details ${isOpen(form) && html`open`}>
    <summary>${words.conditions}</summary>
    <p class="muted">${words.conditionsHint}</p>
    <div class="field-row">
      ${text('validFrom', words.validFrom, words.momentHint)}
      ${text('validTo', words.validTo, words.untilHint)}
    </div>
    ${boxes(context, form, { field: 'days', prefix: 'day_', legend: words.onDays, hint: words.onDaysHint, choices: days })}
    <div class="field-row">
      ${text('hoursFrom', words.hoursFrom, words.hoursHint)}
      ${text('hoursTo', words.hoursTo, words.hoursHint)}
    </div>
    ${boxes(context, form, { field: 'zones', prefix: 'zone_', legend: words.zones, hint: words.zonesHint, choices: zones })}
    ${checkField(context, form, { name: 'strong', label: words.strong })}
  </details>`;
}

function basis(context: ConsoleContext, form: FormState): Safe {
  const { t } = context;
  const filled = ['decisionNo', 'decisionDate'].some(
    (name) => form.values[name] || form.errors[name],
  );
  return html`<details ${filled && html`open`}>
    <summary>${t.grants.basis}</summary>
    <div class="field-row">
      ${textField(context, form, { name: 'decisionNo', label: t.grants.decisionNo })}
      ${textField(context, form, { name: 'decisionDate', label: t.grants.decisionDate, hint: t.grants.dayHint })}
    </div>
  </details>`;
}

function roles(context: ConsoleContext, form: FormState, choices: readonly Box[]): Value {
  if (choices.length === 0) return null;
  const { t } = context;
  return boxes(context, form, {
    field: 'roles',
    prefix: 'role_',
    legend: t.grants.roles,
    hint: t.grants.rolesHint,
    choices,
  });
}

export function ruleFields(context: ConsoleContext, form: FormState, choices: RuleBoxes): Safe {
  const { t } = context;
  return html`${selectField(context, form, {
    name: 'effect',
    label: t.grants.effect,
    hint: t.grants.rule,
    required: true,
    options: effects.map((value) => ({ value, label: t.grants.effects[value] })),
  })}
  ${roles(context, form, choices.roles)} ${conditions(context, form, choices)}
  ${textArea(context, form, {
    name: 'reason',
    label: t.console.reason,
    hint: t.grants.reasonHint,
    rows: 2,
  })}
  ${basis(context, form)}`;
}
