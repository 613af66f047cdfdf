// The fourth step: what the first synchronisation would do, tried out without changing anything.
import type { Progress } from '../../src/directory/progress.ts';
import type { RunChange } from '../../src/directory/record.ts';
import type { Run } from '../../src/directory/runs.ts';
import type { Source } from '../../src/directory/source-safe.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDateTime } from '../../src/web/dates.ts';
import { facts } from '../console/facts.ts';
import { table } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';
import { watched } from './progress.ts';
import { sentenceOfCode } from './report.ts';
import { setUpPage, stepPath, ways } from './set-up.ts';
import { countsLine } from './source.ts';

export type PreviewPage = {
  source: Source;
  run: Run | undefined; // the last dry run
  progress: Progress | undefined;
  changes: readonly RunChange[]; // its first
  now: Date;
};

/** What the brake would say, or what went wrong. */
function verdict(context: ConsoleContext, run: Run): Safe {
  const { t } = context;
  const params = run.reasonDetail as Record<string, string | number>;
  const reason = run.reason && sentenceOfCode(context, run.reason, params);
  if (run.state === 'failed')
    return html`<div class="notice bad" role="alert">
      <p><strong>${t.setUp.previewFailed}</strong></p>
      <p>${reason}</p>
    </div>`;
  if (run.state === 'held')
    return html`<div class="notice warn" role="alert">
      <p><strong>${t.setUp.wouldBeHeld}</strong></p>
      <p>${reason}</p>
    </div>`;
  return html`<div class="notice ok" role="status">
    <p><strong>${t.setUp.wouldBeApplied}</strong></p>
  </div>`;
}

function differences({ t }: ConsoleContext, run: Run, changes: readonly RunChange[]): Safe {
  return html`<h2>${t.setUp.firstDifferences}</h2>
    ${table({
      caption: t.setUp.firstDifferences,
      columns: [
        { label: t.sync.entity, cell: ({ entity }: RunChange) => t.sync.entities[entity] },
        { label: t.people.fullName, cell: ({ name }) => name },
        { label: t.sync.op, cell: ({ op }) => t.sync.ops[op] },
        { label: t.sync.attribute, cell: ({ attribute }) => attribute },
        { label: t.sync.new, cell: (change) => change.new },
      ],
      rows: changes,
      empty: t.sync.noChanges,
    })}
    <p class="after-table"><a href="/directory/runs/${run.id}">${t.setUp.wholeRun}</a></p>`;
}

function result(context: ConsoleContext, page: PreviewPage, run: Run): Value {
  const { t } = context;
  if (run.state === 'running') return watched(context, { ...page, run });
  return html`${page.source.updatedAt > run.startedAt && html`<p class="notice warn">${t.setUp.previewOld}</p>`}
    ${verdict(context, run)}
    <section class="card">
      ${facts([
        [t.sync.startedAt, formatDateTime(run.startedAt)],
        [t.sync.result, countsLine(context, run.counts)],
      ])}
    </section>
    ${run.state !== 'failed' && differences(context, run, page.changes)}`;
}

export function previewPage(context: ConsoleContext, page: PreviewPage): Safe {
  const { t } = context;
  const { source, run } = page;
  const done = run !== undefined && !['running', 'failed'].includes(run.state);
  return setUpPage(context, {
    step: 'preview',
    source,
    ...(run?.state === 'running' && { refreshSeconds: 2 }),
    body: html`<p class="prose">${t.setUp.previewIntro}</p>
      ${run && result(context, page, run)}
      ${
        run?.state !== 'running' &&
        html`<form method="post" class="inline-form" action="${stepPath(source, 'preview')}">
          <button class="${!done && 'primary'}">
            ${run ? t.setUp.previewAgain : t.setUp.preview}
          </button>
        </form>`
      }
      ${ways(context, source, { back: 'sample', next: 'schedule', primary: done })}`,
  });
}
