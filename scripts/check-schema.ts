// Proves that prisma/schema.prisma and the migrations say the same: the migrations are applied to a
// fresh database and compared with the schema. Prints the SQL that is missing and ends with 2 where
// they differ. Needs no download: the schema engine is the WebAssembly build from npm.
// Use: node scripts/check-schema.ts postgresql://user:password@host:port/ [SCHEMA [MIGRATIONS]]
//   The user must be allowed to create databases; two empty ones are made and dropped.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { readMigrations } from '../src/core/migrations.ts';

const [server, schemaPath = 'prisma/schema.prisma', folder = 'prisma/migrations'] =
  process.argv.slice(2);
if (!server) throw new Error('give the address of a PostgreSQL server');

type Result = { fields?: { dataTypeID: number }[] };
type Internals = { performIO(query: unknown): Promise<Result> };

/** adapter-pg does not know the type "char" of the system tables (oid 18): told as text, then renamed. */
function knowsChar<T extends Awaited<ReturnType<PrismaPg['connect']>>>(adapter: T): T {
  const internals = adapter as unknown as Internals;
  const performIO = internals.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  let chars: number[] = [];
  internals.performIO = async (query) => {
    const result = await performIO(query);
    chars = [];
    result.fields?.forEach((field, i) => {
      if (field.dataTypeID !== 18) return;
      chars.push(i);
      field.dataTypeID = 25;
    });
    return result;
  };
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const i of chars) result.columnTypes[i] = 6; // Character
    chars = [];
    return result;
  };
  return adapter;
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: new URL('postgres', server).href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const made: (() => Promise<void>)[] = [];

/**
 * An empty database of its own. The adapter's own shadow database is no use: with a connection
 * string it runs the migrations in the real one.
 */
async function emptyDatabase() {
  const name = `check_schema_${randomBytes(6).toString('hex')}`;
  await administer(`CREATE DATABASE ${name}`);
  const pool = new pg.Pool({ connectionString: new URL(name, server).href });
  const adapter = knowsChar(await new PrismaPg(pool).connect());
  adapter.executeScript = async (script) => void (await pool.query(script)); // its own cuts at every ;
  adapter.dispose = () => Promise.resolve(); // at the end, whatever happens in between
  made.push(async () => {
    await pool.end();
    await administer(`DROP DATABASE ${name} WITH (FORCE)`);
  });
  return adapter;
}

const factory = {
  provider: 'postgres' as const,
  adapterName: 'own',
  connect: emptyDatabase,
  connectToShadowDb: emptyDatabase,
};

const list = {
  baseDir: resolve(folder),
  lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"' },
  shadowDbInitScript: '',
  migrationDirectories: readMigrations(folder).map(({ name, sql }) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
  })),
};

(globalThis as Record<string, unknown>)['PRISMA_WASM_PANIC_REGISTRY'] = {
  set_message: console.error,
};
const content = readFileSync(schemaPath, 'utf8');
const engine = await SchemaEngine.new(
  { datamodels: [[schemaPath, content]] },
  () => {},
  bindMigrationAwareSqlAdapterFactory(factory),
);
try {
  const difference = await engine.diff({
    from: { tag: 'migrations', ...list },
    to: { tag: 'schemaDatamodel', files: [{ path: schemaPath, content }] },
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
  });
  if (difference.exitCode !== 0) process.stdout.write(difference.stdout ?? '');
  process.exitCode = difference.exitCode;
} finally {
  for (const drop of made) await drop();
}
