// `npm run screenshots`: the demo as `npm run demo` puts it together, on free ports, and every page of
// the console, the portal and the sign-in, after some deeds so that nothing is empty, at two widths, light and dark, in both
// languages. Pictures go to .tmp/screenshots; it ends with 1 where a page scrolls sideways, shows what no
// person should read, makes the browser complain, breaks the content policy, or axe finds a serious fault.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { administrator } from '../src/demo/cast.ts';
import { startDemonstration, type Demonstration } from '../src/demo/demonstration.ts';
import { readSettings } from '../src/demo/settings.ts';
import { launchChromium } from '../test/support/chromium.ts';
import { freePort } from '../test/support/ports.ts';
import { faultsOf, hear } from './screenshots/faults.ts';
import { furnish, type Extra } from './screenshots/furnish.ts';
import {
  consoleScenes,
  signIn,
  strangerScenes,
  troubleScenes,
  type Scene,
} from './screenshots/scenes.ts';
import { startSecondNode, type SecondNode } from './screenshots/second-node.ts';
import { walk } from './screenshots/walk.ts';

const folder = '.tmp/screenshots';
const widths = [360, 1280];
const schemes = ['light', 'dark'] as const;
const languages = ['vi', 'en'] as const;
type Look = {
  width: number;
  scheme: (typeof schemes)[number];
  language: (typeof languages)[number];
};

/** All of them, or those that the command names: `npm run screenshots -- vi light`. */
const looks: readonly Look[] = languages
  .flatMap((language) =>
    schemes.flatMap((scheme) => widths.map((width) => ({ language, scheme, width }))),
  )
  .filter((look) =>
    process.argv.slice(2).every((word) => Object.values(look).map(String).includes(word)),
  );

const portNames = ['port', 'console-port', 'application-1-port', 'application-2-port'];
const morePorts = ['application-3-port', 'database-port', 'directory-port'];

/** Whose eyes: who signs in, where, and what no link leads to. */
type Walker = {
  name: string;
  site: 'publicUrl' | 'consoleUrl';
  login?: string;
  walks?: true;
  also?: Extra;
  scenes?: Readonly<Record<string, Scene>>;
};

const walkersOf = (furnished: Extra, second: SecondNode): Walker[] => [
  {
    name: 'console',
    site: 'consoleUrl',
    login: administrator.username,
    walks: true,
    also: {
      ...furnished,
      found: '/search?q=nguyen',
      'found-nothing': '/search?q=zzzz',
      'nobody-found': '/people?text=zzzz',
      'no-such-page': '/no-such-page',
      done: '/?done=saved',
    },
    scenes: consoleScenes,
  },
  {
    name: 'portal',
    site: 'publicUrl',
    login: 'nvan.skhcn',
    walks: true,
    also: { 'no-such-page': '/no-such-page', 'found-nothing': '/?q=zzzz' },
  },
  {
    name: 'stranger',
    site: 'publicUrl',
    also: {
      'sign-in': '/',
      notice: '/notice',
      expired: '/sign-in/gone',
      'unknown-application': '/oidc/auth?client_id=nobody',
      'sign-out': '/oidc/session/end',
    },
    scenes: strangerScenes,
  },
  { name: 'forbidden', site: 'consoleUrl', login: 'nvan.skhcn', also: { console: '/' } },
  { name: 'trouble', site: 'publicUrl', scenes: troubleScenes(second) },
];

async function startDemo(data: string): Promise<Demonstration> {
  const flags: string[] = [];
  for (const name of [...portNames, ...morePorts])
    flags.push(`--${name}`, String(await freePort()));
  return startDemonstration(readSettings([...flags, '--folder', data], {}));
}

async function open(browser: Browser, origin: string, look: Look, login?: string): Promise<Page> {
  const { width, scheme, language } = look;
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    colorScheme: scheme,
    locale: language === 'vi' ? 'vi-VN' : 'en-GB',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(origin);
  if (login) await signIn(page, login);
  return page;
}

/** Accessibility is looked at once in each theme, at either width. */
const withAxe = ({ width, scheme, language }: Look) =>
  language === 'vi' && (width === 360) === (scheme === 'light');

type Shot = { name: string; show: Scene };

/** What the picture of a page is called. */
const nameOf = (path: string) =>
  decodeURIComponent(path)
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
    .replace(/[?&=/]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 90) || 'start';

const at =
  (path: string): Scene =>
  (page, origin) =>
    page.goto(origin + path);

/** Every page of a walker, each once. */
async function shotsOf(browser: Browser, demo: Demonstration, walker: Walker): Promise<Shot[]> {
  const { site, login, walks, also = {}, scenes = {} } = walker;
  const shots = new Map<string, Scene>();
  if (walks) {
    const page = await open(browser, demo[site], looks[0]!, login);
    for (const path of await walk(page, demo[site])) shots.set(nameOf(path), at(path));
    await page.context().close();
  }
  for (const [name, path] of Object.entries(also)) shots.set(name, at(path));
  for (const [name, scene] of Object.entries(scenes)) shots.set(`after-${name}`, scene);
  return [...shots].map(([name, show]) => ({ name: `${walker.name}-${name}`, show }));
}

/** The whole page; what sticks to the edge of the window is then at the end of the page. */
async function picture(page: Page, path: string, width: number): Promise<void> {
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  await page.setViewportSize({ width, height: Math.max(800, height) });
  await page.screenshot({ path, fullPage: true });
  await page.setViewportSize({ width, height: 800 });
}

async function look(
  browser: Browser,
  demo: Demonstration,
  walker: Walker,
  shots: readonly Shot[],
  how: Look,
) {
  const origin = demo[walker.site];
  const page = await open(browser, origin, how, walker.login);
  const heard = hear(page);
  const faults: string[] = [];
  const place = join(folder, how.language, `${how.scheme}-${how.width}`);
  mkdirSync(place, { recursive: true });
  for (const { name, show } of shots) {
    heard.length = 0;
    if (!walker.login) await page.context().clearCookies({ name: /session|interaction/ });
    const seen = await show(page, origin, demo)
      .then(() => picture(page, join(place, `${name}.png`), how.width))
      .then(() => faultsOf(page, { axe: withAxe(how), width: how.width }))
      .catch((error: unknown) => [`cannot be shown: ${(error as Error).message.split('\n')[0]}`]);
    faults.push(
      ...[...heard, ...seen].map(
        (fault) => `${how.language} ${how.scheme} ${how.width} ${name}: ${fault}`,
      ),
    );
  }
  await page.context().close();
  return faults;
}

async function run(): Promise<string[]> {
  rmSync(folder, { recursive: true, force: true });
  const data = mkdtempSync(join(tmpdir(), 'motchia-screenshots-'));
  const demo = await startDemo(join(data, '.demo'));
  const second = await startSecondNode(join(data, '.demo'));
  const browser = await launchChromium();
  const faults: string[] = [];
  try {
    for (const walker of walkersOf(await furnish(demo.app), second)) {
      const shots = await shotsOf(browser, demo, walker);
      console.log(`${walker.name}: ${shots.length} pages`);
      for (const how of looks) faults.push(...(await look(browser, demo, walker, shots, how)));
    }
  } finally {
    await browser.close();
    await second.stop();
    await demo.stop();
    rmSync(data, { recursive: true, force: true });
  }
  return faults;
}

const faults = await run();
for (const fault of faults) console.error(fault);
console.log(`${faults.length} faults; the pictures are in ${folder}`);
process.exitCode = faults.length > 0 ? 1 : 0;
