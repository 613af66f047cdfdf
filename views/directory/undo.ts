// The page before a run is undone: what goes back, what does not and why, what happens to the source.
import type { Collision, Undoable } from '../../src/directory/undo-judging.ts';
import type { UndoView } from '../../src/directory/undo.ts';
import type { Run } from '../../src/directory/runs.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDateTime, formatNumber } from '../../src/web/dates.ts';
import type { FormState } from '../../src/web/forms.ts';
import { checkField, formErrors, textField } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { table } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';
import { attributeLabel, valueLabel } from './change-words.ts';
import { changedName } from './changes.ts';

const counted = ['people', 'units', 'groups', 'posts', 'members', 'made'] as const;
const isNothing = (counts: Undoable) => counted.every((what) => counts[what] === 0);

function collisionsTable(context: ConsoleContext, view: UndoView): Value {
  const { t, locale } = context;
  const { collisions } = view;
  if (collisions.length === 0) return null;
  const most = formatNumber(collisions.length, locale);
  return html`<section>
    <h2>${t.undo.collisions}</h2>
    <p class="hint">
      ${t.undo.collisionsHint} ${view.counts.collisions > collisions.length && t.undo.firstOf(most)}
    </p>
    ${table({
      caption: t.undo.collisions,
      columns: [
        {
          label: t.units.name,
          cell: ({ entity, entityId, name }: Collision) =>
            changedName({ entity, entityId, name }, true),
        },
        { label: t.sync.entity, cell: ({ entity }) => t.sync.entities[entity] ?? entity },
        { label: t.undo.why, cell: ({ obstacle }) => t.undo.obstacles[obstacle] },
        { label: t.sync.attribute, cell: ({ attribute }) => attributeLabel(t, attribute) },
        { label: t.undo.left, cell: (line) => valueLabel(t, line, line.left) },
        { label: t.undo.now, cell: (line) => valueLabel(t, line, line.now) },
      ],
      rows: collisions,
      empty: null,
    })}
  </section>`;
}

function question(context: ConsoleContext, page: UndoPage): Safe {
  const { t, locale } = context;
  const { run, view, form } = page;
  const { counts } = view;
  const collisions = formatNumber(counts.collisions, locale);
  return html`<form method="post" action="/directory/runs/${run.id}/undo" class="card confirm">
    ${formErrors(context, form)}
    <h2>${t.console.whatHappens}</h2>
    <ul>
      ${counted
        .filter((what) => counts[what] > 0)
        .map(
          (what) => html`<li>${formatNumber(counts[what], locale)} ${t.undo.counts[what]}.</li>`,
        )}
      ${counts.made > 0 && html`<li>${t.undo.madeStays}</li>`}
      <li>${t.undo.rights}</li>
      <li>${t.undo.sourceOff(run.sourceName)}</li>
    </ul>
    ${
      counts.collisions > 0 &&
      html`<input type="hidden" name="collisions" value="${counts.collisions}" />
        ${checkField(context, form, { name: 'rest', label: t.undo.rest(collisions) })}`
    }
    ${textField(context, form, { name: 'reason', label: t.undo.reason, hint: t.undo.reasonHint, required: true })}
    <div class="actions">
      <button class="danger-fill">${t.undo.button}</button>
      <a class="button" href="/directory/runs/${run.id}">${t.common.cancel}</a>
    </div>
  </form>`;
}

export type UndoPage = { run: Run; view: UndoView; form: FormState };

export function undoPage(context: ConsoleContext, page: UndoPage): Safe {
  const { t, locale } = context;
  const { run, view } = page;
  const { days, rows } = view.limits;
  const notKept = t.undo.notKept(String(days), formatNumber(rows, locale));
  const none = view.kept ? t.undo.nothing : notKept;
  const possible = run.state === 'applied' && view.kept && !isNothing(view.counts);
  return consolePage(context, {
    section: 'directory',
    title: t.undo.title,
    up: {
      href: `/directory/runs/${run.id}`,
      label: t.sync.runOf(run.sourceName, formatDateTime(run.startedAt)),
    },
    body: html`${
      possible
        ? question(context, page)
        : html`${formErrors(context, page.form)}
            <p class="notice warn">${none}</p>`
    }
    ${collisionsTable(context, view)}`,
  });
}
