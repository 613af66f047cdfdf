// All that a developer needs, on one page that can be printed. The secret is there only in the answer
// to the form that issued it; every value can be selected without a script.
import type { Application } from '../../src/applications/application.ts';
import type { Snippet } from '../../src/applications/snippets.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { FormState } from '../../src/web/forms.ts';
import { formErrors, selectField } from '../console/form.ts';
import { facts } from '../console/facts.ts';
import { html, type Safe, type Value } from '../html.ts';
import { stepPath, wizardPage } from './wizard.ts';
import { nameIn } from '../named.ts';

export type ConnectPage = {
  application: Application;
  issuer: string;
  connected: boolean; // false: a mere link
  signsPeopleIn: boolean;
  usesSecret: boolean;
  secrets: number; // that count now
  secret: string | undefined; // just issued
  keepTimes: readonly (keyof ConsoleContext['t']['applications']['keep'])[];
  form: FormState;
  snippets: readonly Snippet[];
};

/** The button shows itself where there is a script to press it (views/assets/copy.js). */
const copyButton = ({ t }: ConsoleContext, id: string, what: string): Safe =>
  html`<button
    type="button"
    class="small copy"
    data-copies="${id}"
    data-done="${t.wizard.copied}"
    hidden
  >
    ${t.wizard.copy}<span class="visually-hidden"> ${what}</span>
  </button>`;

const copyable = (context: ConsoleContext, id: string, what: string, value: string): Safe =>
  html`<code class="whole" id="${id}">${value}</code> ${copyButton(context, id, what)}`;

function values(context: ConsoleContext, page: ConnectPage): Safe {
  const { t } = context;
  const words = t.applications;
  const { issuer, application, secret, signsPeopleIn } = page;
  const { metadata } = application;
  const row = (id: string, name: string, value: string | undefined) =>
    [name, value && copyable(context, id, name, value)] as const;
  const each = (id: string, name: string, all: readonly string[] | undefined) =>
    [
      name,
      all?.map(
        (one, i) => html`<span class="line">${copyable(context, `${id}-${i}`, name, one)}</span>`,
      ),
    ] as const;
  return html`<section class="card">
    ${secret && html`<p class="notice warn" role="status">${words.secretNote}</p>`}
    ${facts([
      row('issuer', words.issuer, issuer),
      row('discovery', words.discovery, `${issuer}/.well-known/openid-configuration`),
      row('client-id', words.clientId, application.clientId),
      [
        words.secret,
        secret &&
          html`<code class="secret" id="secret">${secret}</code>
            ${copyButton(context, 'secret', words.secret)}`,
      ],
      [
        words.authMethod,
        words.authMethods[metadata.token_endpoint_auth_method ?? 'client_secret_basic'],
      ],
      each('redirect', words.redirectUris, metadata.redirect_uris),
      each('logout', words.postLogoutUris, metadata.post_logout_redirect_uris),
      row('backchannel', words.backchannel, metadata.backchannel_logout_uri),
      [t.wizard.pkce, signsPeopleIn && t.wizard.pkceNeeded],
      row('scope', words.scope, metadata.scope),
      row('resource', words.resource, metadata.resource),
      row('resource-scopes', words.resourceScopes, metadata.resource_scopes?.join(' ')),
      [
        words.tokenFormat,
        metadata.resource && words.tokenFormats[metadata.access_token_format ?? 'opaque'],
      ],
      [words.signing, signsPeopleIn && (metadata.id_token_signed_response_alg ?? 'RS256')],
    ])}
    <details>
      <summary>${t.wizard.endpoints}</summary>
      ${facts([
        row('authorize', t.wizard.authorize, signsPeopleIn ? `${issuer}/auth` : undefined),
        row('token', t.wizard.token, `${issuer}/token`),
        row('userinfo', t.wizard.userinfo, signsPeopleIn ? `${issuer}/me` : undefined),
        row('end', t.wizard.endSession, signsPeopleIn ? `${issuer}/session/end` : undefined),
        row('keys', t.wizard.keys, `${issuer}/jwks`),
        row(
          'introspect',
          t.wizard.introspection,
          metadata.resource && `${issuer}/token/introspection`,
        ),
      ])}
    </details>
  </section>`;
}

function secretForm(context: ConsoleContext, page: ConnectPage): Value {
  const { t } = context;
  const { application, secrets, form, keepTimes, usesSecret, secret } = page;
  if (secret) return null;
  if (!usesSecret) return html`<p class="notice">${t.wizard.noSecret}</p>`;
  return html`<form
    method="post"
    class="card form unprinted"
    action="${stepPath(application.id, 'connect')}"
  >
    <h2>${t.applications.secret}</h2>
    ${formErrors(context, form)}
    <p>${t.wizard.secretNeeded} ${t.wizard.secretsNow(secrets)}</p>
    ${
      secrets === 0
        ? html`<input type="hidden" name="keep" value="0" />`
        : selectField(context, form, {
            name: 'keep',
            label: t.applications.keepPrevious,
            required: true,
            options: keepTimes.map((value) => ({ value, label: t.applications.keep[value] })),
          })
    }
    <div class="actions">
      <button class="${secrets === 0 ? 'primary' : 'danger'}">${t.wizard.issueSecret}</button>
    </div>
  </form>`;
}

function snippetSection(context: ConsoleContext, { snippets }: ConnectPage): Value {
  const { t } = context;
  if (snippets.length === 0) return null;
  return html`<section>
    <h2>${t.wizard.snippets}</h2>
    <p class="muted">${t.wizard.snippetsHint}</p>
    ${snippets.map(
      ({ id, title, file, code, tried }) =>
        html`<details class="card snippet">
          <summary>
            ${title}
            <span class="badge ${tried && 'ok'}">${tried ? t.wizard.tried : t.wizard.untried}</span>
          </summary>
          <p class="section-head">
            <span class="mono">${file}</span> ${copyButton(context, `snippet-${id}`, title)}
          </p>
          <pre class="code" id="snippet-${id}" tabindex="0" aria-label="${title}">${code}</pre>
        </details>`,
    )}
  </section>`;
}

function next(context: ConsoleContext, { application, signsPeopleIn }: ConnectPage): Safe {
  const { t } = context;
  return html`<div class="actions unprinted">
    ${signsPeopleIn && html`<a class="button primary" href="${stepPath(application.id, 'test')}">${t.wizard.tryIt}</a>`}
    ${
      application.state === 'draft' &&
      html`<a class="button" href="/applications/${application.id}/state/active"
        >${t.applications.to.active}</a
      >`
    }
    <a class="button" href="/applications/${application.id}">${nameIn(context, application)}</a>
  </div>`;
}

export function connectPage(context: ConsoleContext, page: ConnectPage): Safe {
  const { t } = context;
  const { application, connected } = page;
  const name = nameIn(context, application);
  return wizardPage(context, {
    step: 'connect',
    application,
    title: t.wizard.connectTitle(name),
    body: connected
      ? html`<p>${t.wizard.connectIntro} <span class="unprinted">${t.wizard.print}</span></p>
          ${application.state !== 'active' && html`<p class="notice warn">${t.wizard.notActive}</p>`}
          ${values(context, page)} ${secretForm(context, page)} ${snippetSection(context, page)}
          ${next(context, page)}
          <script type="module" src="/assets/copy.js"></script>`
      : html`<p class="notice">${t.wizard.linkOnly}</p>
          ${next(context, page)}`,
  });
}
