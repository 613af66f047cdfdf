// The live test of a sign-in: what it is and its button; afterwards what came back, decoded, or what
// went wrong in words.
import type { Decision } from '../../src/access/decide.ts';
import type { Application } from '../../src/applications/application.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatMoment } from '../../src/web/dates.ts';
import type { TrialAnswer } from '../../src/web/trial-client.ts';
import { decisionBadge, reasons } from '../access/decisions.ts';
import { address } from '../address.ts';
import { facts } from '../console/facts.ts';
import { html, type Safe, type Value } from '../html.ts';
import { stepPath, wizardPage } from './wizard.ts';

type Words = ConsoleContext['t']['trial'];

export type TrialPage = {
  application: Application;
  canTry: boolean;
  signsPeopleIn: boolean;
  decision: Decision | undefined; // for the administrator who looks
  lacks: readonly (keyof Words['lacks'])[]; // what else keeps people out
  answer: TrialAnswer | undefined;
};

const moments = ['exp', 'iat', 'auth_time', 'nbf', 'updated_at'];

function shown(name: string, value: unknown): Value {
  if (moments.includes(name) && typeof value === 'number')
    return html`<strong>${formatMoment(new Date(value * 1000))}</strong>
      <span class="mono muted">${value}</span>`;
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return html`<code class="json">${text}</code>`;
}

function claims(words: Words, title: string, all: Readonly<Record<string, unknown>>): Safe {
  const meanings: Readonly<Record<string, string>> = words.claims;
  return html`<section class="card">
    <h2>${title}</h2>
    ${facts(
      Object.entries(all).map(([name, value]) => [
        html`<span class="mono">${name}</span> ${meanings[name]}`,
        shown(name, value),
      ]),
    )}
  </section>`;
}

function result({ t }: ConsoleContext, answer: TrialAnswer): Value {
  const words = t.trial;
  if (!answer.ok) {
    const causes: Readonly<Record<string, string>> = words.causes;
    return html`<section class="notice bad" role="alert">
      <h2>${words.failed}</h2>
      <p>${words.failedAt[answer.step]} ${causes[answer.code] ?? words.otherCause}</p>
      <p>
        <code>${answer.code}</code>
        ${answer.detail && html`<span lang="en">${answer.detail}</span>`}
      </p>
    </section>`;
  }
  return html`<section class="notice ok" role="status">
      <h2>${words.worked}</h2>
      <ul>
        ${words.checked.map((each) => html`<li>${each}</li>`)}
      </ul>
    </section>
    <p class="muted">${words.audience}</p>
    <div class="columns">
      ${claims(words, words.header, answer.header)} ${claims(words, words.idToken, answer.claims)}
    </div>
    ${claims(words, words.userinfo, answer.person)}
    <p class="muted">${words.revoked}</p>`;
}

function access({ t }: ConsoleContext, { decision, application, lacks }: TrialPage): Safe {
  const words = t.trial;
  const people = stepPath(application.id, 'people');
  return html`<section class="card">
    <h2>${words.access}</h2>
    ${
      decision &&
      html`<p>${decisionBadge(t, decision)}</p>
        <div>${reasons(t, decision)}</div>`
    }
    ${decision?.allowed === false && html`<p><a href="${people}">${words.allowMe}</a></p>`}
    ${
      lacks.length > 0 &&
      html`<h3>${words.lacking}</h3>
        <ul>
          ${lacks.map((each) => html`<li>${words.lacks[each]}</li>`)}
        </ul>`
    }
  </section>`;
}

function start({ t }: ConsoleContext, page: TrialPage): Safe {
  const words = t.trial;
  if (!page.canTry)
    return html`<p class="notice warn">
      ${page.signsPeopleIn ? words.notInThisState : words.noPeople}
    </p>`;
  return html`<form
    method="post"
    class="card form"
    action="${stepPath(page.application.id, 'test')}"
  >
    <p>${words.intro}</p>
    <div class="field check">
      <label><input type="checkbox" name="again" value="yes" /> ${words.again}</label>
    </div>
    <div class="actions">
      <button class="primary">${page.answer ? words.startAgain : words.start}</button>
      <a class="button" href="${address('/journal', { application: page.application.id })}"
        >${words.journal}</a
      >
    </div>
  </form>`;
}

export function trialPage(context: ConsoleContext, page: TrialPage): Safe {
  const { application, answer, canTry } = page;
  return wizardPage(context, {
    step: 'test',
    application,
    body: html`${answer && result(context, answer)} ${canTry && access(context, page)}
    ${start(context, page)}`,
  });
}
