// What a new local password must be, and how strong it is as one types. The rules work without a script;
// the strength is shown by password.js, which judges by the very rule of the server.
import type { PasswordDemands } from '../src/credentials/password-policy.ts';
import type { RequestContext } from '../src/web/context.ts';
import { html, type Safe } from './html.ts';

/** Beside the field of a new password: `aria-describedby="rules"`. */
export function passwordRules({ t }: RequestContext, demands: PasswordDemands): Safe {
  const { title, length, classes, names, common, earlier } = t.password.demands;
  const rules = [
    length(demands.least),
    demands.classes > 0 && classes(demands.classes),
    names,
    common,
    earlier,
  ].filter(Boolean);
  return html`<div id="rules">
    <p class="list-title">${title}</p>
    <ul>
      ${rules.map((rule) => html`<li>${rule}</li>`)}
    </ul>
  </div>`;
}

/** Of what is typed in the field of that id. Nothing is seen of it where scripts are off. */
export function passwordStrength(
  { t }: RequestContext,
  { least, classes, forbidden, own }: PasswordDemands,
  of = 'password',
): Safe {
  const { label, levels, tooShort, tooFewClasses, holdsName } = t.password.strength;
  return html`<div
      class="strength"
      hidden
      data-strength-of="${of}"
      data-least="${least}"
      data-classes="${classes}"
      data-forbidden="${forbidden.join(' ')}"
      data-own="${own.join(' ')}"
      data-levels="${levels.join('|')}"
      data-too-short="${tooShort}"
      data-too-few-classes="${tooFewClasses}"
      data-holds-name="${holdsName}"
    >
      <meter min="0" max="4" value="0" aria-label="${label}"></meter>
      <p class="hint" role="status"></p>
    </div>
    <script type="module" src="/assets/password.js"></script>`;
}
