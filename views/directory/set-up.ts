// The guided set-up of a source: its frame with the five steps, the choice of a kind, and the first
// step, where the directory is and how to speak with it.
import type { Preset } from '../../src/directory/settings.ts';
import type { Source } from '../../src/directory/source-safe.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { FormState } from '../../src/web/forms.ts';
import { formErrors, textField } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { html, type Safe, type Value } from '../html.ts';
import { connection, where } from './form.ts';

const steps = ['connect', 'test', 'sample', 'preview', 'schedule'] as const;
const kindNames: Record<Preset, string> = {
  openldap: 'OpenLDAP',
  '389-ds': '389 Directory Server',
  'active-directory': 'Active Directory',
};
export type SetUpStep = (typeof steps)[number];

/** Where a step of a source is. */
export const stepPath = (source: Source, step: SetUpStep): string =>
  `/directory/${source.id}/set-up${step === 'connect' ? '' : `/${step}`}`;

function trail({ t }: ConsoleContext, current: SetUpStep, source: Source | undefined): Safe {
  const words = t.setUp;
  return html`<nav aria-label="${words.steps}">
    <ol class="steps">
      ${steps.map((step, i) => {
        const label = html`<span class="step-number">${i + 1}</span> ${words.stepNames[step]}`;
        const link = source && step !== current;
        return html`<li ${step === current && html`aria-current="step"`}>
          ${link ? html`<a href="${stepPath(source, step)}">${label}</a>` : html`<span>${label}</span>`}
        </li>`;
      })}
    </ol>
  </nav>`;
}

export function setUpPage(
  context: ConsoleContext,
  page: { step: SetUpStep; source: Source | undefined; body: Value; refreshSeconds?: number },
): Safe {
  const { t } = context;
  const { source, step } = page;
  return consolePage(context, {
    section: 'directory',
    title: t.setUp.titles[step],
    refreshSeconds: page.refreshSeconds,
    badge: source && !source.enabled && html`<span class="badge">${t.setUp.notYetOn}</span>`,
    up: source
      ? { href: `/directory/${source.id}`, label: source.name }
      : { href: '/directory', label: t.sync.title },
    body: html`${trail(context, step, source)} ${page.body}`,
  });
}

/** Reads a few entries and shows the third step: a deed, for it asks the directory. */
export const lookForm = (source: Source, label: string, primary: boolean): Safe =>
  html`<form method="post" action="${stepPath(source, 'sample')}" class="inline-form">
    <button name="deed" value="look" class="${primary && 'primary'}">${label}</button>
  </form>`;

/** Back and forward: what was typed is in the source already. */
export function ways(
  { t }: ConsoleContext,
  source: Source,
  { back, next, primary }: { back?: SetUpStep; next?: SetUpStep; primary?: boolean },
): Safe {
  return html`<div class="actions">
    ${
      next === 'sample'
        ? lookForm(source, t.setUp.next(t.setUp.stepNames.sample), Boolean(primary))
        : next &&
          html`<a class="button ${primary && 'primary'}" href="${stepPath(source, next)}"
            >${t.setUp.next(t.setUp.stepNames[next])}</a
          >`
    }
    ${back && html`<a class="button" href="${stepPath(source, back)}">${t.setUp.back}</a>`}
  </div>`;
}

export function kindsPage(context: ConsoleContext): Safe {
  const { t } = context;
  const kinds = Object.keys(kindNames) as Preset[];
  return setUpPage(context, {
    step: 'connect',
    source: undefined,
    body: html`<h2>${t.setUp.whichKind}</h2>
      <ul class="tiles">
        ${kinds.map(
          (preset) =>
            html`<li>
              <a class="tile" href="/directory/set-up?preset=${preset}"
                ><strong>${kindNames[preset]}</strong>
                <span class="tile-text muted">${t.setUp.kinds[preset]}</span></a
              >
            </li>`,
        )}
      </ul>
      <p class="muted">${t.setUp.kindNote}</p>`,
  });
}

export function connectPage(
  context: ConsoleContext,
  page: { form: FormState; source: Source | undefined; preset: Preset | undefined },
): Safe {
  const { t } = context;
  const { form, source, preset } = page;
  const action = source ? stepPath(source, 'connect') : `/directory/set-up?preset=${preset}`;
  return setUpPage(context, {
    step: 'connect',
    source,
    body: html`<p class="prose">${t.setUp.intro}</p>
      <form method="post" class="card form" action="${action}">
        ${formErrors(context, form)}
        ${
          preset &&
          html`<p>
            ${t.setUp.filledFor(kindNames[preset])}
            <a href="/directory/set-up">${t.setUp.otherKind}</a>
          </p>`
        }
        ${textField(context, form, {
          name: 'name',
          label: t.sync.name,
          hint: t.setUp.nameHint,
          required: true,
        })}
        ${connection(context, page)} ${where(context, page)}
        <div class="actions">
          <button class="primary">${t.setUp.saveAndTest}</button>
          <a class="button" href="${source ? `/directory/${source.id}` : '/directory/set-up'}"
            >${t.setUp.back}</a
          >
        </div>
      </form>`,
  });
}
