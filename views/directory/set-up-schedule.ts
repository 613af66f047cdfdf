// The last step: how often, how much may leave at once, and the switch.
import type { Source } from '../../src/directory/source-safe.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { FormState } from '../../src/web/forms.ts';
import { formErrors, textField } from '../console/form.ts';
import { html, type Safe } from '../html.ts';
import { brakeLimits, following } from './form.ts';
import { outagePolicy } from './servers.ts';
import { setUpPage, stepPath } from './set-up.ts';

export function schedulePage(
  context: ConsoleContext,
  page: { source: Source; form: FormState },
): Safe {
  const { t } = context;
  const { source, form } = page;
  return setUpPage(context, {
    step: 'schedule',
    source,
    body: html`<form method="post" class="card form" action="${stepPath(source, 'schedule')}">
      ${formErrors(context, form)}
      ${textField(context, form, {
        name: 'everyMinutes',
        label: t.sync.everyMinutes,
        hint: t.sync.everyMinutesHint,
        inputmode: 'numeric',
        required: true,
      })}
      ${following(context, page)} ${brakeLimits(context, page)} ${outagePolicy(context, page)}
      <p><strong>${t.setUp.whatHappens}</strong></p>
      <ul>
        ${t.setUp.consequences.map((sentence) => html`<li>${sentence}</li>`)}
      </ul>
      <div class="actions">
        <button class="primary">${source.enabled ? t.common.save : t.setUp.switchOn}</button>
        <a class="button" href="${stepPath(source, 'preview')}">${t.setUp.back}</a>
      </div>
    </form>`,
  });
}
