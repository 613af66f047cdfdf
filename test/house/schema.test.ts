import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

/** In a process of its own: the engine is WebAssembly, which jest cannot load. */
function compare(...args: string[]) {
  const run = spawnSync(
    process.execPath,
    ['scripts/check-schema.ts', process.env['TEST_POSTGRES'] ?? '', ...args],
    { encoding: 'utf8' },
  );
  return { code: run.status, sql: run.stdout, errors: run.status === 0 ? '' : run.stderr };
}

test('the schema and the migrations agree', () => {
  expect(compare()).toEqual({ code: 0, sql: '', errors: '' });
});

test('a column that only the schema knows is found', () => {
  const schema = join(mkdtempSync(join(tmpdir(), 'schema-')), 'schema.prisma');
  const text = readFileSync('prisma/schema.prisma', 'utf8');
  writeFileSync(schema, text.replace('model Account {', 'model Account {\n  shoeSize Int?'));
  const { code, sql } = compare(schema);
  expect(code).toBe(2);
  expect(sql).toContain('ADD COLUMN     "shoeSize" INTEGER');
});
