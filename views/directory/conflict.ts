// One conflict: both sides beside each other, and what can be decided.
import type { ConflictSeen, OpenConflict, Side } from '../../src/directory/conflicts.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDateTime } from '../../src/web/dates.ts';
import type { FormState } from '../../src/web/forms.ts';
import { facts } from '../console/facts.ts';
import { formErrors, textField } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { html, type Safe, type Value } from '../html.ts';

export type ConflictPage = { conflict: ConflictSeen; free: readonly string[]; form: FormState };

function side({ t }: ConsoleContext, title: string, who: Side): Safe {
  const words = t.conflicts;
  const { accountId, fullName, username, unit, titles, mail, phone, source, lastSignInAt } = who;
  return html`<section class="card">
    <h2>${title}</h2>
    ${facts([
      [
        t.people.fullName,
        accountId ? html`<a href="/people/${accountId}">${fullName}</a>` : fullName,
      ],
      [words.whats.username, html`<span class="mono">${username}</span>`],
      [words.unit, unit],
      [words.titleOf, titles.join('; ')],
      [words.whats.mail, mail],
      [t.people.phone, phone],
      [words.source, source ?? words.local],
      [words.lastSignIn, lastSignInAt ? formatDateTime(lastSignInAt) : words.never],
    ])}
    ${accountId === null && html`<p class="muted">${words.newAccount}</p>`}
  </section>`;
}

function rivals({ t }: ConsoleContext, others: readonly OpenConflict[]): Safe {
  const words = t.conflicts;
  return html`<section class="card">
    <h2>${words.nobody}</h2>
    ${
      others.length > 0 &&
      html`<p>${words.rivals}:</p>
        <ul class="plain rows">
          ${others.map(
            ({ id, name, sourceName }) =>
              html`<li>
                <a href="/directory/conflicts/${id}">${name}</a>
                <span class="muted">${sourceName}</span>
              </li>`,
          )}
        </ul>`
    }
  </section>`;
}

type Choice = { value: string; label: string; hint: Value };

function choices({ t }: ConsoleContext, { conflict }: ConflictPage): Choice[] {
  const words = t.conflicts;
  const { what, holder, asking } = conflict;
  const left = what === 'username' && asking.accountId !== null ? 'kept' : what;
  const leave = { value: 'leave', label: words.leave[left], hint: words.leaveHint[left] };
  if (what === 'username')
    return [leave, { value: 'rename', label: words.rename, hint: words.renameHint }]; // its field follows
  const hint = holder ? words.moveHint(holder.fullName) : words.moveFree;
  return [leave, { value: 'move', label: words.move, hint }];
}

function radio(form: FormState, { value, label, hint }: Choice): Safe {
  return html`<div class="field check">
    <label
      ><input
        type="radio"
        name="kind"
        value="${value}"
        required
        aria-describedby="kind-${value}-hint"
        ${form.values['kind'] === value && html`checked`}
      />
      ${label}</label
    >
    <p class="hint" id="kind-${value}-hint">${hint}</p>
  </div>`;
}

function decide(context: ConsoleContext, page: ConflictPage): Safe {
  const { t } = context;
  const words = t.conflicts;
  const { conflict, form, free } = page;
  const wrong = form.errors['kind'];
  return html`<form class="card form" method="post" action="/directory/conflicts/${conflict.id}">
    ${formErrors(context, form)}
    <p>${words.effect(conflict.sourceName)}</p>
    <input type="hidden" name="shown" value="${form.values['shown']}" />
    <fieldset>
      <legend>${words.decide}</legend>
      ${choices(context, page).map((each) => radio(form, each))}
      ${wrong && html`<p class="error" id="kind-error">${t.forms.required}</p>`}
    </fieldset>
    ${
      conflict.what === 'username' &&
      textField(context, form, {
        name: 'given',
        label: words.given,
        ...(free.length > 0 && { hint: words.free(free.join(', ')) }),
        mono: true,
      })
    }
    ${textField(context, form, {
      name: 'reason',
      label: words.reason,
      hint: words.reasonHint,
      required: true,
    })}
    <div class="actions">
      <button class="primary">${t.common.save}</button>
      <a class="button" href="/directory/conflicts">${t.common.cancel}</a>
    </div>
  </form>`;
}

/** Perhaps nothing is to be divided: both may be one person. */
function samePerson({ t }: ConsoleContext, { asking, holder }: ConflictSeen): Value {
  if (!holder?.source || holder.accountId === null || holder.accountId === asking.accountId)
    return null;
  const words = t.joining;
  return html`<section class="card">
    <h2>${words.thisIs(holder.fullName)}</h2>
    ${
      asking.accountId === null
        ? html`<p>${words.samePersonFirst}</p>`
        : html`<p>${words.samePerson}</p>
            <p>
              <a class="button" href="/people/${holder.accountId}/join/${asking.accountId}"
                >${words.compare}</a
              >
            </p>`
    }
  </section>`;
}

const seen = (at: Date, runId: string | null): Value =>
  runId ? html`<a href="/directory/runs/${runId}">${formatDateTime(at)}</a>` : formatDateTime(at);

export function conflictPage(context: ConsoleContext, page: ConflictPage): Safe {
  const words = context.t.conflicts;
  const { conflict } = page;
  const { what, value, asking, holder, firstAt, lastAt, firstRunId, lastRunId } = conflict;
  return consolePage(context, {
    section: 'directory',
    title: words.heading(words.whats[what], value),
    up: { href: '/directory/conflicts', label: words.title },
    body: html`<div class="columns">
        ${side(context, words.asking, asking)}
        ${holder ? side(context, words.holder, holder) : rivals(context, conflict.rivals)}
      </div>
      <section class="card">
        ${facts([
          [context.t.sync.dn, html`<span class="mono">${conflict.dn}</span>`],
          [words.since, seen(firstAt, firstRunId)],
          [words.lastSeen, seen(lastAt, lastRunId)],
        ])}
      </section>
      ${samePerson(context, conflict)} ${decide(context, page)}`,
  });
}
