// An import that goes on: where it is, and how many rows are done. With scripts the section asks for
// itself again; without them the page is loaded anew by the frame's refresh, or by its link.
import type { ImportPhase, ImportRun } from '../../src/imports/runs.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatMoment, formatNumber } from '../../src/web/dates.ts';
import { facts } from '../console/facts.ts';
import { html, type Safe } from '../html.ts';

export type Watched = { run: ImportRun; now: Date };

const phases: readonly ImportPhase[] = ['reading', 'planning', 'applying'];

export const goesOn = ({ state }: ImportRun): boolean =>
  state === 'reading' || state === 'applying';

function howFar({ t, locale }: ConsoleContext, { done, total }: ImportRun): Safe {
  const words = t.imports.progress;
  const [now, all] = [done, total].map((value) => formatNumber(value, locale));
  return html`<p class="how-far">
    <progress max="${total}" value="${done}" aria-labelledby="how-far"></progress>
    <span id="how-far">${words.done(now ?? '', all ?? '')}</span>
  </p>`;
}

export function progressSection(context: ConsoleContext, { run, now }: Watched): Safe {
  const { t } = context;
  const words = t.imports.progress;
  const seconds = Math.max(0, Math.floor((now.getTime() - run.startedAt.getTime()) / 1000));
  return html`<section
    class="card"
    id="progress"
    hx-get="/imports/${run.id}/progress"
    hx-trigger="every 1s"
    hx-swap="outerHTML"
  >
    <h2>${words.title}</h2>
    <ol class="steps">
      ${phases.map(
        (phase, i) =>
          html`<li ${phase === run.phase && html`aria-current="step"`}>
            <span class="step-number">${i + 1}</span> ${words.phases[phase]}
          </li>`,
      )}
    </ol>
    ${run.phase === 'applying' && howFar(context, run)}
    ${facts([
      [t.sync.progress.elapsed, t.sync.progress.minutes(Math.floor(seconds / 60), seconds % 60)],
      [t.sync.progress.heard, formatMoment(run.heardAt)],
    ])}
  </section>`;
}

/** The section with what makes it live, and the way out. */
export function watched(context: ConsoleContext, watch: Watched): Safe {
  const { t } = context;
  const words = t.imports.progress;
  const { id, state } = watch.run;
  return html`${progressSection(context, watch)}
    <p class="muted">
      ${state === 'reading' ? words.waits : words.whole} ${t.sync.progress.goesOn}
      <a href="/imports/${id}">${t.sync.progress.lookAgain}</a>
    </p>
    <form method="post" action="/imports/${id}/cancel"><button>${words.stop}</button></form>
    <script src="/assets/htmx.js" defer></script>`;
}
