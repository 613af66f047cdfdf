import type { Postgres } from '../../src/demo/postgres.ts';

export default async function teardown(): Promise<void> {
  await ((globalThis as Record<string, unknown>)['testPostgres'] as Postgres | undefined)?.stop();
}
