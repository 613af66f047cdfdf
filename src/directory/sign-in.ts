// Checks a password by binding to the directory as the person. The password is held for the length of
// the bind and goes nowhere else. At most a few binds at once per node: a directory that hangs must
// not take every connection of ours with it.
import type { Logger } from '../core/logger.ts';
import { AppError, isAppError } from '../core/errors.ts';
import type { Database, Statement } from '../core/database.ts';
import { connect, connectAs, type BindResult } from './connection.ts';
import { externalIdFilter } from './external-id.ts';
import { createPool } from './pool.ts';
import { endpointOf, type OpenSource, type Source, type SourceSafe } from './source-safe.ts';

export type DirectoryAnswer = 'ok' | 'wrong' | 'locked' | 'expired' | 'disabled' | 'unreachable';
export type DirectoryPerson = { sourceId: string; dn: string };

const totalMs = 5_000;
const maxAtOnce = 32;

const externalIdOfDn: Statement = {
  name: 'directory-external-id',
  text: 'SELECT external_id AS "externalId" FROM account WHERE source_id = $1 AND dn = $2 LIMIT 1',
};

/** Sub-codes of Active Directory stand in the text of its refusal, as in `…, data 52e, v4563`. */
const ofActiveDirectory: Record<string, DirectoryAnswer> = {
  '525': 'wrong',
  '52e': 'wrong',
  '530': 'disabled',
  '531': 'disabled',
  '532': 'expired',
  '533': 'disabled',
  '701': 'disabled',
  '773': 'expired',
  '775': 'locked',
};

/** Undefined for answers that say nothing about the password. */
export function answerOf({ code, message, policyError }: BindResult): DirectoryAnswer | undefined {
  if (policyError === 1) return 'locked';
  if (policyError === 0) return 'expired';
  if (code === 0) return policyError === 2 ? 'expired' : 'ok';
  const data = /\bdata ([0-9a-f]{3,4})\b/i.exec(message)?.[1]?.toLowerCase();
  if (code === 49) return ofActiveDirectory[data ?? ''] ?? 'wrong';
  if (code === 53) return 'disabled'; // unwilling to perform: how some servers refuse a closed account
  return undefined;
}

export function createDirectorySignIn(deps: {
  db: Database;
  logger: Logger;
  safe: Pick<SourceSafe, 'open'>;
}) {
  const { db, logger, safe } = deps;
  const pool = createPool();
  let underWay = 0;

  const keyOf = ({ id, settings }: Source) => JSON.stringify([id, settings]);

  /** Several servers share what is left of the time, so that the second still gets its turn. */
  function endpoint({ settings }: Source, deadline: number) {
    const left = Math.max(100, deadline - Date.now());
    const share = Math.floor(left / Math.max(1, settings.urls.length));
    return { ...endpointOf(settings), connectMs: share, operationMs: left };
  }

  async function bindOnce(source: Source, dn: string, password: string, deadline: number) {
    const key = keyOf(source);
    const connection = pool.take(key) ?? (await connect(endpoint(source, deadline)));
    try {
      return await connection.bind(dn, password);
    } finally {
      pool.giveBack(key, connection);
    }
  }

  /** A waiting connection may have died unseen: one more try, over a new one. */
  async function bind(source: Source, dn: string, password: string, deadline: number) {
    try {
      return await bindOnce(source, dn, password, deadline);
    } catch (error) {
      if (!isAppError(error, 'directory.unreachable') || Date.now() > deadline) throw error;
      return bindOnce(source, dn, password, deadline);
    }
  }

  /** Where the person is now, if the entry was renamed or moved since the last sync. */
  async function movedTo(source: OpenSource, dn: string, deadline: number) {
    const [row] = await db.sql.query<{ externalId: string }>(externalIdOfDn, [source.id, dn]);
    if (!row) return undefined;
    const { idAttribute, bases, bindDn } = source.settings;
    const connection = await connectAs(endpoint(source, deadline), bindDn, source.password);
    try {
      const filter = externalIdFilter(idAttribute, row.externalId);
      const search = { base: bases.people, scope: 'sub' as const, filter, attributes: ['1.1'] };
      const found = await connection.find(search, 2);
      return found.length === 1 && found[0]?.dn !== dn ? found[0]?.dn : undefined;
    } finally {
      connection.close();
    }
  }

  async function ask(person: DirectoryPerson, password: string, deadline: number) {
    const source = await safe.open(person.sourceId);
    const first = await bind(source, person.dn, password, deadline);
    const answer = answerOf(first);
    // 32: no such object. OpenLDAP says 49 for that too, so that names cannot be tried out.
    if (answer !== undefined && answer !== 'wrong') return answer;
    const dn = await movedTo(source, person.dn, deadline);
    if (!dn) return answer ?? (first.code === 32 ? 'wrong' : 'unreachable');
    return answerOf(await bind(source, dn, password, deadline)) ?? 'unreachable';
  }

  return {
    /** Never throws for what a directory does; ends within five seconds or so. An empty password is `wrong` unseen. */
    async check(person: DirectoryPerson, password: string): Promise<DirectoryAnswer> {
      if (password === '') return 'wrong';
      if (underWay >= maxAtOnce) return 'unreachable';
      underWay++;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<DirectoryAnswer>((resolve) => {
        timer = setTimeout(() => resolve('unreachable'), totalMs);
      });
      try {
        return await Promise.race([ask(person, password, Date.now() + totalMs), late]);
      } catch (error) {
        if (!isAppError(error) || !isOfDirectory(error)) throw error;
        logger.warn(
          { source: person.sourceId, reason: error.code, detail: error.params },
          'directory cannot be asked',
        );
        return 'unreachable';
      } finally {
        clearTimeout(timer);
        underWay--;
      }
    },
    /** Closes the connections that wait. */
    stop: pool.stop,
  };
}

const isOfDirectory = (error: AppError) => /^(directory|source)\./.test(error.code);
