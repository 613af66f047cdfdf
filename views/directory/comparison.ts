// Two runs of one source beside each other: their numbers, and the lines that only one of them has.
import type { RunChange, RunRejection } from '../../src/directory/record.ts';
import type { Compared, Comparison } from '../../src/directory/reports.ts';
import type { Run } from '../../src/directory/runs.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDateTime, formatNumber } from '../../src/web/dates.ts';
import { optionList } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { emptyState, table } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';
import { changesTable } from './changes.ts';
import { rejectionsTable } from './rejections.ts';
import { runBadge } from './run-state.ts';

export type ComparisonPage = {
  run: Run;
  others: readonly Run[]; // to choose from, newest first
  compared: { earlier: Run; later: Run } | undefined; // undefined: there is no other
  comparison: Comparison | false | undefined;
};

const stateOf = ({ t }: ConsoleContext, run: Run): string =>
  run.dryRun ? t.sync.dryRun : t.sync.states[run.state as keyof typeof t.sync.states];

function chooser(context: ConsoleContext, { run, others, compared }: ComparisonPage): Safe {
  const { t } = context;
  const other = compared && [compared.earlier, compared.later].find(({ id }) => id !== run.id);
  const options = others.map((one) => ({
    value: one.id,
    label: `${formatDateTime(one.startedAt)} – ${stateOf(context, one)}`,
  }));
  return html`<form class="filters" method="get" action="/directory/runs/${run.id}/compare">
    <div class="field grow">
      <label for="compare-with">${t.sync.compareWith}</label>
      <select id="compare-with" name="with">
        ${optionList(options, other?.id)}
      </select>
    </div>
    <div class="filter-buttons"><button>${t.sync.compare}</button></div>
  </form>`;
}

function numbers(context: ConsoleContext, { earlier, later }: { earlier: Run; later: Run }): Safe {
  const { t, locale } = context;
  const rows = Object.entries(t.sync.counts)
    .map(([name, label]) => {
      const count = ({ counts }: Run) => counts[name as keyof Run['counts']] ?? 0;
      return { label, before: count(earlier), after: count(later) };
    })
    .filter(({ before, after }) => before + after > 0);
  const difference = ({ before, after }: { before: number; after: number }) =>
    after === before
      ? ''
      : `${after > before ? '+' : '−'}${formatNumber(Math.abs(after - before), locale)}`;
  const head = (run: Run) =>
    `${formatDateTime(run.startedAt)}, ${stateOf(context, run).toLocaleLowerCase(locale)}`;
  return table({
    caption: t.sync.numbers,
    columns: [
      { label: t.sync.what, cell: ({ label }: (typeof rows)[number]) => label },
      { label: head(earlier), number: true, cell: ({ before }) => formatNumber(before, locale) },
      { label: head(later), number: true, cell: ({ after }) => formatNumber(after, locale) },
      { label: t.sync.difference, number: true, cell: difference },
    ],
    rows,
    empty: t.sync.noChanges,
  });
}

/** Says so where more differ than are shown. */
function part<Row>(
  context: ConsoleContext,
  title: string,
  { rows, count }: { rows: readonly Row[]; count: number },
  draw: (rows: readonly Row[]) => Value,
): Value {
  const { t, locale } = context;
  if (count === 0) return null;
  return html`<section>
    <h2>${title} (${formatNumber(count, locale)})</h2>
    ${count > rows.length && html`<p class="muted">${t.sync.firstOf(formatNumber(rows.length, locale))}</p>`}
    ${draw(rows)}
  </section>`;
}

const added = <Row>({ added: rows, addedCount: count }: Compared<Row>) => ({ rows, count });
const gone = <Row>({ gone: rows, goneCount: count }: Compared<Row>) => ({ rows, count });

function differences(context: ConsoleContext, { changes, rejections }: Comparison): Safe {
  const { t } = context;
  const none = [changes, rejections].every((one) => one.addedCount + one.goneCount === 0);
  if (none) return emptyState(t.sync.sameReport);
  const lines = (rows: readonly RunChange[]) =>
    changesTable(context, {
      caption: t.sync.changes,
      rows,
      isMade: ({ op }) => op !== 'create',
      empty: t.sync.noChanges,
    });
  const entries = (rows: readonly RunRejection[]) => rejectionsTable(context, rows);
  return html`${part(context, t.sync.rejectionsAdded, added(rejections), entries)}
  ${part(context, t.sync.rejectionsGone, gone(rejections), entries)}
  ${part(context, t.sync.changesAdded, added(changes), lines)}
  ${part(context, t.sync.changesGone, gone(changes), lines)}`;
}

export function comparisonPage(context: ConsoleContext, page: ComparisonPage): Safe {
  const { t } = context;
  const { run, compared, comparison } = page;
  return consolePage(context, {
    section: 'directory',
    title: t.sync.comparisonOf(run.sourceName),
    badge: runBadge(t, run),
    up: {
      href: `/directory/runs/${run.id}`,
      label: t.sync.runOf(run.sourceName, formatDateTime(run.startedAt)),
    },
    body:
      compared && comparison
        ? html`${chooser(context, page)} ${numbers(context, compared)}
          ${differences(context, comparison)}`
        : emptyState(t.sync.nothingToCompare),
  });
}
