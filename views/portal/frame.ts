// The frame of the portal's pages: where one is, who is signed in, the way out.
import type { RequestContext } from '../../src/web/context.ts';
import { html, type Safe, type Value } from '../html.ts';
import { layout } from '../layout.ts';

const sections = [
  ['applications', '/'],
  ['account', '/account'],
  ['sessions', '/sessions'],
  ['journal', '/journal'],
  ['notice', '/notice'],
] as const;

export type PortalPage = {
  section: (typeof sections)[number][0];
  title: string;
  fullName: string | undefined; // nobody is signed in
  body: Value;
};

const account = ({ t }: RequestContext, fullName: string): Safe =>
  html`<span class="signed-in"
    ><span>${fullName}</span>
    <form class="inline-form" method="post" action="/logout">
      <button class="small" type="submit">${t.common.signOut}</button>
    </form></span
  >`;

/** The portal can stand on a telephone's home screen like an application of its own. */
const installable = html`<link rel="manifest" href="/portal.webmanifest" />
  <link rel="apple-touch-icon" href="/assets/icon-touch-180.png" />
  <meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)" />
  <meta name="theme-color" content="#1f2227" media="(prefers-color-scheme: dark)" />`;

export function portalPage(context: RequestContext, page: PortalPage): Safe {
  const { t } = context;
  return layout(context, {
    title: page.title,
    wide: true,
    head: installable,
    header: page.fullName !== undefined && account(context, page.fullName),
    navigation: html`<nav class="nav portal-nav" aria-label="${t.portal.navigation}">
      ${sections.map(
        ([section, href]) =>
          html`<a href="${href}" ${section === page.section && html`aria-current="page"`}
            >${t.portal.sections[section]}</a
          >`,
      )}
    </nav>`,
    body: page.body,
  });
}
