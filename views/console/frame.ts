// The frame of every page of the console: navigation, who is signed in, heading, what was just done.
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { address } from '../address.ts';
import { html, safeUrl, type Safe, type Value } from '../html.ts';
import { layout } from '../layout.ts';

const sections = [
  ['start', '/'],
  ['people', '/people'],
  ['groups', '/groups'],
  ['units', '/units'],
  ['positions', '/positions'],
  ['applications', '/applications'],
  ['grants', '/grants'],
  ['directory', '/directory'],
  ['sessions', '/sessions'],
  ['journal', '/journal'],
  ['catalogs', '/catalogs'],
  ['settings', '/settings'],
] as const;
export type Section = (typeof sections)[number][0];

/** Pages that belong to no section mark none. */
type Place = Section | 'search';

export type ConsolePage = {
  section: Place;
  title: string;
  body: Value;
  badge?: Value; // beside the heading: the state of the thing
  actions?: Value; // at the right of the heading
  up?: { href: string; label: string }; // where this page hangs
  refreshSeconds?: number | undefined; // as of the layout
  sought?: string; // what stands in the search box
};

/** A row of links on a desk; on a telephone the same links fold behind the name of the section. */
function navigation({ t }: ConsoleContext, current: Place): Safe {
  const links = sections.map(
    ([section, href]) =>
      html`<a href="${href}" ${section === current && html`aria-current="page"`}
        >${t.console.sections[section]}</a
      >`,
  );
  return html`<nav class="nav console-nav" aria-label="${t.console.navigation}">${links}</nav>
    <details class="console-menu">
      <summary>
        ${current === 'search' ? t.console.navigation : t.console.menu(t.console.sections[current])}
      </summary>
      <nav class="nav" aria-label="${t.console.navigation}">${links}</nav>
    </details>`;
}

const finder = ({ t }: ConsoleContext, text: string): Safe =>
  html`<form
    class="find"
    method="get"
    action="/search"
    role="search"
    aria-label="${t.frame.find.label}"
  >
    <span class="find-box"
      ><input
        type="search"
        id="find"
        name="q"
        value="${text}"
        maxlength="100"
        autocomplete="off"
        aria-label="${t.frame.find.label}"
        aria-keyshortcuts="/"
        placeholder="${t.frame.find.hint}"
      />
      <kbd aria-hidden="true">/</kbd></span
    >
    <button class="small">${t.frame.find.go}</button>
  </form>`;

const account = (context: ConsoleContext, sought: string): Safe => {
  const { t, administrator } = context;
  return html`<span class="console-mark">${t.console.name}</span> ${finder(context, sought)}
    <script type="module" src="/assets/console.js"></script>
    <span class="console-account"
      ><a href="/people/${administrator.id}">${administrator.fullName}</a>
      <form class="inline-form" method="post" action="/logout">
        <button class="small">${t.common.signOut}</button>
      </form></span
    >`;
};

/** Start, section, the thing above this one, this one; the start page and sections have nowhere to go. */
function crumbs({ t }: ConsoleContext, page: ConsolePage): Value {
  const { section, up } = page;
  if (!up) return null;
  const place = sections.find(([name]) => name === section);
  const list = place && { href: place[1], label: t.console.sections[place[0]] };
  const hangs = list && up.href.split('?')[0] === list.href ? { ...list, href: up.href } : up;
  const above = list && hangs === up ? [list] : [];
  const steps = [{ href: '/', label: t.console.sections.start }, ...above, hangs];
  return html`<nav class="crumbs" aria-label="${t.frame.crumbs}">
    <ol>
      ${steps.map(({ href, label }) => html`<li><a href="${href}">${label}</a></li>`)}
      <li aria-current="page">${page.title}</li>
    </ol>
  </nav>`;
}

/** What was just done. Its cross leads to the same page without it; a script spares that way. */
function toast({ t, path }: ConsoleContext, sentence: string): Safe {
  const [pathname = '/', query = ''] = path.split('?');
  const rest = new URLSearchParams(query);
  rest.delete('done');
  const here = address(safeUrl(pathname), Object.fromEntries(rest));
  return html`<div class="toast" id="toast">
    <p role="status">${sentence}</p>
    <a href="${here}" aria-label="${t.frame.dismiss}" data-dismiss="toast">×</a>
  </div>`;
}

export function consolePage(context: ConsoleContext, page: ConsolePage): Safe {
  const { t, done } = context;
  return layout(context, {
    title: `${page.title} – ${t.console.name}`,
    wide: true,
    refreshSeconds: page.refreshSeconds,
    header: account(context, page.sought ?? ''),
    navigation: navigation(context, page.section),
    body: html`${crumbs(context, page)}
      <div class="page-head">
        <div class="page-title">
          <h1>${page.title}</h1>
          ${page.badge}
        </div>
        ${page.actions && html`<div class="page-actions">${page.actions}</div>`}
      </div>
      ${done && toast(context, t.console.done[done])} ${page.body}`,
  });
}
