// The mapping of a source beside what it makes of real entries. With scripts the preview follows what
// is typed; without them a button asks for it.
import type { Sampled } from '../../src/directory/set-up.ts';
import type { Source } from '../../src/directory/source-safe.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { FormState } from '../../src/web/forms.ts';
import { formErrors, textField } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { emptyState } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';
import { mappingFields, replacements, rules } from './form.ts';
import { sampleSection } from './sample.ts';

export type MappingPage = {
  source: Source;
  form: FormState;
  preview: Preview | undefined; // undefined: nobody asked for it yet
};

/** `unknown`: positions that the replacements name and the catalogue does not. */
export type Preview = { outcome: Sampled; unknown: readonly string[] };

/** @param preview undefined where what is typed has mistakes, or nobody asked yet. */
export function mappingPreview(
  context: ConsoleContext,
  form: FormState,
  preview: Preview | undefined,
): Safe {
  const { t } = context;
  if (preview)
    return html`${
      preview.unknown.length > 0 &&
      html`<p class="notice warn">${t.mapping.unknownPositions(preview.unknown.join(', '))}</p>`
    }
    ${sampleSection(context, preview.outcome)}`;
  const wrong = Object.keys(form.errors).filter(Boolean);
  if (wrong.length === 0) return emptyState(t.mapping.notYet);
  return html`<div class="notice warn">
    <p>${t.mapping.mendFirst}</p>
    <ul>
      ${wrong.map((name) => html`<li>${labelOf(t, name)}: ${t.forms['not-an-expression']}</li>`)}
    </ul>
  </div>`;
}

function labelOf(t: ConsoleContext['t'], field: string): Value {
  const [part = '', name = ''] = field.split('.');
  const words: Record<string, Readonly<Record<string, string>>> = {
    mapping: t.sync.mappings,
    rules: t.sync.ruleNames,
    replace: t.sync.replaceNames,
  };
  return words[part]?.[name] ?? field;
}

export function mappingPage(context: ConsoleContext, page: MappingPage): Safe {
  const { t } = context;
  const { source, form, preview } = page;
  const here = `/directory/${source.id}/mapping`;
  return consolePage(context, {
    section: 'directory',
    title: t.mapping.title(source.name),
    up: { href: `/directory/${source.id}`, label: source.name },
    body: html`<p class="prose">${t.mapping.intro}</p>
      <div class="beside">
        <form
          method="post"
          class="card form"
          action="${here}"
          hx-post="${here}/sample"
          hx-trigger="load, change delay:300ms"
          hx-target="#sample"
          hx-swap="innerHTML"
        >
          ${formErrors(context, form)}
          <h2>${t.mapping.fields}</h2>
          ${mappingFields(context, page)} ${rules(context, page)} ${replacements(context, page)}
          ${textField(context, form, { name: 'who', label: t.mapping.who, hint: t.mapping.whoHint })}
          <div class="actions">
            <button class="primary" name="deed" value="save">${t.common.save}</button>
            <button name="deed" value="look">${t.mapping.look}</button>
            <a class="button" href="/directory/${source.id}">${t.common.cancel}</a>
          </div>
        </form>
        <section aria-labelledby="preview">
          <h2 id="preview">${t.mapping.preview}</h2>
          <div id="sample" aria-live="polite">${mappingPreview(context, form, preview)}</div>
        </section>
      </div>
      <script src="/assets/htmx.js" defer></script>`,
  });
}
