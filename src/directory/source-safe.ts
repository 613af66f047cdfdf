// Sources as rows, and the safe for the passwords of their bind accounts. Only what opens a
// connection may hold the safe; the verbs of administrators have no way to get a password out.
import type { Database, Statement } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { isId } from '../core/random.ts';
import type { Sealing } from '../core/sealing.ts';
import { sourceSettings, type SourceSettings } from './settings.ts';
import type { Endpoint } from './socket.ts';

export type Source = {
  id: string;
  name: string;
  enabled: boolean; // false: no synchronisation; people who are here still sign in
  settings: SourceSettings;
  hasPassword: boolean;
  everyMinutes: number; // 0: only on demand
  nextRunAt: Date | null;
  updatedAt: Date;
};

export type OpenSource = Source & { password: string };
export type SourceRow = Omit<Source, 'hasPassword'> & { sealedPassword: string | null };
export type SourceSafe = ReturnType<typeof createSourceSafe>;

const select = `SELECT id, name, enabled, settings, sealed_password AS "sealedPassword",
  every_minutes AS "everyMinutes", next_run_at AS "nextRunAt",
  updated_at AS "updatedAt" FROM source`;
const findRow: Statement = { name: 'source-find', text: `${select} WHERE id = $1` };
const listRows: Statement = { name: 'source-list', text: `${select} ORDER BY rank, id` };

/** Settings that were fine once stay readable when a later version knows more of them. */
export const sourceOf = ({ sealedPassword, ...row }: SourceRow): Source => ({
  ...row,
  settings: sourceSettings.parse(row.settings),
  hasPassword: sealedPassword !== null,
});

export const endpointOf = (settings: SourceSettings): Endpoint => ({
  urls: settings.urls,
  security: settings.security,
  allowPlain: settings.allowPlain,
  ca: settings.ca,
  connectMs: settings.connectSeconds * 1000,
  operationMs: settings.operationSeconds * 1000,
});

const purpose = (id: string) => `bind password of source ${id}`;

export function createSourceSafe({ db, sealing }: { db: Database; sealing: Sealing }) {
  async function find(id: string): Promise<SourceRow | undefined> {
    const [row] = isId(id) ? await db.sql.query<SourceRow>(findRow, [id]) : [];
    return row;
  }

  /** @throws AppError `source.not-found`. */
  async function get(id: string): Promise<SourceRow> {
    const row = await find(id);
    if (!row) throw new AppError('source.not-found');
    return row;
  }

  /** @throws AppError `source.password-missing`. */
  function unseal({ id, sealedPassword }: SourceRow): string {
    if (!sealedPassword) throw new AppError('source.password-missing');
    return sealing.open(purpose(id), sealedPassword);
  }

  return {
    find,
    get,
    list: () => db.sql.query<SourceRow>(listRows),
    seal: (id: string, password: string) => sealing.seal(purpose(id), password),
    unseal,
    /** For a connection. @throws AppError `source.not-found`, `source.password-missing`. */
    async open(id: string): Promise<OpenSource> {
      const row = await get(id);
      return { ...sourceOf(row), password: unseal(row) };
    },
  };
}
