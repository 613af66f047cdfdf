// Sources: the directories people come from, as administrators set them up. The password of the bind
// account goes in sealed and never comes out again, but to the connection itself.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import { AppError, isAppError } from '../core/errors.ts';
import { newId } from '../core/random.ts';
import { clean, cut } from '../core/text.ts';
import type { Actor } from '../journal/actor.ts';
import { record, type Json } from '../journal/journal.ts';
import { connectAs } from './connection.ts';
import { snapshotOf } from './entries.ts';
import type { WantedPerson } from './person-entry.ts';
import { readSample } from './reading.ts';
import type { Rejection } from './rejection.ts';
import { sourceSettings, type SourceSettings, type SourceSettingsInput } from './settings.ts';
import {
  endpointOf,
  sourceOf,
  type Source,
  type SourceRow,
  type SourceSafe,
} from './source-safe.ts';

export type SourceInput = {
  id?: string; // of the source to change; none makes a new one
  name: string;
  enabled?: boolean;
  everyMinutes?: number;
  settings: SourceSettingsInput;
  password?: string; // of the bind account; left out: the one we have
};

/** What an administrator sees after "test": how far it came, and what the first people look like. */
export type SourceReport = {
  ok: boolean;
  error?: { code: string; params: Readonly<Record<string, string | number>> };
  people: number; // of the first page
  units: number;
  groups: number;
  sample: WantedPerson[];
  rejections: Rejection[];
};

export type Sources = ReturnType<typeof createSources>;

const dueRows: Statement = {
  name: 'source-due',
  // The source that goes before others is read before them, so that it has the names first.
  text: `WITH due AS (
           UPDATE source SET next_run_at = $1::timestamptz + make_interval(mins => every_minutes)
           WHERE enabled AND every_minutes > 0 AND (next_run_at IS NULL OR next_run_at <= $1) RETURNING id, rank)
         SELECT id FROM due ORDER BY rank, id`,
};
const saveRow: Statement = {
  name: 'source-save',
  text: `INSERT INTO source (id, name, enabled, settings, sealed_password, every_minutes, rank)
         VALUES ($1, $2, $3, $4, $5, $6, (SELECT coalesce(max(rank), 0) + 1 FROM source))
         ON CONFLICT (id) DO UPDATE SET name = $2, enabled = $3, settings = $4, sealed_password = $5,
           every_minutes = $6, next_run_at = NULL, updated_at = now()`,
};

/** Where a kept password may go: it must be entered anew before it is sent to another server. */
const destination = ({ urls, security, bindDn, ca }: SourceSettings) =>
  JSON.stringify([urls, security, bindDn, ca]);

function checked(input: SourceInput): SourceSettings {
  const parsed = sourceSettings.safeParse(input.settings);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new AppError('source.invalid', { params: { field, problem: issue?.message ?? '' } });
}

export function createSources(deps: { db: Database; clock: Clock; safe: SourceSafe }) {
  const { db, clock, safe } = deps;

  /** The password to use: the one given, or the one kept where it goes to the same place as before. */
  function passwordFor(
    input: SourceInput,
    settings: SourceSettings,
    old: SourceRow | undefined,
  ): string {
    if (input.password) return input.password;
    const same = old && destination(sourceOf(old).settings) === destination(settings);
    if (!same) throw new AppError('source.password-missing');
    return safe.unseal(old);
  }

  /** @throws AppError `source.invalid`, `source.name-missing`, `source.name-taken`, `source.password-missing`. */
  async function save(by: Actor, input: SourceInput): Promise<Source> {
    const settings = checked(input);
    const old = input.id === undefined ? undefined : await safe.get(input.id);
    const id = old?.id ?? newId(clock.now());
    const name = cut(clean(input.name), 100);
    if (!name) throw new AppError('source.name-missing');
    const sealed = safe.seal(id, passwordFor(input, settings, old));
    const enabled = input.enabled ?? old?.enabled ?? true;
    const everyMinutes = Math.min(
      Math.max(0, input.everyMinutes ?? old?.everyMinutes ?? 60),
      10_080,
    );
    const shown = (row: Pick<SourceRow, 'name' | 'enabled' | 'everyMinutes' | 'settings'>) =>
      ({
        name: row.name,
        enabled: row.enabled,
        everyMinutes: row.everyMinutes,
        settings: row.settings,
      }) as Json;
    try {
      await db.transaction(async (tx) => {
        await tx.sql.query(saveRow, [
          id,
          name,
          enabled,
          JSON.stringify(settings),
          sealed,
          everyMinutes,
        ]);
        await record(tx, by, {
          event: old ? 'source.updated' : 'source.created',
          object: { type: 'source', id, name },
          detail: {
            before: old ? shown(old) : null,
            after: shown({ name, enabled, everyMinutes, settings }),
            passwordChanged: Boolean(input.password),
          },
        });
      });
    } catch (error) {
      if ((error as { code?: string }).code === '23505')
        throw new AppError('source.name-taken', { cause: error });
      throw error;
    }
    return sourceOf(await safe.get(id));
  }

  /** Tries a source out without changing anything: one that is kept, or one as typed in a form. */
  async function test(what: string | SourceInput): Promise<SourceReport> {
    const none = { people: 0, units: 0, groups: 0, sample: [], rejections: [] };
    try {
      const { settings, password } = await trial(what);
      const connection = await connectAs(endpointOf(settings), settings.bindDn, password);
      try {
        const reading = await readSample(connection, settings);
        const { people, units, groups, rejections } = snapshotOf(reading, settings);
        const counts = {
          people: reading.people.length,
          units: units.length,
          groups: groups.length,
        };
        return {
          ok: true,
          ...counts,
          sample: people.slice(0, 5),
          rejections: rejections.slice(0, 20),
        };
      } finally {
        connection.close();
      }
    } catch (error) {
      if (!isAppError(error)) throw error;
      return { ok: false, error: { code: error.code, params: error.params }, ...none };
    }
  }

  async function trial(what: string | SourceInput) {
    if (typeof what === 'string') return safe.open(what);
    const settings = checked(what);
    const old = what.id === undefined ? undefined : await safe.get(what.id);
    return { settings, password: passwordFor(what, settings, old) };
  }

  return {
    save,
    test,
    list: async (): Promise<Source[]> => (await safe.list()).map(sourceOf),
    find: async (id: string): Promise<Source | undefined> => {
      const row = await safe.find(id);
      return row && sourceOf(row);
    },
    /** Sources whose time has come; asking sets the next time, so that each is told once. */
    takeDue: async () =>
      (await db.sql.query<{ id: string }>(dueRows, [clock.now()])).map(({ id }) => id),
  };
}
