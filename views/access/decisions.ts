// Decisions with their reasons: of one person for every application, of one application for people.
import type { Because, Decision } from '../../src/access/decide.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import { html, type Safe, type Value } from '../html.ts';

export const decisionBadge = (t: Messages, { allowed }: Pick<Decision, 'allowed'>): Safe =>
  html`<span class="badge ${allowed ? 'ok' : 'bad'}"
    >${allowed ? t.people.allowed : t.people.refused}</span
  >`;

function rule(t: Messages, { effect, subject, name, path }: Because): Safe {
  const who =
    subject === 'everyone' ? t.grants.subjects.everyone : `${t.grants.subjects[subject]} ${name}`;
  return html`<li>
    ${t.people.rule(t.grants.effects[effect], who)}
    ${path.length > 1 && html`<span class="muted">${t.people.through(path.slice(0, -1).join(' → '))}</span>`}
  </li>`;
}

/** The reason in words, then the rules that led to it. */
export function reasons(t: Messages, { code, because }: Decision): Value {
  const codes: Readonly<Record<string, string>> = t.people.codes;
  if (because.length === 0) return codes[code] ?? code;
  return html`${code !== 'allowed' && code !== 'denied' && html`${codes[code] ?? code}`}
    <ul class="plain">
      ${because.map((each) => rule(t, each))}
    </ul>`;
}
