import { describe, expect, test } from '@jest/globals';
import { importsOf, readSources, violations } from '../../scripts/check-architecture.ts';

const check = (path: string, text: string, others: Record<string, string> = {}) =>
  violations([
    { path, text },
    ...Object.entries(others).map(([other, its]) => ({ path: other, text: its })),
  ]);

test('the house keeps its own tables', () => {
  expect(violations(readSources('.'))).toEqual([]);
});

describe('the check finds', () => {
  test.each([
    [
      'a room that looks up',
      'src/core/x.ts',
      `import type { Account } from '../accounts/account.ts';`,
      'core/ may know only itself',
    ],
    [
      'rules that know the web',
      'src/accounts/x.ts',
      `import { table } from '../web/tables.ts';`,
      'only pages',
    ],
    [
      'a room that knows who composes it',
      'src/accounts/x.ts',
      `import type { App } from '../app.ts';`,
      'take an argument instead',
    ],
    [
      'a second door to a library',
      'src/accounts/x.ts',
      `import { Client } from 'ldapts';`,
      'only door is directory/connection.ts',
    ],
    [
      'a door opened late',
      'src/accounts/x.ts',
      `const argon2 = await import('argon2');`,
      'only door is credentials/passwords.ts',
    ],
    [
      'a type of a library elsewhere',
      'src/accounts/x.ts',
      `import type { JWK } from 'jose';`,
      'only door is oidc/keys.ts',
    ],
    [
      'a second client of the database',
      'src/accounts/x.ts',
      `import { PrismaClient } from '../generated/prisma/client.ts';`,
      'core/database.ts',
    ],
    [
      'the environment read elsewhere',
      'src/accounts/x.ts',
      `const home = process.env['HOME'];`,
      'only config.ts may',
    ],
    [
      'a view that calls a verb',
      'views/x.ts',
      `import { find } from '../src/accounts/accounts.ts';`,
      'a view knows types',
    ],
    [
      'a verb that renders',
      'src/accounts/accounts.ts',
      `import { page } from '../../views/x.ts';`,
      'render views',
    ],
    [
      'HTTP in a rule',
      'src/access/decide.ts',
      `import type { Request } from 'express';`,
      'pages of a room',
    ],
    [
      'production that needs the demo',
      'src/cli/x.ts',
      `import { startPostgres } from '../demo/postgres.ts';`,
      'not installed in production',
    ],
    ['a file without a room', 'src/helpers/x.ts', '', 'lies in no room'],
  ])('%s', (_what, path, text, sentence) => {
    const found = check(path, text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(sentence);
  });

  test('verbs of another room that were not handed over', () => {
    const verbs = { 'src/accounts/accounts.ts': 'export function createAccounts() {}' };
    const call = `import { createAccounts } from '../accounts/accounts.ts';`;
    expect(check('src/access/access.ts', call, verbs)[0]).toContain('makes verbs');
    expect(check('src/app.ts', call.replace('..', '.'), verbs)).toEqual([]);
  });
});

describe('the check lets pass', () => {
  test.each([
    [
      'types of verbs below',
      'src/access/x.ts',
      `import type { A } from '../accounts/accounts.ts';`,
    ],
    ['pure rules below', 'src/access/x.ts', `import { isActive } from '../accounts/account.ts';`],
    ['pages that know the web', 'src/accounts/pages.ts', `import { form } from '../web/forms.ts';`],
    [
      'pages that are handed verbs',
      'src/accounts/pages.ts',
      `import type { Access } from '../access/access.ts';`,
    ],
    [
      'the types of Prisma',
      'src/accounts/x.ts',
      `import type { Prisma } from '../generated/prisma/client.ts';`,
    ],
    [
      'views that know types',
      'views/x.ts',
      `import { type A, type B } from '../src/accounts/account.ts';`,
    ],
  ])('%s', (_what, path, text) => {
    expect(check(path, text)).toEqual([]);
  });
});

test('imports are read in every spelling', () => {
  const text = `import 'side';
import type { A } from './a.ts';
import {
  type B,
  c,
} from '../b.ts';
export { d } from './d.ts';
const e = await import('e');`;
  expect(importsOf({ path: 'src/core/x.ts', text })).toEqual([
    { path: 'side', typeOnly: false },
    { path: 'src/core/a.ts', typeOnly: true },
    { path: 'src/b.ts', typeOnly: false },
    { path: 'src/core/d.ts', typeOnly: false },
    { path: 'e', typeOnly: false },
  ]);
});
