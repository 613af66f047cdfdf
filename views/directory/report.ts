// What a test of a source found: how far it came, and what the first people would look like.
import type { ErrorCode } from '../../src/core/errors.ts';
import type { Rejection } from '../../src/directory/rejection.ts';
import type { Source } from '../../src/directory/source-safe.ts';
import type { SourceReport } from '../../src/directory/sources.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatNumber } from '../../src/web/dates.ts';
import { consolePage } from '../console/frame.ts';
import { table } from '../console/table.ts';
import { html, type Safe } from '../html.ts';
import { rejectionsTable } from './rejections.ts';

type Person = SourceReport['sample'][number];

export function sentenceOfCode(
  { t }: ConsoleContext,
  code: string,
  params: Readonly<Record<string, string | number>>,
): string {
  return code in t.errors ? t.errors[code as ErrorCode](params) : (t.sync.reasons[code] ?? code);
}

export function reportSection(context: ConsoleContext, report: SourceReport): Safe {
  const { t, locale } = context;
  if (!report.ok)
    return html`<div class="notice bad" role="alert">
      <p><strong>${t.sync.testFailed}</strong></p>
      ${
        report.error &&
        html`<p>${sentenceOfCode(context, report.error.code, report.error.params)}</p>`
      }
    </div>`;
  const number = (value: number) => formatNumber(value, locale);
  const rejections = report.rejections.map((each: Rejection, seq) => ({ ...each, seq }));
  return html`<div class="notice ok" role="status">
      <p><strong>${t.sync.testOk}</strong></p>
      <p>${t.sync.testRead(number(report.people), number(report.units), number(report.groups))}</p>
    </div>
    <h2>${t.sync.sample}</h2>
    ${table({
      caption: t.sync.sample,
      columns: [
        { label: t.people.fullName, cell: (person: Person) => person.fullName },
        {
          label: t.people.username,
          cell: (person) => html`<span class="mono">${person.username}</span>`,
        },
        { label: t.people.mail, cell: (person) => person.mail },
        { label: t.people.title_, cell: (person) => person.titles.join(', ') },
        { label: t.sync.dn, cell: (person) => html`<span class="mono">${person.dn}</span>` },
      ],
      rows: report.sample,
      empty: t.common.none,
    })}
    ${
      rejections.length > 0 &&
      html`<h2>${t.sync.rejections}</h2>
        ${rejectionsTable(context, rejections)}`
    }`;
}

export function reportPage(context: ConsoleContext, source: Source, report: SourceReport): Safe {
  const { t } = context;
  return consolePage(context, {
    section: 'directory',
    title: t.sync.test,
    up: { href: `/directory/${source.id}`, label: source.name },
    body: reportSection(context, report),
  });
}
