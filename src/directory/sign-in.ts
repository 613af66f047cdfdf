// Checks a password by binding to the directory as the person. The password is held for the length of
// the bind and goes nowhere else. At most a few binds at once per source and node: a directory that
// hangs holds up nobody but its own people, and those for five seconds at most.
import type { Logger } from '../core/logger.ts';
import { isAppError, type AppError } from '../core/errors.ts';
import type { Database, Statement } from '../core/database.ts';
import { answerOf, type DirectoryAnswer } from './bind-answer.ts';
import { externalIdFilter } from './external-id.ts';
import { within } from './in-time.ts';
import { refuseUnable, type Servers } from './servers.ts';
import { refusal } from './socket.ts';
import type { OpenSource, SourceSafe } from './source-safe.ts';

export type DirectoryPerson = { sourceId: string; dn: string };

const totalMs = 5_000;
/** Beyond the deadline of the last server asked, for the answer to be put together. */
const graceMs = 250;
const maxAtOncePerSource = 32;
/** How long after the last question that nobody answered the directory counts as troubled. */
const troubledMs = 30_000;

const externalIdOfDn: Statement = {
  name: 'directory-external-id',
  text: `SELECT external_id AS "externalId" FROM known_person
    WHERE source_id = $1 AND dn = $2 AND external_id IS NOT NULL LIMIT 1`,
};

export function createDirectorySignIn(deps: {
  db: Database;
  logger: Logger;
  safe: Pick<SourceSafe, 'open'>;
  servers: Servers;
}) {
  const { db, logger, safe, servers } = deps;
  const underWay = new Map<string, number>();
  let troubledUntil = 0;

  const bind = (source: OpenSource, dn: string, password: string, deadline: number) =>
    servers.ask(source, deadline, async (connection) => {
      const result = await connection.bind(dn, password);
      refuseUnable(result);
      return result;
    });

  /** Where the person is now, if the entry was renamed or moved since the last sync. */
  async function movedTo(source: OpenSource, dn: string, deadline: number) {
    const [row] = await db.sql.query<{ externalId: string }>(externalIdOfDn, [source.id, dn]);
    if (!row) return undefined;
    const { idAttribute, bases, bindDn } = source.settings;
    const filter = externalIdFilter(idAttribute, row.externalId);
    const search = { base: bases.people, scope: 'sub' as const, filter, attributes: ['1.1'] };
    const found = await servers.ask(source, deadline, async (connection) => {
      const { code, message } = await connection.bind(bindDn, source.password);
      if (code !== 0) throw refusal(code, message);
      return connection.find(search, 2);
    });
    return found.length === 1 && found[0]?.dn !== dn ? found[0]?.dn : undefined;
  }

  async function ask(
    source: OpenSource,
    { dn }: DirectoryPerson,
    password: string,
    deadline: number,
  ): Promise<DirectoryAnswer> {
    const first = await bind(source, dn, password, deadline);
    const answer = answerOf(first);
    // 32: no such object. OpenLDAP says 49 for that too, so that names cannot be tried out.
    if (answer !== undefined && answer !== 'wrong') return answer;
    const moved = await movedTo(source, dn, deadline);
    if (!moved) return answer ?? (first.code === 32 ? 'wrong' : 'unreachable');
    return answerOf(await bind(source, moved, password, deadline)) ?? 'unreachable';
  }

  async function askInTime(
    source: OpenSource,
    person: DirectoryPerson,
    password: string,
  ): Promise<DirectoryAnswer> {
    try {
      const asked = ask(source, person, password, performance.now() + totalMs);
      asked.catch(() => undefined); // heard below, unless it is late
      return (await within(totalMs + graceMs, asked)) ?? 'unreachable';
    } catch (error) {
      if (!isAppError(error) || !isOfDirectory(error)) throw error;
      if (servers.isDown(source)) return 'down'; // the log knows since the last server died
      const { code, params } = error;
      logger.warn({ source: source.id, reason: code, detail: params }, 'directory cannot be asked');
      return 'unreachable';
    }
  }

  /** Lets a bounded number in: whoever comes when a directory is that slow is better told at once. */
  async function taken(person: DirectoryPerson, password: string): Promise<DirectoryAnswer> {
    const { sourceId } = person;
    const before = underWay.get(sourceId) ?? 0;
    if (before >= maxAtOncePerSource) return 'unreachable';
    underWay.set(sourceId, before + 1);
    try {
      return await askInTime(await safe.open(sourceId), person, password);
    } catch (error) {
      if (!isAppError(error) || !isOfDirectory(error)) throw error;
      logger.warn({ source: sourceId, reason: error.code }, 'directory cannot be asked');
      return 'unreachable';
    } finally {
      const left = (underWay.get(sourceId) ?? 1) - 1;
      if (left > 0) underWay.set(sourceId, left);
      else underWay.delete(sourceId);
    }
  }

  return {
    /** Never throws for what a directory does; ends within five seconds or so. An empty password is `wrong` unseen. */
    async check(person: DirectoryPerson, password: string): Promise<DirectoryAnswer> {
      if (password === '') return 'wrong';
      const answer = await taken(person, password);
      if (answer === 'unreachable') troubledUntil = performance.now() + troubledMs;
      return answer;
    },
    /**
     * Whether some directory cannot be asked just now. While it is so, every failed sign-in is to be
     * answered alike: otherwise "wrong" would mean "not of that directory", or "not known at all".
     */
    troubled: (): boolean => performance.now() < troubledUntil || servers.anyDown(),
  };
}

const isOfDirectory = (error: AppError) => /^(directory|source)\./.test(error.code);
