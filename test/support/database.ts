// A database of its own for one test file, copied from the migrated template.
import { randomBytes } from 'node:crypto';
import pg from 'pg';

export type TestDatabase = { url: string; drop(): Promise<void> };

async function admin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${process.env['TEST_POSTGRES']}postgres` });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function create(options: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await admin(`CREATE DATABASE ${name} ${options}`);
  return {
    url: `${process.env['TEST_POSTGRES']}${name}`,
    drop: () => admin(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}

export const createTestDatabase = () => create('TEMPLATE template_motchia STRATEGY file_copy');

/** Without a single table: what a new installation finds. */
export const createEmptyDatabase = () => create('');
