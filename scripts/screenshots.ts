// `npm run screenshots`: the demo as `npm run demo` puts it together, on free ports, and every page of
// the console, the portal and the sign-in that links lead to, at two widths, light and dark, in both
// languages. Pictures go to .tmp/screenshots; it ends with 1 where a page scrolls sideways, shows what no
// person should read, makes the browser complain, breaks the content policy, or axe finds a serious fault.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { administrator, demoPassword } from '../src/demo/cast.ts';
import { startDemonstration, type Demonstration } from '../src/demo/demonstration.ts';
import { readSettings } from '../src/demo/settings.ts';
import { launchChromium } from '../test/support/chromium.ts';
import { freePort } from '../test/support/ports.ts';
import { faultsOf, hear } from './screenshots/faults.ts';
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

const portNames = ['port', 'console-port', 'application-1-port', 'application-2-port'];
const morePorts = ['application-3-port', 'database-port', 'directory-port'];

/** Whose eyes: who signs in, where, and the pages no link leads to. */
type Walker = { name: string; site: 'publicUrl' | 'consoleUrl'; login?: string; also: string[] };
const walkers: Walker[] = [
  {
    name: 'console',
    site: 'consoleUrl',
    login: administrator.username,
    also: [
      '/search?q=nguyen',
      '/search?q=zzzz',
      '/people?text=zzzz',
      '/no-such-page',
      '/?done=saved',
    ],
  },
  { name: 'portal', site: 'publicUrl', login: 'nvan.skhcn', also: ['/no-such-page'] },
  {
    name: 'stranger',
    site: 'publicUrl',
    also: ['/notice', '/sign-in/gone', '/oidc/auth?client_id=nobody', '/oidc/session/end'],
  },
  { name: 'forbidden', site: 'consoleUrl', login: 'nvan.skhcn', also: [] },
];

async function startDemo(data: string): Promise<Demonstration> {
  const flags: string[] = [];
  for (const name of [...portNames, ...morePorts])
    flags.push(`--${name}`, String(await freePort()));
  return startDemonstration(readSettings([...flags, '--folder', data], {}));
}

async function signIn(page: Page, login: string): Promise<void> {
  await page.fill('[name=login]', login);
  await page.fill('[name=password]', demoPassword);
  await page.press('[name=password]', 'Enter');
  await page.waitForLoadState('load');
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

async function look(
  browser: Browser,
  demo: Demonstration,
  walker: Walker,
  paths: readonly string[],
  how: Look,
) {
  const origin = demo[walker.site];
  const page = await open(browser, origin, how, walker.login);
  const heard = hear(page);
  const faults: string[] = [];
  const shots = join(folder, how.language, `${how.scheme}-${how.width}`);
  mkdirSync(shots, { recursive: true });
  for (const path of paths) {
    heard.length = 0;
    await page.goto(origin + path);
    const name = `${walker.name}${path
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
      .replace(/[?&=/]+/g, '-')
      .replace(/-$/, '')}`.slice(0, 90);
    await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
    const found = [...heard, ...(await faultsOf(page, { axe: withAxe(how), width: how.width }))];
    faults.push(
      ...found.map(
        (fault) => `${how.language} ${how.scheme} ${how.width} ${walker.name} ${path}: ${fault}`,
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
  const browser = await launchChromium();
  const faults: string[] = [];
  try {
    for (const walker of walkers) {
      const first = await open(
        browser,
        demo[walker.site],
        { width: 1280, scheme: 'light', language: 'vi' },
        walker.login,
      );
      const paths =
        walker.name === 'stranger'
          ? ['/', ...walker.also]
          : await walk(first, demo[walker.site], walker.also);
      await first.context().close();
      console.log(`${walker.name}: ${paths.length} pages`);
      for (const language of languages)
        for (const scheme of schemes)
          for (const width of widths)
            faults.push(...(await look(browser, demo, walker, paths, { width, scheme, language })));
    }
  } finally {
    await browser.close();
    await demo.stop();
    rmSync(data, { recursive: true, force: true });
  }
  return faults;
}

const faults = await run();
for (const fault of faults) console.error(fault);
console.log(`${faults.length} faults; the pictures are in ${folder}`);
process.exitCode = faults.length > 0 ? 1 : 0;
