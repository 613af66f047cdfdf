// Thiết lập. Owns what administrators set for the whole installation: stored in the table setting, each
// change in the journal with before and after. What a setting does is its reader's; what each may be is
// registry.ts's. A value that equals its default is not stored, so that a better default reaches everyone.
import type { Clock } from '../core/clock.ts';
import type { Change, Database, Statement } from '../core/database.ts';
import { isAppError } from '../core/errors.ts';
import type { Notifications } from '../core/notifications.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import type { Actor } from '../journal/actor.ts';
import { difference, type Fields } from '../journal/difference.ts';
import { record } from '../journal/journal.ts';
import {
  checkTogether,
  defaults,
  registry,
  settingKeys,
  valuesOf,
  type SettingKey,
  type SettingValues,
  type StoredSetting,
} from './registry.ts';

export type Settings = ReturnType<typeof createSettings>;

export type LastChange = { at: Date; actorId: string | null; actorName: string | null };

const all: Statement = { name: 'setting-all', text: 'SELECT key, value FROM setting' };
const turn: Statement = {
  name: 'setting-turn',
  text: `SELECT true AS locked FROM (SELECT pg_advisory_xact_lock(hashtextextended('motchia:settings', 0))) l`,
};
const lastChanges: Statement = {
  name: 'setting-last-changes',
  text: `SELECT k.key, j.at, j.actor_id AS "actorId", j.actor_name AS "actorName"
    FROM unnest($1::text[]) AS k (key) CROSS JOIN LATERAL (
      SELECT at, actor_id, actor_name FROM journal
      WHERE object_type = 'setting' AND object_id = k.key ORDER BY id DESC LIMIT 1) j`,
};

/** A listener that lost its connection hears nothing; no copy is believed longer than this. */
const keepMs = 30_000;

export function createSettings(deps: {
  db: Database;
  clock: Clock;
  notifications: Pick<Notifications, 'on'>;
}) {
  const { db, clock } = deps;
  let last: SettingValues = defaults;
  let kept: { values: SettingValues; until: number } | undefined;
  let reading: Promise<SettingValues> | undefined;

  /** Who asks after this reads anew, also where a reading began before. */
  function drop(): void {
    kept = undefined;
    reading = undefined;
  }
  deps.notifications.on(['setting'], drop);

  function load(): Promise<SettingValues> {
    const mine = db.sql.query<StoredSetting>(all).then((rows) => {
      last = valuesOf(rows);
      if (reading === mine) kept = { values: last, until: performance.now() + keepMs };
      return last;
    });
    const end = () => {
      if (reading === mine) reading = undefined;
    };
    mine.then(end, end);
    return mine;
  }

  /** As they are now. Without a database the last ones known: a page must still say what is wrong. */
  async function current(): Promise<SettingValues> {
    if (kept && kept.until > performance.now()) return kept.values;
    reading ??= load();
    return reading.catch((error: unknown) => {
      if (isAppError(error, 'database.unreachable')) return last;
      throw error;
    });
  }

  async function write(
    tx: Change,
    by: Actor,
    key: SettingKey,
    changed: { before: Fields; after: Fields },
  ) {
    const value = changed.after['value'];
    const isDefault =
      difference({ value: registry[key].fallback }, { value: value! }) === undefined;
    if (isDefault) await tx.prisma.setting.deleteMany({ where: { key } });
    else {
      const data = { value: value as Prisma.InputJsonValue, updatedAt: clock.now() };
      await tx.prisma.setting.upsert({ where: { key }, create: { key, ...data }, update: data });
    }
    const object = { type: 'setting', id: key, name: key };
    await record(tx, by, { event: 'setting.changed', object, detail: changed });
  }

  /** Changes those given; one entry of the journal each. @throws AppError `setting.…` with the field. */
  async function save(by: Actor, wanted: Partial<SettingValues>): Promise<void> {
    await db.change(async (tx) => {
      await tx.sql.query(turn);
      const before = valuesOf(await tx.sql.query<StoredSetting>(all));
      const after = { ...before, ...wanted };
      checkTogether(after);
      for (const key of settingKeys) {
        const changed = difference({ value: before[key] }, { value: after[key] });
        if (changed) await write(tx, by, key, changed);
      }
    });
    drop();
  }

  /** Who changed each last; those that nobody ever changed are missing. */
  async function changes(): Promise<Map<SettingKey, LastChange>> {
    type Row = LastChange & { key: SettingKey };
    const rows = await db.sql.query<Row>(lastChanges, [settingKeys]);
    return new Map(rows.map(({ key, ...change }) => [key, change]));
  }

  return {
    current,
    /** As this request, or the one before it, found them: for callers that cannot wait. */
    known: (): SettingValues => last,
    save,
    /** Back to the default. */
    reset: (by: Actor, key: SettingKey) => save(by, { [key]: registry[key].fallback }),
    changes,
  };
}
