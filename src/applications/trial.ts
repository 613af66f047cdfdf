// Trials: one administrator signs in to one application, to see what it would be told. The application
// itself is left as it is. A trial is a client of its own for ten minutes, known by its id alone: who
// made it, for whom, until when, and a mark that only we can make. Its secret is derived, stored nowhere.
import { after, type Clock } from '../core/clock.ts';
import type { Database } from '../core/database.ts';
import { randomToken, sameSecret } from '../core/random.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';

export type Trials = ReturnType<typeof createTrials>;

/** `clientId` is the application's, `accountId` that of the only person who may enter by it. */
export type Trial = { clientId: string; accountId: string; live: boolean };

const seconds = 600;
/** Not a letter of an application's client id: the two never meet. */
const mark = '~';

export function createTrials(deps: { db: Database; sealing: Sealing; clock: Clock }) {
  const { db, sealing, clock } = deps;
  const seal = (body: string): string => sealing.derive(`application trial ${body}`);
  const secretOf = (id: string): string => sealing.derive(`application trial secret ${id}`);

  return {
    secretOf,

    begin(clientId: string, accountId: string): { id: string; secret: string; until: Date } {
      const until = after(clock.now(), seconds);
      const end = Math.floor(until.getTime() / 1000).toString(36);
      const body = ['trial', clientId, accountId, end, randomToken(6)].join(mark);
      const id = `${body}${mark}${seal(body)}`;
      return { id, secret: secretOf(id), until };
    },

    /** Undefined unless we made it; not `live` once its time is over. */
    read(id: string): Trial | undefined {
      const parts = id.split(mark);
      const [kind, clientId, accountId, end, , proof] = parts;
      if (parts.length !== 6 || kind !== 'trial' || !clientId || !accountId || !end || !proof)
        return undefined;
      if (!sameSecret(proof, seal(parts.slice(0, 5).join(mark)))) return undefined;
      return { clientId, accountId, live: parseInt(end, 36) * 1000 > clock.now().getTime() };
    },

    /** Puts on record how a trial ended; `code` is null where it went well. */
    record: (by: Actor, applicationId: string, code: string | null): Promise<void> =>
      db.transaction((tx) =>
        record(tx, by, {
          event: 'application.tested',
          outcome: code === null ? 'success' : 'failure',
          accountId: by.accountId,
          applicationId,
          detail: code === null ? {} : { code },
        }),
      ),
  };
}
