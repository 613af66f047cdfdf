// Checks a password by binding to the directory as the person. The password is held for the length of
// the bind and goes nowhere else. At most a few binds at once per node: a directory that hangs must
// not take every connection of ours with it.
import type { Logger } from '../core/logger.ts';
import { AppError, isAppError } from '../core/errors.ts';
import type { Database, Statement } from '../core/database.ts';
import { answerOf, type DirectoryAnswer } from './bind-answer.ts';
import { connect, connectAs, type Connection } from './connection.ts';
import { externalIdFilter } from './external-id.ts';
import { endpointOf, type OpenSource, type Source, type SourceSafe } from './source-safe.ts';

export type DirectoryPerson = { sourceId: string; dn: string };

const totalMs = 5_000;
const maxAtOnce = 32;
const maxIdle = 8;
const idleMs = 30_000;

const externalIdOfDn: Statement = {
  name: 'directory-external-id',
  text: 'SELECT external_id AS "externalId" FROM account WHERE source_id = $1 AND dn = $2 LIMIT 1',
};

export function createDirectorySignIn(deps: {
  db: Database;
  logger: Logger;
  safe: Pick<SourceSafe, 'open'>;
}) {
  const { db, logger, safe } = deps;
  const idle = new Map<string, { connection: Connection; since: number }[]>();
  let underWay = 0;

  const keyOf = ({ id, settings }: Source) => JSON.stringify([id, settings]);

  /** A connection that waits since the last check, or a new one. */
  async function take(source: Source, deadline: number): Promise<Connection> {
    const waiting = idle.get(keyOf(source)) ?? [];
    for (let one = waiting.pop(); one; one = waiting.pop()) {
      if (one.connection.isOpen() && Date.now() - one.since < idleMs) return one.connection;
      one.connection.close();
    }
    return connect(endpoint(source, deadline));
  }

  function giveBack(source: Source, connection: Connection): void {
    const key = keyOf(source);
    const waiting = idle.get(key) ?? [];
    if (!connection.isOpen() || waiting.length >= maxIdle) return connection.close();
    waiting.push({ connection, since: Date.now() });
    idle.set(key, waiting);
    setTimeout(() => sweep(key), idleMs + 1_000).unref();
  }

  function sweep(key: string): void {
    const waiting = idle.get(key) ?? [];
    const fresh = waiting.filter(({ since }) => Date.now() - since < idleMs);
    waiting.filter((one) => !fresh.includes(one)).forEach(({ connection }) => connection.close());
    if (fresh.length > 0) idle.set(key, fresh);
    else idle.delete(key);
  }

  /** Several servers share what is left of the time, so that the second still gets its turn. */
  function endpoint({ settings }: Source, deadline: number) {
    const left = Math.max(100, deadline - Date.now());
    const share = Math.floor(left / Math.max(1, settings.urls.length));
    return { ...endpointOf(settings), connectMs: share, operationMs: left };
  }

  async function bindOnce(source: Source, dn: string, password: string, deadline: number) {
    const connection = await take(source, deadline);
    try {
      return await connection.bind(dn, password);
    } finally {
      giveBack(source, connection);
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
    stop(): void {
      for (const waiting of idle.values()) waiting.forEach(({ connection }) => connection.close());
      idle.clear();
    },
  };
}

const isOfDirectory = (error: AppError) => /^(directory|source)\./.test(error.code);
