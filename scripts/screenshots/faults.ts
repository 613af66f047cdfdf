// What is wrong with a page as a browser shows it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Answers of 4xx, and a directory that is lost, are what some pages are there to show. */
const expected = /the server responded with a status of (4\d\d|503)/;

/** Errors of the console, of scripts and of the content policy, as they come. */
export function hear(page: Page): string[] {
  const heard: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected.test(message.text())) heard.push(message.text());
  });
  page.on('pageerror', (error) => heard.push(error.message));
  page.on('requestfailed', (request) => {
    const failure = request.failure()?.errorText ?? '';
    if (!failure.includes('ERR_ABORTED')) heard.push(`${failure} ${request.url()}`);
  });
  return heard;
}

/** A value that was never filled in, or the name of a message instead of its words. */
const raw =
  /\bundefined\b|\bNaN\b|\[object |\$\{|=>|\b(common|console|people|groups|units|applications|portal|frame|errors|forms|sync)\.[a-z]+[A-Z.][a-zA-Z.]*\b/;

type Violation = { id: string; impact: string | null; nodes: { html: string }[] };

async function unreachable(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate<Violation[]>(
    'axe.run({ resultTypes: ["violations"] }).then((r) => r.violations)',
  );
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `axe ${id}: ${nodes[0]?.html.slice(0, 160)}`);
}

export async function faultsOf(
  page: Page,
  ask: { axe: boolean; width: number },
): Promise<string[]> {
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
  const text = await page.evaluate<string>('document.body.innerText');
  const key = raw.exec(text)?.[0];
  return [
    ...(wide > ask.width ? [`scrolls sideways: ${wide} px`] : []),
    ...(key === undefined ? [] : [`shows ${key}`]),
    ...(ask.axe ? await unreachable(page) : []),
  ];
}
