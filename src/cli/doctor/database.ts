// The database: is it there, new enough, in UTF-8, up to date, and does its clock agree with ours?
import { readMigrations, pending } from '../../core/migrations.ts';
import type { Database } from '../../core/database.ts';
import { describeFailure } from '../failure.ts';
import { fail, ok, warn, type Finding } from './finding.ts';

const facts = {
  name: 'doctor-facts',
  text: `SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding,
    to_regclass('_prisma_migrations') IS NOT NULL AS prepared, clock_timestamp() AS now`,
};
const applied = {
  name: 'doctor-migrations',
  text: `SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
};

type Facts = { version: number; encoding: string; prepared: boolean; now: Date };
type Row = { migration_name: string; checksum: string; finished_at: Date | null };

const oldest = 150_000;

function ofServer({ version, encoding }: Facts): Finding {
  const number = `${Math.floor(version / 10_000)}.${version % 10_000}`;
  if (version < oldest)
    return fail('database', `PostgreSQL ${number} is too old: move to 15 or later`);
  if (encoding !== 'UTF8')
    return fail('database', `its encoding is ${encoding}: create the database with UTF8`);
  return ok('database', `PostgreSQL ${number}, ${encoding}`);
}

/** Two nodes may not disagree about time either; each compares itself with the database. */
export function ofClock(database: Date, before: Date, after: Date): Finding {
  const middle = (before.getTime() + after.getTime()) / 2;
  const apart = Math.abs(database.getTime() - middle) - (after.getTime() - before.getTime()) / 2;
  const seconds = Math.max(0, apart / 1000);
  const cure = 'keep both machines on one time server (chrony, systemd-timesyncd)';
  const found = `this machine and PostgreSQL are ${seconds.toFixed(1)} s apart`;
  if (seconds > 30) return fail('clock', `${found}: tokens would be refused; ${cure}`);
  if (seconds > 2) return warn('clock', `${found}: ${cure}`);
  return ok('clock', `agrees with PostgreSQL to ${Math.max(seconds, 0.1).toFixed(1)} s`);
}

async function ofMigrations(db: Database, folder: string, prepared: boolean): Promise<Finding> {
  const all = readMigrations(folder);
  const rows = prepared ? await db.sql.query<Row>(applied) : [];
  try {
    const missing = pending(all, rows);
    if (missing.length === 0) return ok('migrations', `all ${all.length} applied`);
    const names = missing.map(({ name }) => name).join(', ');
    return warn('migrations', `${names} not applied yet: the next start does it`);
  } catch (error) {
    return fail('migrations', (error as Error).message);
  }
}

export async function examineDatabase(db: Database, folder: string): Promise<Finding[]> {
  const before = new Date();
  try {
    const [found] = await db.sql.query<Facts>(facts);
    const after = new Date();
    if (!found) return [fail('database', 'gave no answer')];
    return [
      ofServer(found),
      await ofMigrations(db, folder, found.prepared),
      ofClock(found.now, before, after),
    ];
  } catch (error) {
    return [fail('database', describeFailure(error).message)];
  }
}
