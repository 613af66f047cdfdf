// The first page of an official: the applications they may use, those they like best on top.
import type { Tile, TileGroup } from '../../src/portal/launcher.ts';
import type { NewDevice } from '../../src/credentials/known-devices.ts';
import { formatDateTime } from '../../src/web/dates.ts';
import type { RequestContext } from '../../src/web/context.ts';
import { address } from '../address.ts';
import { deviceName, type Device } from '../device-name.ts';
import { html, safeUrl, type Safe, type Value } from '../html.ts';
import { findForm } from './find.ts';
import { monogram } from './monogram.ts';
import { portalPage } from './frame.ts';
import { nameIn } from '../named.ts';

export type ApplicationsPage = {
  fullName: string;
  text: string | undefined; // what was searched for
  groups: readonly TileGroup[]; // those that match
  newDevices: readonly (NewDevice & { device: Device })[]; // the person was not told of them yet
  none: boolean; // nothing is permitted at all
  console: string | undefined; // its address, for those who may administer
};

function star(context: RequestContext, one: Tile, text: string | undefined): Safe {
  const { t } = context;
  const name = nameIn(context, one);
  const label = one.favourite ? t.portal.forget(name) : t.portal.keep(name);
  return html`<form class="star" method="post" action="/favourites">
    <input type="hidden" name="application" value="${one.id}" />
    ${text && html`<input type="hidden" name="q" value="${text}" />`}
    <button
      type="submit"
      name="favourite"
      value="${one.favourite ? 'no' : 'yes'}"
      title="${label}"
      ${one.favourite && html`class="on"`}
    >
      <span aria-hidden="true">${one.favourite ? '★' : '☆'}</span>
      <span class="visually-hidden">${label}</span>
    </button>
  </form>`;
}

function tile(context: RequestContext, one: Tile, text: string | undefined): Safe {
  const { t } = context;
  const name = nameIn(context, one);
  return html`<li class="tile ${!one.href && 'closed'}" id="a-${one.id}">
    ${monogram(one.name, name)}
    ${
      one.href
        ? html`<a class="tile-name" href="${safeUrl(one.href)}">${name}</a>`
        : html`<strong class="tile-name">${name}</strong>`
    }
    ${one.description && html`<span class="tile-text">${one.description}</span>`}
    ${one.owner && html`<span class="tile-text muted">${t.portal.owner(one.owner)}</span>`}
    ${!one.href && html`<span class="tile-text muted">${t.portal.noLink}</span>`}
    ${star(context, one, text)}
  </li>`;
}

function titleOf(context: RequestContext, group: TileGroup): string {
  if (group.kind === 'favourites') return context.t.portal.favourites;
  return group.kind === 'other' ? context.t.portal.otherClass : nameIn(context, group);
}

const section = (context: RequestContext, page: ApplicationsPage, group: TileGroup): Safe =>
  html`<section class="tile-section" aria-labelledby="section-${group.kind}-${group.code}">
    <h2 id="section-${group.kind}-${group.code}">${titleOf(context, group)}</h2>
    <ul class="tiles">
      ${group.tiles.map((one) => tile(context, one, page.text))}
    </ul>
  </section>`;

function result({ t }: RequestContext, page: ApplicationsPage): Value {
  if (page.text === undefined || page.groups.length === 0) return null;
  const count = page.groups.reduce((sum, { tiles }) => sum + tiles.length, 0);
  return html`<p role="status">
    ${t.portal.found(count, page.text)} · <a href="/">${t.portal.showAll}</a>
  </p>`;
}

function nothing({ t }: RequestContext, page: ApplicationsPage): Value {
  const missing = html`<p>
    <a href="${address('/missing', { q: page.text })}">${t.portal.missing.link}</a>
  </p>`;
  if (page.none)
    return html`<div class="empty">
      <p>${t.portal.none}</p>
      <p>${t.portal.noneAdvice}</p>
      ${missing}
    </div>`;
  if (page.groups.length > 0) return null;
  return html`<div class="empty" role="status">
    <p>${t.portal.notFound(page.text ?? '')}</p>
    ${missing}
    <p><a href="/">${t.portal.showAll}</a></p>
  </div>`;
}

/** Of each: with what, when and from where; then what to do about it. */
function newDevices({ t }: RequestContext, { newDevices: all }: ApplicationsPage): Value {
  const [latest] = all;
  if (!latest) return null;
  const words = t.portal.newDevice;
  return html`<section class="notice warn" aria-labelledby="new-device">
    <h2 id="new-device">${words.title}</h2>
    <ul>
      ${all.map(
        (one) =>
          html`<li>
            ${words.one(deviceName(t, one.device), formatDateTime(one.createdAt), one.address ?? '–')}
          </li>`,
      )}
    </ul>
    <p>${words.advice}</p>
    <div class="actions">
      <form class="inline-form" method="post" action="/devices/recognised">
        <input type="hidden" name="until" value="${latest.createdAt.toISOString()}" />
        <button type="submit">${words.mine}</button>
      </form>
      <a class="button" href="/sessions">${words.look}</a>
    </div>
  </section>`;
}

export function applicationsPage(context: RequestContext, page: ApplicationsPage): Safe {
  const { t } = context;
  return portalPage(context, {
    section: 'applications',
    title: t.portal.title,
    fullName: page.fullName,
    body: html`<div class="page-head">
        <h1>${t.portal.hello(page.fullName)}</h1>
        ${
          page.console &&
          html`<a class="button" href="${safeUrl(page.console)}">${t.portal.console}</a>`
        }
      </div>
      ${newDevices(context, page)} ${!page.none && findForm(context, '/', page.text)}
      ${result(context, page)} ${nothing(context, page)}
      ${page.groups.map((group) => section(context, page, group))}
      ${
        page.groups.length > 0 &&
        html`<p class="after-tiles"><a href="/missing">${t.portal.missing.link}</a></p>`
      }`,
  });
}
