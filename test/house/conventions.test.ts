// The conventions of the house that no other tool knows.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { missingOptionals } from '../../scripts/complete-lock.ts';
import { schema, secretKeys } from '../../src/config.ts';
import { catalogue } from '../../src/core/errors.ts';
import { events } from '../../src/journal/events.ts';
import { locales, messagesFor } from '../../src/web/messages/messages.ts';

const files = ['src', 'views', 'test', 'scripts', 'bench', 'prisma']
  .filter((folder) => existsSync(folder))
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  .filter((path) => /\.(ts|mjs|cjs)$/.test(path) && !path.startsWith('src/generated/'));
const lines = (path: string) => readFileSync(path, 'utf8').split('\n');
const holding = (pattern: RegExp) =>
  files.filter((path) => pattern.test(readFileSync(path, 'utf8')));

test('no file is longer than 300 lines', () => {
  expect(files.filter((path) => lines(path).length - 1 > 300)).toEqual([]);
});

test('markup is made by the template of views/html.ts alone', () => {
  expect(holding(/new Safe\(/).filter((path) => !path.startsWith('test/house/'))).toEqual([
    'views/html.ts',
  ]);
});

test('the name of a prepared statement belongs to one text, and PostgreSQL keeps it whole', () => {
  const names = files
    .filter((path) => path.startsWith('src/'))
    .flatMap((path) => [
      ...readFileSync(path, 'utf8').matchAll(/\bname: [`']([\w-]+)[`'],\s*(?:\/\/.*\s*)*text:/g),
    ])
    .map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name, i) => names.indexOf(name) !== i || name.length > 63)).toEqual([]);
});

test('no file has a name that says nothing', () => {
  expect(files.filter((path) => /(^|\/)(utils?|helpers?|managers?|misc)\b/.test(path))).toEqual([]);
});

test('a comment silences one rule on one line, never a file', () => {
  const broad = /(eslint|oxlint)-disable(?!-next-line \S+\/\S)|@ts-(ignore|nocheck)/;
  expect(holding(broad).filter((path) => !path.startsWith('test/house/'))).toEqual([]);
});

test('.env.example lists exactly the keys of the configuration', () => {
  const listed = lines('.env.example').flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);
  expect(listed.toSorted()).toEqual(Object.keys(schema.shape).toSorted());
});

test('.env.example holds no secret, and names the file variant of each', () => {
  const text = readFileSync('.env.example', 'utf8');
  for (const key of secretKeys) expect(text).toContain(`${key}_FILE`);
  expect(text).toMatch(/^SEALING_KEYS=$/m);
});

test('the lock file names no place that packages come from', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { resolved?: string }>;
  };
  const placed = Object.entries(packages).filter(([, { resolved }]) => resolved?.includes('//'));
  expect(placed.map(([name]) => name)).toEqual([]);
});

test('the lock file knows the packages of every platform: else `npm ci` refuses it', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, object>;
  };
  const cure = 'node scripts/complete-lock.ts';
  expect({ cure, missing: missingOptionals(packages) }).toEqual({ cure, missing: [] });
});

/** A message that forgot a parameter shows it: "undefined", "NaN", "[object Object]". */
const broken = /undefined|NaN|\[object|\$\{/;

test.each(locales)('every error has a sentence in %s', (locale) => {
  const { errors } = messagesFor(locale);
  expect(Object.keys(errors).toSorted()).toEqual(Object.keys(catalogue).toSorted());
  for (const sentence of Object.values(errors)) {
    const anything = new Proxy({}, { get: () => '42' });
    expect(sentence(anything)).toMatch(/^\S.*[.!?…]$/s);
    expect(sentence(anything)).not.toMatch(broken);
  }
});

test('both languages name the same parameters of every error', () => {
  const asked = (sentence: (params: Record<string, string>) => string) => {
    const names = new Set<string>();
    sentence(new Proxy({}, { get: (_, name) => (names.add(String(name)), '42') }));
    return [...names].toSorted();
  };
  const [vi, en] = [messagesFor('vi').errors, messagesFor('en').errors];
  const differing = Object.keys(catalogue).filter(
    (code) =>
      asked(vi[code as keyof typeof vi]).join() !== asked(en[code as keyof typeof en]).join(),
  );
  expect(differing).toEqual([]);
});

test.each(locales)('every event of the journal has a name in %s', (locale) => {
  const names = messagesFor(locale).events as Record<string, unknown>;
  expect(Object.keys(names).toSorted()).toEqual([...events].toSorted());
  expect(Object.values(names).filter((name) => typeof name !== 'string' || !name)).toEqual([]);
});

test('no text of the interface is the same in both languages by oversight', () => {
  const leaves = (value: unknown, path: string): [string, unknown][] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`))
      : [[path, value]];
  const names = ['.common.product', '.common.vietnamese', '.common.english']; // each in its own language
  const english = new Map(leaves(messagesFor('en'), ''));
  const alike = leaves(messagesFor('vi'), '').filter(
    ([path, text]) =>
      typeof text === 'string' &&
      /\s/.test(text) &&
      /\p{L}/u.test(text) &&
      english.get(path) === text,
  );
  expect(alike.map(([path]) => path).filter((path) => !names.includes(path))).toEqual([]);
});
