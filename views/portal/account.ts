// What is known of the person and where it comes from; the language they read.
import type { AccountPage } from '../../src/accounts/account-page.ts';
import type { RequestContext } from '../../src/web/context.ts';
import { formatDateTime } from '../../src/web/dates.ts';
import { locales } from '../../src/web/messages/messages.ts';
import { html, type Safe, type Value } from '../html.ts';
import { portalPage } from './frame.ts';

export type OwnAccountPage = {
  person: AccountPage;
  done: 'saved' | 'password-changed' | undefined; // what was just asked for
  mayChange: boolean; // the password, here
};

const fact = (label: string, value: Value): Safe =>
  html`<dt>${label}</dt>
    <dd>${value}</dd>`;

const fromDirectory = ({ t }: RequestContext): Safe =>
  html` <span class="muted">(${t.portal.fromDirectory})</span>`;

function post(context: RequestContext, one: AccountPage['posts'][number]): Safe {
  const words = [one.title, one.unitName].filter(Boolean).join(', ');
  return html`<li>
    ${words} ${one.main && html`<span class="badge">${context.t.portal.mainPost}</span>`}
    ${one.origin === 'directory' && fromDirectory(context)}
  </li>`;
}

const group = (context: RequestContext, one: AccountPage['groups'][number]): Safe =>
  html`<li>${one.name} ${one.origin === 'directory' && fromDirectory(context)}</li>`;

function me(context: RequestContext, { person, mayChange }: OwnAccountPage): Safe {
  const { t } = context;
  const { account, posts, groups } = person;
  const given = account.sourceId !== null;
  const origin = given && fromDirectory(context);
  const none = html`<span class="muted">${t.portal.notGiven}</span>`;
  const orNone = (value: string | null): Value => (value ? html`${value}${origin}` : none);
  const open = groups.filter(({ state }) => state === 'active');
  const list = (items: readonly Value[]): Safe =>
    items.length > 0
      ? html`<ul class="plain">
          ${items}
        </ul>`
      : none;
  return html`<section class="card" aria-labelledby="me">
    <h2 id="me">${t.portal.me}</h2>
    <dl class="facts tight">
      ${fact(t.portal.fullName, orNone(account.fullName))}
      ${fact(t.portal.username, html`<span class="mono">${account.username}</span>${origin}`)}
      ${fact(t.portal.mail, orNone(account.mail))} ${fact(t.portal.phone, orNone(account.phone))}
      ${fact(t.portal.posts, list(posts.map((one) => post(context, one))))}
      ${fact(t.portal.groups, list(open.map((one) => group(context, one))))}
      ${account.lastSignInAt && fact(t.portal.lastSignIn, formatDateTime(account.lastSignInAt))}
    </dl>
    ${given && html`<p class="muted">${t.portal.fromDirectoryHint} ${!mayChange && t.portal.passwordThere}</p>`}
  </section>`;
}

const password = ({ t }: RequestContext): Safe =>
  html`<section class="card" aria-labelledby="password">
    <h2 id="password">${t.password.heading}</h2>
    <p class="muted">${t.password.linkAbout}</p>
    <div class="actions"><a class="button" href="/account/password">${t.password.link}</a></div>
  </section>`;

const secondStep = ({ t }: RequestContext): Safe =>
  html`<section class="card" aria-labelledby="second-step">
    <h2 id="second-step">${t.secondFactor.portal.heading}</h2>
    <p class="muted">${t.secondFactor.portal.linkAbout}</p>
    <div class="actions">
      <a class="button" href="/account/second-step">${t.secondFactor.portal.link}</a>
    </div>
  </section>`;

function language(context: RequestContext, { account }: AccountPage): Safe {
  const { t, locale } = context;
  const names = { vi: t.common.vietnamese, en: t.common.english };
  const kept = account.locale ?? locale;
  return html`<form class="card" method="post" action="/account/language">
    <fieldset class="languages">
      <legend>${t.portal.language.title}</legend>
      <p class="muted">${t.portal.language.about}</p>
      ${locales.map(
        (one) =>
          html`<label lang="${one}"
            ><input
              type="radio"
              name="language"
              value="${one}"
              ${one === kept && html`checked`}
            />${names[one]}</label
          >`,
      )}
    </fieldset>
    <div class="actions"><button type="submit">${t.portal.language.save}</button></div>
  </form>`;
}

export function accountPage(context: RequestContext, page: OwnAccountPage): Safe {
  const { t } = context;
  const doneWords = { saved: t.portal.language.saved, 'password-changed': t.password.done };
  return portalPage(context, {
    section: 'account',
    title: t.portal.account,
    fullName: page.person.account.fullName,
    body: html`<div class="prose">
      <h1>${t.portal.account}</h1>
      ${page.done && html`<p class="notice ok" role="status">${doneWords[page.done]}</p>`}
      ${me(context, page)} ${page.mayChange && password(context)} ${secondStep(context)}
      ${language(context, page.person)}
    </div>`,
  });
}
