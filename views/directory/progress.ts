// A run that goes on: where it is, how much it has read, for how long. With scripts the section asks
// for itself again; without them the page is loaded anew by the frame's refresh, or by its link.
import type { Phase, Progress } from '../../src/directory/progress.ts';
import type { Run } from '../../src/directory/runs.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatMoment, formatNumber } from '../../src/web/dates.ts';
import { facts } from '../console/facts.ts';
import { html, type Safe } from '../html.ts';

export type Watched = { run: Run; progress: Progress | undefined; now: Date };

const phases: readonly Phase[] = ['reading', 'planning', 'applying'];

export function progressSection(
  { t, locale }: ConsoleContext,
  { run, progress, now }: Watched,
): Safe {
  const words = t.sync.progress;
  const seconds = Math.max(0, Math.floor((now.getTime() - run.startedAt.getTime()) / 1000));
  const current = progress?.phase ?? 'reading';
  const number = (value: number | undefined) => formatNumber(value ?? 0, locale);
  return html`<section
    class="card"
    id="progress"
    hx-get="/directory/runs/${run.id}/progress"
    hx-trigger="every 2s"
    hx-swap="outerHTML"
  >
    <h2>${words.title}</h2>
    <ol class="steps">
      ${phases.map(
        (phase, i) =>
          html`<li ${phase === current && html`aria-current="step"`}>
            <span class="step-number">${i + 1}</span> ${words.phases[phase]}
          </li>`,
      )}
    </ol>
    ${facts([
      [words.people, number(progress?.people)],
      [words.units, number(progress?.units)],
      [words.groups, number(progress?.groups)],
      [words.elapsed, words.minutes(Math.floor(seconds / 60), seconds % 60)],
      [words.heard, progress && formatMoment(progress.at)],
    ])}
    ${
      current === 'reading' &&
      html`<p><a class="button" href="/directory/runs/${run.id}/cancel">${t.sync.cancel}</a></p>`
    }
  </section>`;
}

/** The section with what makes it live. */
export function watched(context: ConsoleContext, watch: Watched): Safe {
  const words = context.t.sync.progress;
  return html`${progressSection(context, watch)}
    <p class="muted">${words.goesOn} <a href="${context.path}">${words.lookAgain}</a></p>
    <script src="/assets/htmx.js" defer></script>`;
}
