// Who may use an application, each with the rule that lets them in or keeps them out.
import type { PersonOf } from '../../src/access/people-of.ts';
import type { Application } from '../../src/applications/application.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { reasons } from '../access/decisions.ts';
import { stateBadge } from '../accounts/table.ts';
import { address } from '../address.ts';
import { exportForm } from '../console/export.ts';
import { consolePage } from '../console/frame.ts';
import { pager, table } from '../console/table.ts';
import { html, type Safe } from '../html.ts';

export type PeopleOfPage = {
  application: Application;
  outcome: 'allowed' | 'refused';
  people: readonly PersonOf[];
  after: string | undefined;
  next: string | undefined;
};

function tabs({ t }: ConsoleContext, { application, outcome }: PeopleOfPage): Safe {
  const path = `/applications/${application.id}/people`;
  const tab = (value: PeopleOfPage['outcome'], label: string) =>
    html`<a
      href="${address(path, { outcome: value === 'refused' && value ? value : undefined })}"
      ${value === outcome && html`aria-current="page"`}
      >${label}</a
    >`;
  return html`<nav class="nav tabs" aria-label="${t.applications.peopleOf}">
    ${tab('allowed', t.applications.allowedPeople)} ${tab('refused', t.applications.refusedPeople)}
  </nav>`;
}

export function peopleOfPage(context: ConsoleContext, page: PeopleOfPage): Safe {
  const { t } = context;
  const { application, outcome, after, next } = page;
  const here = `/applications/${application.id}`;
  return consolePage(context, {
    section: 'applications',
    title: t.applications.peopleOfTitle(application.name),
    up: { href: here, label: application.name },
    body: html`<p class="muted">${t.applications.peopleHint}</p>
      ${tabs(context, page)}
      ${table({
        caption: t.applications.peopleOf,
        columns: [
          {
            label: t.people.fullName,
            cell: ({ account }: PersonOf) =>
              html`<a href="/people/${account.id}">${account.fullName}</a>
                <span class="mono muted">${account.username}</span>`,
          },
          { label: t.people.unit, cell: ({ unitName }) => unitName },
          { label: t.console.state, cell: ({ account }) => stateBadge(t, account) },
          { label: t.people.because, cell: ({ decision }) => reasons(t, decision) },
        ],
        rows: page.people,
        empty: t.applications.nobody,
      })}
      ${pager(context, {
        path: `${here}/people`,
        parameters: { outcome: outcome === 'refused' ? outcome : undefined, after },
        cursorName: 'after',
        next,
      })}
      ${page.people.length > 0 && exportForm(context, `${here}/people/export`, { outcome })}`,
  });
}
