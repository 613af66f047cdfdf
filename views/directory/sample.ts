// A few real entries of a directory, each attribute beside the field it becomes.
import type { Sample, SampledEntry, SampledField } from '../../src/directory/sample.ts';
import type { Sampled } from '../../src/directory/set-up.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatNumber } from '../../src/web/dates.ts';
import { emptyState, table } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';
import { sentenceOfCode } from './report.ts';

const code = (text: string): Safe => html`<code>${text}</code>`;

const fieldTable = ({ t }: ConsoleContext, entry: SampledEntry, name: string): Safe =>
  table({
    caption: t.setUp.mappingOf(name),
    columns: [
      { label: t.setUp.ourField, cell: ({ field }: SampledField) => t.setUp.fields[field] },
      {
        label: t.setUp.attribute,
        cell: ({ expression }) => (expression ? code(expression) : t.setUp.fromTree),
      },
      {
        label: t.setUp.read,
        cell: ({ read }) => read.map((value) => html`<span class="line">${value}</span>`),
      },
      {
        label: t.setUp.becomes,
        cell: ({ value }) => value ?? html`<span class="muted">${t.setUp.nothing}</span>`,
      },
    ],
    rows: entry.fields,
    empty: t.common.none,
  });

function problems({ t }: ConsoleContext, { rejections }: SampledEntry): Value {
  if (rejections.length === 0) return null;
  return html`<ul class="plain">
    ${rejections.map(({ level, reason, detail }) => {
      const value = detail['value'];
      return html`<li>
        <span class="badge ${level === 'rejected' ? 'bad' : 'warn'}">${t.sync.levels[level]}</span>
        ${t.rejections[reason]} ${typeof value === 'string' && html`<code>${value}</code>`}
      </li>`;
    })}
  </ul>`;
}

function entryCard(context: ConsoleContext, entry: SampledEntry): Safe {
  const { t } = context;
  const { person, dn } = entry;
  const name = person?.fullName ?? (entry.skipped ? t.setUp.skipped : t.setUp.leftOut);
  return html`<section class="card">
    <h2>${name}</h2>
    <p>
      <span class="mono">${dn}</span>
      ${person?.suspended && html`<span class="badge warn">${t.setUp.comesSuspended}</span>`}
      ${person && person.kind !== 'official' && html`<span class="badge">${t.setUp.kindsOfAccount[person.kind]}</span>`}
    </p>
    ${problems(context, entry)} ${fieldTable(context, entry, name)}
    ${entry.externalId && html`<p class="muted">${t.setUp.permanentId} ${code(entry.externalId)}</p>`}
  </section>`;
}

function entries(context: ConsoleContext, { sample }: { sample: Sample }): Safe {
  const { t, locale } = context;
  const number = (value: number) => formatNumber(value, locale);
  if (sample.entries.length === 0) return emptyState(t.setUp.noEntries);
  return html`<p>
      ${t.setUp.sampleOf(number(sample.people), number(sample.rejected), number(sample.warned))}
      ${sample.skipped > 0 && t.setUp.skippedOf(number(sample.skipped))}
    </p>
    ${sample.entries.map((entry) => entryCard(context, entry))}`;
}

/** What came of reading a few entries. */
export function sampleSection(context: ConsoleContext, outcome: Sampled): Safe {
  if ('sample' in outcome) return html`${entries(context, outcome)}`;
  return html`<div class="notice bad" role="alert">
    ${sentenceOfCode(context, outcome.trouble.code, outcome.trouble.params)}
  </div>`;
}
