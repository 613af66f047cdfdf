// Grants (cấp phép) as a table: of an application, a class or set of them, or of a person, a group, a unit.
import type { Grant } from '../../src/access/grant-rows.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDate } from '../../src/web/dates.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import { address } from '../address.ts';
import { html, type Safe, type Value } from '../html.ts';
import { selectionBar, type Picking } from '../console/selection.ts';
import { table, type Column } from '../console/table.ts';
import { ownName } from '../journal/own-name.ts';
import { nameIn } from '../named.ts';
import { conditionsText, subjectText } from './sentence.ts';

const folders = {
  unit: 'units',
  position: 'positions',
  group: 'groups',
  account: 'people',
} as const;

function subjectLink(t: Messages, grant: Grant): Value {
  const { subject, subjectId, subtree } = grant;
  const name = subjectText(t, grant);
  if (subject === 'everyone') return name;
  if (subject === 'kind') return html`<span class="muted">${t.grants.subjects.kind}</span> ${name}`;
  return html`<span class="muted">${t.grants.subjects[subject]}</span>
    <a href="/${folders[subject]}/${subjectId}">${name}</a>
    ${subject === 'unit' && !subtree && html`<span class="muted">(${t.grants.alone})</span>`}`;
}

export const targetHref = ({ target, targetId }: Pick<Grant, 'target' | 'targetId'>): string =>
  ({ application: '/applications/', class: '/application-classes/', set: '/application-sets/' })[
    target
  ] + targetId;

/** What a rule is for is called. */
export const targetText = (context: Pick<ConsoleContext, 'locale'>, grant: Grant): string =>
  nameIn(context, { name: grant.targetName, nameEn: grant.targetNameEn });

const targetLink = (context: ConsoleContext, grant: Grant): Value =>
  html`${grant.target !== 'application' && html`<span class="muted">${context.t.grants.targets[grant.target]}</span>`}
    <a href="${targetHref(grant)}">${targetText(context, grant)}</a>`;

const effectBadge = (t: Messages, effect: Grant['effect']): Safe =>
  html`<span class="badge ${effect === 'allow' ? 'ok' : 'bad'}">${t.grants.effects[effect]}</span>`;

const basis = ({ reason, decisionNo, decisionDate }: Grant): Value =>
  [reason, [decisionNo, decisionDate?.split('-').toReversed().join('/')].filter(Boolean).join(', ')]
    .filter(Boolean)
    .join(' · ');

/** `of`: whose page it stands on; that column is left out. `back`: the page to come back to. */
type GrantsOf = { of: 'application' | 'subject'; back: string };

const pickingOf = (context: ConsoleContext, { of }: GrantsOf): Picking<Grant> => ({
  t: context.t,
  list: 'grants',
  idOf: ({ id }) => id,
  nameOf: (grant) =>
    of === 'application' ? subjectText(context.t, grant) : targetText(context, grant),
});

const deedLink = (href: string, words: string, about: string): Safe =>
  html`<a href="${href}">${words}<span class="visually-hidden"> ${about}</span></a>`;

type Columns = 'who' | 'what' | 'effect' | 'conditions' | 'reason' | 'made' | 'change' | 'remove';

/** For whom and for what; then the rule itself. Each can be left out where its page says it. */
export function grantColumns(
  context: ConsoleContext,
  back: string,
): Record<Columns, Column<Grant>> {
  const { t } = context;
  const about = (grant: Grant) => `${subjectText(t, grant)}, ${targetText(context, grant)}`;
  return {
    who: { label: t.grants.subject, cell: (grant) => subjectLink(t, grant) },
    what: { label: t.grants.target, cell: (grant) => targetLink(context, grant) },
    effect: { label: t.grants.effect, cell: (grant) => effectBadge(t, grant.effect) },
    conditions: {
      id: 'conditions',
      label: t.grants.conditions,
      cell: ({ conditions, roles }) =>
        [conditionsText(t, conditions), roles.length > 0 && t.grants.withRoles(roles.join(', '))]
          .filter(Boolean)
          .join(', '),
    },
    reason: { id: 'reason', label: t.console.reason, cell: basis },
    made: {
      id: 'made',
      label: t.grants.createdAt,
      sort: 'age',
      cell: (grant) =>
        html`${formatDate(grant.createdAt)}${grant.createdByName && html`, ${ownName(t, grant.createdByName)}`}`,
    },
    change: {
      label: t.grants.change,
      quiet: true,
      cell: (grant) =>
        deedLink(address(`/grants/${grant.id}`, { back }), t.grants.change, about(grant)),
    },
    remove: {
      label: t.grants.remove,
      quiet: true,
      cell: (grant) =>
        deedLink(address(`/grants/${grant.id}/remove`, { back }), t.grants.remove, about(grant)),
    },
  };
}

function grantsTable(context: ConsoleContext, grants: readonly Grant[], options: GrantsOf): Safe {
  const { t } = context;
  const { of, back } = options;
  const { who, what, ...rest } = grantColumns(context, back);
  return table({
    caption: t.grants.title,
    columns: [of === 'application' ? who : what, ...Object.values(rest)],
    rows: grants,
    empty: of === 'application' ? t.grants.noneForApplication : t.grants.noneForSubject,
    picking: pickingOf(context, options),
  });
}

export function grantsSection(
  context: ConsoleContext,
  grants: readonly Grant[],
  options: GrantsOf & { add: string },
): Safe {
  const { t } = context;
  return html`<section>
    <div class="section-head">
      <h2>${t.grants.title}</h2>
      <a class="button small" href="${options.add}">${t.grants.add}</a>
    </div>
    ${grantsTable(context, grants, options)}
    ${selectionBar(context, {
      picking: pickingOf(context, options),
      rows: grants,
      actions: ['grants.remove'],
      filter: {},
      back: options.back,
      more: false,
    })}
  </section>`;
}

/** The form of a rule for this application alone that denies whom a shared one allows. */
const overrideLink = (t: Messages, grant: Grant, applicationId: string): Value => {
  const { effect, subject, subjectId } = grant;
  if (effect === 'deny') return null;
  const who = { subject, id: subjectId ?? undefined, application: applicationId, effect: 'deny' };
  return deedLink(address('/grants/new', who), t.grants.override, subjectText(t, grant));
};

/** What an application has from its class and its sets, and how its own rules stand to that. */
export function inheritedSection(
  context: ConsoleContext,
  grants: readonly Grant[],
  applicationId: string,
): Value {
  if (grants.length === 0) return null;
  const { t } = context;
  const { who, what, effect, conditions, reason } = grantColumns(context, '');
  return html`<section>
    <h2>${t.grants.inherited}</h2>
    <p>${t.grants.inheritedHint}</p>
    <p class="muted">${t.grants.overrideHint}</p>
    ${table({
      caption: t.grants.inherited,
      columns: [
        what,
        who,
        effect,
        conditions,
        reason,
        {
          label: t.grants.override,
          quiet: true,
          cell: (grant: Grant) => overrideLink(t, grant, applicationId),
        },
      ],
      rows: grants,
      empty: '',
    })}
  </section>`;
}
