// Prints the SQL that leads from the committed prisma/schema.prisma to the one in the working copy.
// Needs no database and no download: the schema engine is the WebAssembly build from npm.
// Use: node scripts/draft-migration.ts > prisma/migrations/<timestamp>_<name>/migration.sql
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { SchemaEngine } from '@prisma/schema-engine-wasm';

const path = 'prisma/schema.prisma';
const empty = 'datasource db {\n  provider = "postgresql"\n}\n';

function committed(): string {
  try {
    return execFileSync('git', ['show', `HEAD:${path}`], { encoding: 'utf8', stdio: 'pipe' });
  } catch {
    return empty; // the very first migration
  }
}

const schema = (content: string) => ({
  tag: 'schemaDatamodel' as const,
  files: [{ path, content }],
  configDir: 'prisma',
});

// The engine asks for a connection even where it compares two texts: this one leads nowhere.
const connection = {
  provider: 'postgres' as const,
  adapterName: 'nowhere',
  getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
  queryRaw: () => Promise.resolve({ columnNames: [], columnTypes: [], rows: [] }),
  executeRaw: () => Promise.resolve(0),
  executeScript: () => Promise.resolve(),
  startTransaction: () => Promise.reject(new Error('no database here')),
  dispose: () => Promise.resolve(),
};
const nowhere = {
  provider: 'postgres' as const,
  adapterName: 'nowhere',
  connect: () => Promise.resolve(connection),
  connectToShadowDb: () => Promise.resolve(connection),
};
(globalThis as Record<string, unknown>)['PRISMA_WASM_PANIC_REGISTRY'] = {
  set_message: console.error,
};
const now = readFileSync(path, 'utf8');
const engine = await SchemaEngine.new(
  { datamodels: [[path, now]] },
  () => {},
  bindMigrationAwareSqlAdapterFactory(nowhere),
);
const { stdout } = await engine.diff({
  from: schema(committed()),
  to: schema(now),
  script: true,
  exitCode: null,
  filters: { externalTables: [], externalEnums: [] },
});
process.stdout.write(stdout ?? '');
