// A PostgreSQL of its own with a whole province in it, kept between two measurements of one day: the
// journal's newest day must be today. PostgreSQL runs as it comes, but for fsync: a machine that stops
// costs nothing but two minutes of seeding.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { createLogger } from '../../src/core/logger.ts';
import { migrate } from '../../src/core/migrations.ts';
import { migrations } from '../../src/app.ts';
import { startPostgres } from '../../src/demo/postgres.ts';
import { freePort } from '../../test/support/ports.ts';
import { sessionSteps } from './seed-rows.ts';
import { seed, timed } from './seed.ts';

const here = import.meta.dirname;
const place = join(here, '..', '..', '.tmp', 'bench');

/** Of everything that says what is in it, and of the day in Việt Nam. */
function stamp(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(here).toSorted())
    if (name !== 'province.ts') hash.update(readFileSync(join(here, name)));
  const day = new Date().toLocaleDateString('sv', { timeZone: 'Asia/Ho_Chi_Minh' });
  return `${day} ${hash.digest('hex').slice(0, 12)}`;
}

async function query<Row extends object>(url: string, ...texts: string[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const rows: Row[] = [];
    for (const text of texts) rows.push(...(await client.query<Row>(text)).rows);
    return rows;
  } finally {
    await client.end();
  }
}

const seededAt = async (url: string) =>
  (
    await query<{ stamp: string | null }>(
      url,
      `SELECT shobj_description(oid, 'pg_database') AS stamp FROM pg_database WHERE datname = 'postgres'`,
    )
  )[0]?.stamp;

/**
 * Runs `work` on the address of the province's database, seeded where it is not there, is of another
 * day or is to be `fresh`.
 */
export async function withProvince(
  { fresh }: { fresh: boolean },
  work: (url: string) => Promise<void>,
): Promise<void> {
  if (fresh) rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  if (await visit(false, work)) return;
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  await visit(true, work);
}

async function visit(empty: boolean, work: (url: string) => Promise<void>): Promise<boolean> {
  const folder = join(place, 'postgres');
  if (!empty && !existsSync(folder)) return false;
  const postgres = await startPostgres({
    folder,
    port: await freePort(),
    settings: { fsync: 'off', max_wal_size: '8GB' },
  });
  try {
    const url = postgres.url('postgres');
    if (empty) {
      console.log('seeding (kept for the rest of the day):');
      await seed(url);
      await query(url, `COMMENT ON DATABASE postgres IS '${stamp()}'`);
    } else if ((await seededAt(url)) !== stamp()) return false;
    await migrate({ url, folder: migrations, logger: createLogger('silent') });
    await timed('sessions', () =>
      query(
        url,
        ...sessionSteps.map(({ sql }) => sql),
        'ANALYZE oidc_artifact, session_origin, bulk, bulk_item',
      ),
    );
    await work(url);
    return true;
  } finally {
    await postgres.stop();
  }
}
