// The demo's database inside its PostgreSQL.
import pg from 'pg';
import type { Postgres } from './postgres.ts';

const name = 'motchia';

/** Made where it does not exist yet. @returns its address. */
export async function ensureDatabase(postgres: Postgres): Promise<string> {
  const client = new pg.Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  return postgres.url(name);
}
