// One application: what it is, how it connects, who may use it, what happened lately.
import type { Grant } from '../../src/access/grant-rows.ts';
import type { Application, ApplicationState } from '../../src/applications/application.ts';
import type { JournalEntry } from '../../src/journal/entry.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { grantsSection, inheritedSection } from '../access/grants.ts';
import { address } from '../address.ts';
import { facts } from '../console/facts.ts';
import { consolePage } from '../console/frame.ts';
import { html, safeUrl, type Safe, type Value } from '../html.ts';
import { recentEntries } from '../journal/entries.ts';
import { applicationBadge } from './list.ts';
import { nameIn } from '../named.ts';

export type ApplicationPage = {
  application: Application;
  className: string;
  sectionName: string | null; // where it stands in the portal
  owner: { id: string; name: string } | undefined;
  next: readonly ApplicationState[]; // states it may pass to
  connected: boolean;
  usesSecret: boolean;
  issuer: string;
  grants: readonly Grant[];
  inherited: readonly Grant[]; // of its class and its sets
  events: readonly JournalEntry[];
};

const mono = (text: string | undefined): Value => text && html`<span class="mono">${text}</span>`;
const each = (texts: readonly string[] | undefined): Value =>
  texts?.map((text) => html`<span class="mono line">${text}</span>`);

function about({ t }: ConsoleContext, page: ApplicationPage): Safe {
  const { application, className, owner } = page;
  const { link } = application;
  return html`<section class="card">
    ${facts([
      [t.applications.clientId, mono(application.clientId)],
      [t.applications.nameEn, application.nameEn],
      [t.applications.class, className],
      [
        t.launcher.section,
        !application.builtIn &&
          html`${page.sectionName ?? t.launcher.other} ·
            <a href="/applications/${application.id}/section">${t.launcher.place}</a>`,
      ],
      [t.applications.article, application.article],
      [
        t.applications.owner,
        owner ? html`<a href="/units/${owner.id}">${owner.name}</a>` : t.applications.noOwner,
      ],
      [t.applications.contact, application.contact],
      [t.applications.description, application.description],
      [
        t.applications.link,
        link && html`<a href="${safeUrl(link)}" rel="noreferrer noopener">${link}</a>`,
      ],
    ])}
  </section>`;
}

function protocol({ t }: ConsoleContext, page: ApplicationPage): Safe {
  const words = t.applications;
  if (!page.connected)
    return html`<section class="card">
      <h2>${words.protocol}</h2>
      <p>${words.notConnected}</p>
    </section>`;
  const { metadata } = page.application;
  const method = metadata.token_endpoint_auth_method ?? 'client_secret_basic';
  return html`<section class="card">
    <h2>${words.protocol}</h2>
    ${facts([
      [words.redirectUris, each(metadata.redirect_uris)],
      [words.postLogoutUris, each(metadata.post_logout_redirect_uris)],
      [words.backchannel, mono(metadata.backchannel_logout_uri)],
      [words.grantTypes, each(metadata.grant_types ?? ['authorization_code'])],
      [words.authMethod, words.authMethods[method]],
      [words.signing, mono(metadata.id_token_signed_response_alg)],
      [words.scope, mono(metadata.scope)],
      [words.jwksUri, mono(metadata.jwks_uri)],
      [words.jwks, metadata.jwks && html`<code>${JSON.stringify(metadata.jwks)}</code>`],
    ])}
    <h3>${words.connectFacts}</h3>
    ${facts([
      [words.issuer, mono(page.issuer)],
      [words.discovery, mono(`${page.issuer}/.well-known/openid-configuration`)],
    ])}
  </section>`;
}

function actions({ t }: ConsoleContext, page: ApplicationPage): Value {
  const { application, next, usesSecret } = page;
  const here = `/applications/${application.id}`;
  const people = html`<a class="button" href="${here}/people">${t.applications.peopleOf}</a>`;
  if (application.builtIn) return people;
  return html`${
      application.state === 'draft' &&
      html`<a class="button primary" href="${here}/setup/kind">${t.wizard.resume}</a>`
    } <a class="button" href="${here}/edit">${t.console.edit}</a> ${people}
    <a class="button" href="${here}/second-step">${t.secondFactor.title}</a>
    <a class="button" href="${here}/roles">${t.rules.roles.title}</a>
    ${
      page.connected &&
      html`<a class="button" href="${here}/connect">${t.wizard.openConnect}</a>
        <a class="button" href="${here}/test">${t.wizard.tryIt}</a>`
    }
    ${usesSecret && html`<a class="button" href="${here}/secret">${t.applications.issueSecret}</a>`}
    ${next.map(
      (state) =>
        html`<a class="button" href="${here}/state/${state}">${t.applications.to[state]}</a> `,
    )}`;
}

export function applicationPage(context: ConsoleContext, page: ApplicationPage): Safe {
  const { t, locale } = context;
  const { application } = page;
  const here = `/applications/${application.id}`;
  return consolePage(context, {
    section: 'applications',
    title: nameIn({ locale }, application),
    badge: html`${applicationBadge(t, application)}
    ${application.builtIn && html`<span class="badge">${t.applications.builtIn}</span>`}`,
    up: { href: '/applications', label: t.applications.title },
    actions: actions(context, page),
    body: html`<div class="columns">${about(context, page)} ${protocol(context, page)}</div>
      ${grantsSection(context, page.grants, {
        of: 'application',
        back: here,
        add: address('/grants/new', { application: application.id }),
      })}
      ${inheritedSection(context, page.inherited, application.id)}
      ${recentEntries(context, page.events, address('/journal', { application: application.id }))}`,
  });
}
