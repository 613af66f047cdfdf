// The third step: a few real entries, each attribute beside the field it becomes, and the mapping to
// mend where it is wrong.
import type { Sampled } from '../../src/directory/set-up.ts';
import type { Source } from '../../src/directory/source-safe.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { FormState } from '../../src/web/forms.ts';
import { formErrors } from '../console/form.ts';
import { html, type Safe } from '../html.ts';
import { mapping, replacements, rules } from './form.ts';
import { sampleSection } from './sample.ts';
import { lookForm, setUpPage, stepPath, ways } from './set-up.ts';

/** `outcome`: undefined before anybody asked for entries. */
export type SamplePage = { source: Source; form: FormState; outcome: Sampled | undefined };

export function samplePage(context: ConsoleContext, page: SamplePage): Safe {
  const { t } = context;
  const { source, form, outcome } = page;
  const good = outcome !== undefined && 'sample' in outcome;
  return setUpPage(context, {
    step: 'sample',
    source,
    body: html`<p class="prose">${t.setUp.sampleIntro}</p>
      ${outcome ? sampleSection(context, outcome) : html`<p class="notice">${t.setUp.sampleNotRead}</p>`}
      ${lookForm(source, outcome ? t.setUp.lookAgain : t.setUp.look, !outcome)}
      <form method="post" class="card form" action="${stepPath(source, 'sample')}">
        <h2>${t.setUp.mend}</h2>
        ${formErrors(context, form)} ${mapping(context, page)} ${rules(context, page)}
        ${replacements(context, page)}
        <div class="actions">
          <button>${t.setUp.saveAndLook}</button>
          <a class="button" href="/directory/${source.id}/mapping">${t.mapping.whole}</a>
        </div>
      </form>
      ${ways(context, source, { back: 'test', ...(good && { next: 'preview', primary: true }) })}`,
  });
}
