// A unit or a group seen from the other end: the applications it opens, each with the rule.
import type { ApplicationOf } from '../../src/access/applications-of.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { consolePage } from '../console/frame.ts';
import { exportForm } from '../console/export.ts';
import { table } from '../console/table.ts';
import { html, type Safe } from '../html.ts';
import { decisionBadge, reasons } from './decisions.ts';
import { nameIn } from '../named.ts';

export type ApplicationsOfPage = {
  of: 'groups' | 'units';
  subject: { id: string; name: string };
  applications: readonly ApplicationOf[];
};

export function applicationsOfPage(context: ConsoleContext, page: ApplicationsOfPage): Safe {
  const { t } = context;
  const { of, subject, applications } = page;
  const here = `/${of}/${subject.id}`;
  return consolePage(context, {
    section: of,
    title: of === 'groups' ? t.lists.ofGroup(subject.name) : t.lists.ofUnit(subject.name),
    up: { href: here, label: subject.name },
    body: html`<p class="muted">${t.lists.ofHint} ${t.grants.statedContext}</p>
      ${table({
        caption: t.lists.applicationsOf,
        columns: [
          {
            label: t.grants.application,
            cell: ({ application }: ApplicationOf) =>
              html`<a href="/applications/${application.id}">${nameIn(context, application)}</a>`,
          },
          { label: t.people.decision, cell: ({ decision }) => decisionBadge(t, decision) },
          { label: t.people.because, cell: ({ decision }) => reasons(t, decision) },
        ],
        rows: applications,
        empty: t.lists.noneOf,
      })}
      ${applications.length > 0 && exportForm(context, `${here}/applications/export`)}`,
  });
}
