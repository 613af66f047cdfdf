// Grants (cấp phép) as a table: of an application, or of a person, a group, a unit.
import type { Grant } from '../../src/access/grants.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDate } from '../../src/web/dates.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import { address } from '../address.ts';
import { html, type Safe, type Value } from '../html.ts';
import { selectionBar, type Picking } from '../console/selection.ts';
import { table, type Column } from '../console/table.ts';
import { ownName } from '../journal/own-name.ts';
import { nameIn } from '../named.ts';

const folders = { unit: 'units', group: 'groups', account: 'people' } as const;

function subjectLink(
  t: Messages,
  grant: Pick<Grant, 'subject' | 'subjectId' | 'subjectName'>,
): Value {
  if (grant.subject === 'everyone') return t.grants.subjects.everyone;
  return html`<span class="muted">${t.grants.subjects[grant.subject]}</span>
    <a href="/${folders[grant.subject]}/${grant.subjectId}"
      >${grant.subjectName ?? grant.subjectId}</a
    >`;
}

const effectBadge = (t: Messages, effect: Grant['effect']): Safe =>
  html`<span class="badge ${effect === 'allow' ? 'ok' : 'bad'}">${t.grants.effects[effect]}</span>`;

/** `of`: whose page it stands on; that column is left out. `back`: the page to come back to. */
type GrantsOf = { of: 'application' | 'subject'; back: string };

/** What the application of a rule is called. */
export const applicationOf = (
  { locale }: Pick<ConsoleContext, 'locale'>,
  grant: Pick<Grant, 'applicationName' | 'applicationNameEn'>,
): string => nameIn({ locale }, { name: grant.applicationName, nameEn: grant.applicationNameEn });

const pickingOf = (context: ConsoleContext, { of }: GrantsOf): Picking<Grant> => ({
  t: context.t,
  list: 'grants',
  idOf: ({ id }) => id,
  nameOf: (grant) =>
    of === 'application'
      ? (grant.subjectName ?? context.t.grants.subjects.everyone)
      : applicationOf(context, grant),
});

/** For whom and for what; then the rule itself. Each can be left out where its page says it. */
export function grantColumns(
  context: ConsoleContext,
  back: string,
): Record<'who' | 'what' | 'effect' | 'reason' | 'made' | 'remove', Column<Grant>> {
  const { t } = context;
  return {
    who: { label: t.grants.subject, cell: (grant) => subjectLink(t, grant) },
    what: {
      label: t.grants.application,
      cell: (grant) =>
        html`<a href="/applications/${grant.applicationId}">${applicationOf(context, grant)}</a>`,
    },
    effect: { label: t.grants.effect, cell: (grant) => effectBadge(t, grant.effect) },
    reason: { id: 'reason', label: t.console.reason, cell: (grant) => grant.reason },
    made: {
      id: 'made',
      label: t.grants.createdAt,
      sort: 'age',
      cell: (grant) =>
        html`${formatDate(grant.createdAt)}${grant.createdByName && html`, ${ownName(t, grant.createdByName)}`}`,
    },
    remove: {
      label: t.grants.remove,
      quiet: true,
      cell: (grant) =>
        html`<a
          href="${address(`/applications/${grant.applicationId}/grants/${grant.id}/remove`, { back })}"
          >${t.grants.remove}<span class="visually-hidden">
            ${grant.subjectName}, ${applicationOf(context, grant)}</span
          ></a
        >`,
    },
  };
}

function grantsTable(context: ConsoleContext, grants: readonly Grant[], options: GrantsOf): Safe {
  const { t } = context;
  const { of, back } = options;
  const { who, what, effect, reason, made, remove } = grantColumns(context, back);
  return table({
    caption: t.grants.title,
    columns: [of === 'application' ? who : what, effect, reason, made, remove],
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
