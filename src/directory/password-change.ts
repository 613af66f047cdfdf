// A person changes the password kept by the directory, where the source lets them. Both passwords are
// held for the length of the change and go nowhere else, and never over an open line.
import type { Logger } from '../core/logger.ts';
import { isAppError } from '../core/errors.ts';
import type { Database, Statement } from '../core/database.ts';
import { answerOf } from './bind-answer.ts';
import type { Outcome } from './changes.ts';
import { connect, connectAs, type Connection } from './connection.ts';
import { externalIdFilter } from './external-id.ts';
import { passwordModifyOid, passwordModifyValue, unicodePwdChange } from './password-messages.ts';
import { passwordAnswerOf, type PasswordAnswer } from './password-answer.ts';
import type { SourceSettings } from './settings.ts';
import { endpointOf, sourceOf, type OpenSource, type SourceSafe } from './source-safe.ts';

export type PasswordChange = ReturnType<typeof createPasswordChange>;

/** By choice, or because the directory asks for it at sign-in. */
export type Occasion = 'wish' | 'must-change' | 'expired';

const operationMs = 10_000;

const whereIs: Statement = {
  name: 'directory-password-of',
  text: `SELECT source_id AS "sourceId", external_id AS "externalId" FROM known_person
         WHERE account_id = $1 AND source_id = $2 AND external_id IS NOT NULL`,
};

/** One person may have a password in several directories. */
type Whose = { accountId: string; sourceId: string };
type Whereabouts = { sourceId: string; externalId: string };

/** Nothing else has an objectGUID. */
const isActiveDirectory = ({ idAttribute }: SourceSettings) => idAttribute === 'objectGUID';
const lets = ({ writable, security }: SourceSettings) => writable && security !== 'plain';

const endpoint = (settings: SourceSettings) => {
  const given = endpointOf(settings);
  return { ...given, operationMs: Math.min(given.operationMs, operationMs) };
};

export function createPasswordChange(deps: {
  db: Database;
  logger: Logger;
  safe: Pick<SourceSafe, 'open' | 'find'>;
}) {
  const { db, logger, safe } = deps;

  async function whereabouts({ accountId, sourceId }: Whose): Promise<Whereabouts | undefined> {
    const [row] = await db.sql.query<Whereabouts>(whereIs, [accountId, sourceId]);
    return row;
  }

  /** By its id, so that an entry renamed or moved since the last sync is found. */
  async function dnOf(connection: Connection, { settings }: OpenSource, externalId: string) {
    const filter = externalIdFilter(settings.idAttribute, externalId);
    const search = {
      base: settings.bases.people,
      scope: 'sub',
      filter,
      attributes: ['1.1'],
    } as const;
    const found = await connection.find(search, 2);
    return found.length === 1 ? found[0]!.dn : undefined;
  }

  /**
   * Active Directory lets nobody bind whose password must be changed, so the account that reads the
   * directory passes the change on. It needs no right of its own for that: the old password is the proof.
   */
  const inActiveDirectory = (connection: Connection, dn: string, old: string, wanted: string) =>
    connection.modify(dn, unicodePwdChange(old, wanted));

  /** As the person, with the old password. */
  async function byPasswordModify(
    settings: SourceSettings,
    dn: string,
    old: string,
    wanted: string,
  ): Promise<PasswordAnswer | Outcome> {
    const connection = await connect(endpoint(settings));
    try {
      const bound = answerOf(await connection.bind(dn, old));
      if (bound === 'ok' || bound === 'must-change')
        return await connection.extended(passwordModifyOid, passwordModifyValue(old, wanted));
      if (bound === 'wrong' || bound === 'locked' || bound === 'expired') return bound;
      return bound === undefined ? 'unreachable' : 'closed';
    } finally {
      connection.close();
    }
  }

  async function ask(
    { sourceId, externalId }: Whereabouts,
    old: string,
    wanted: string,
  ): Promise<PasswordAnswer> {
    const source = await safe.open(sourceId);
    const { settings } = source;
    if (!lets(settings)) return 'not-permitted';
    const reader = await connectAs(endpoint(settings), settings.bindDn, source.password);
    try {
      const dn = await dnOf(reader, source, externalId);
      if (dn === undefined) return 'not-permitted';
      const outcome = isActiveDirectory(settings)
        ? await inActiveDirectory(reader, dn, old, wanted)
        : await byPasswordModify(settings, dn, old, wanted);
      if (typeof outcome === 'string') return outcome;
      const answer = passwordAnswerOf(outcome);
      if (answer !== 'changed')
        logger.info({ source: sourceId, ...outcome }, 'directory refuses a password');
      return answer ?? 'unreachable';
    } finally {
      reader.close();
    }
  }

  return {
    /** Whether a person of this source may change the password here. An expired one needs its owner to get in: Active Directory alone does without. */
    offers: async (sourceId: string, occasion: Occasion): Promise<boolean> => {
      const row = await safe.find(sourceId);
      if (!row) return false;
      const { settings } = sourceOf(row);
      return lets(settings) && (occasion !== 'expired' || isActiveDirectory(settings));
    },

    /** Never throws for what a directory does. An empty password is refused unseen. */
    async change(whose: Whose, old: string, wanted: string): Promise<PasswordAnswer> {
      if (old === '' || wanted === '') return 'wrong';
      const person = await whereabouts(whose);
      if (!person) return 'not-permitted';
      try {
        return await ask(person, old, wanted);
      } catch (error) {
        if (!isAppError(error) || !/^(directory|source)\./.test(error.code)) throw error;
        logger.warn(
          { source: person.sourceId, reason: error.code, detail: error.params },
          'directory cannot change a password',
        );
        return 'unreachable';
      }
    },
  };
}
