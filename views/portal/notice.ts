// What is kept about people, what applications are told, and what one may ask for.
import type { Tile, TileGroup } from '../../src/portal/launcher.ts';
import type { RequestContext } from '../../src/web/context.ts';
import { table } from '../console/table.ts';
import { html, type Safe } from '../html.ts';
import { portalPage } from './frame.ts';
import { nameIn } from '../named.ts';

export type NoticePage = {
  fullName: string | undefined;
  groups: readonly TileGroup[] | undefined; // undefined: nobody is signed in
};

const list = (items: readonly string[]): Safe =>
  html`<ul>
    ${items.map((item) => html`<li>${item}</li>`)}
  </ul>`;

function sentences({ t }: RequestContext, scopes: readonly string[]): string[] {
  return Object.entries(t.signIn.scopes)
    .filter(([scope]) => scopes.includes(scope))
    .map(([, sentence]) => sentence);
}

function perApplication(context: RequestContext, groups: readonly TileGroup[]): Safe {
  const { t, locale } = context;
  return html`<h2>${t.portal.notice.perApplication}</h2>
    ${table<Tile>({
      caption: t.portal.notice.perApplication,
      columns: [
        { label: t.portal.application, cell: (one) => nameIn({ locale }, one) },
        {
          label: t.portal.notice.receives,
          cell: (one) =>
            one.scopes.length > 0 ? list(sentences(context, one.scopes)) : t.common.none,
        },
      ],
      rows: groups.flatMap((group) => group.tiles),
      empty: t.portal.none,
    })}`;
}

export function noticePage(context: RequestContext, page: NoticePage): Safe {
  const { t } = context;
  const words = t.portal.notice;
  return portalPage(context, {
    section: 'notice',
    title: words.title,
    fullName: page.fullName,
    body: html`<div class="prose">
      <h1>${words.title}</h1>
      <p>${words.purpose}</p>
      <h2>${words.heldTitle}</h2>
      ${list(words.held)}
      <h2>${words.givenTitle}</h2>
      <p>${words.given}</p>
      ${list(Object.values(t.signIn.scopes))}
      ${
        page.groups
          ? perApplication(context, page.groups)
          : html`<p><a href="/">${words.signedOut}</a></p>`
      }
      <h2>${words.rightsTitle}</h2>
      <p>${words.rights}</p>
    </div>`,
  });
}
