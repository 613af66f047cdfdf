// Decisions with their reasons: of one person for every application, of one application for people.
import type { Because, Decision, Unmet } from '../../src/access/decide.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import { html, type Safe, type Value } from '../html.ts';
import { becauseText, conditionsText } from './sentence.ts';

export const decisionBadge = (t: Messages, { allowed }: Pick<Decision, 'allowed'>): Safe =>
  html`<span class="badge ${allowed ? 'ok' : 'bad'}"
    >${allowed ? t.people.allowed : t.people.refused}</span
  >`;

function rule(t: Messages, each: Because | Unmet): Safe {
  const { effect, path, conditions, roles } = each;
  const missing = 'missing' in each ? each.missing.map((code) => t.grants.missing[code]) : [];
  const notes = [
    path.length > 1 && t.people.through(path.slice(0, -1).join(' → ')),
    conditionsText(t, conditions),
    roles.length > 0 && t.grants.withRoles(roles.join(', ')),
  ].filter(Boolean);
  return html`<li>
    ${t.people.rule(t.grants.effects[effect], becauseText(t, each))}
    ${notes.length > 0 && html`<span class="muted">${notes.join('; ')}</span>`}
    ${missing.length > 0 && html`<span class="badge warn">${missing.join(', ')}</span>`}
  </li>`;
}

/** The reason in words, then the rules that led to it and those whose conditions are not met. */
export function reasons(t: Messages, { code, because, unmet }: Decision): Value {
  const codes: Readonly<Record<string, string>> = t.people.codes;
  const rules = [...because, ...unmet];
  if (rules.length === 0) return codes[code] ?? code;
  return html`${code !== 'allowed' && code !== 'denied' && html`${codes[code] ?? code}`}
    <ul class="plain">
      ${rules.map((each) => rule(t, each))}
    </ul>`;
}
