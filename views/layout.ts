// The frame of every page: banner, language, title, style sheet. Rooms bring the body.
import type { RequestContext } from '../src/web/context.ts';
import { locales } from '../src/web/messages/messages.ts';
import { html, type Safe, type Value } from './html.ts';

export type Frame = {
  title: string;
  body: Value;
  header?: Value; // what stands beside the name of the product
  navigation?: Value; // between the header and the content
  wide?: boolean; // the console uses the whole width
  head?: Value; // what else the page tells the browser of itself
  refreshSeconds?: number | undefined; // where scripts are off; with them, the page looks again by itself
};

/**
 * The same page in another language. What a request asks for is anybody's text: `//evil.example` would
 * lead away from here, and not every path is one a URL can be made of.
 */
function inLanguage(path: string, language: string): string {
  const [pathname = '', ...query] = path.split('?');
  const parameters = new URLSearchParams(query.join('?'));
  parameters.set('lang', language);
  return `${pathname.replace(/^[/\\]*/, '/')}?${parameters.toString()}`;
}

function languageSwitch({ t, locale, path }: RequestContext): Safe {
  const names = { vi: t.common.vietnamese, en: t.common.english };
  return html`<nav class="language" aria-label="${t.common.language}">
    ${locales.map((language) =>
      language === locale
        ? html`<span aria-current="true">${names[language]}</span>`
        : html`<a href="${inLanguage(path, language)}" lang="${language}" rel="nofollow"
            >${names[language]}</a
          >`,
    )}
  </nav>`;
}

/** Where a page answers a form sent elsewhere, going back by GET shows it empty: as the language switch does. */
function themeChoice({ t, theme, path }: RequestContext): Safe {
  const words = t.frame.theme;
  return html`<form class="theme" method="post" action="/theme" aria-label="${words.label}">
    <input type="hidden" name="return_to" value="${path}" />
    <span>${words.label}</span>
    ${(['device', 'light', 'dark'] as const).map(
      (one) =>
        html`<button
          class="small"
          name="theme"
          value="${one}"
          aria-pressed="${String(one === theme)}"
        >
          ${words[one]}
        </button>`,
    )}
  </form>`;
}

/** As the administrators call this installation. */
export const installation = ({ locale, settings }: Pick<RequestContext, 'locale' | 'settings'>) =>
  locale === 'en' ? settings.installationNameEn : settings.installationName;

const schemes = { device: 'light dark', light: 'light', dark: 'dark' };

export function layout(context: RequestContext, frame: Frame): Safe {
  const { t, locale, demo, theme } = context;
  return html`<!doctype html>
    <html lang="${locale}" data-theme="${theme}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="${schemes[theme]}" />
        <title>${frame.title} – ${installation(context)}</title>
        <link rel="stylesheet" href="/assets/motchia.css" />
        <link rel="icon" href="/assets/key.svg" type="image/svg+xml" />
        ${frame.head}
        ${
          frame.refreshSeconds &&
          html`<noscript><meta http-equiv="refresh" content="${frame.refreshSeconds}" /></noscript>`
        }
      </head>
      <body class="${frame.wide ? 'wide' : 'narrow'}">
        <a class="skip" href="#content">${t.common.skipToContent}</a>
        ${demo && html`<aside class="demo-banner" aria-label="${t.common.demo}">${t.common.demoBanner}</aside>`}
        <header class="top">
          <a class="brand" href="/"
            ><img src="/assets/key.svg" alt="" width="28" height="28" /> ${installation(context)}</a
          >
          ${frame.header} ${languageSwitch(context)}
        </header>
        ${frame.navigation}
        <main id="content" tabindex="-1">${frame.body}</main>
        <footer class="foot">${themeChoice(context)}</footer>
      </body>
    </html>`;
}
