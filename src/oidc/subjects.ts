// What a person is called at an application (OpenID Connect Core 1.0, section 8): the account's permanent
// id, or where the application says `pairwise` a name that only its sector knows. The salt is made once
// and stays: with another one everybody would be a stranger everywhere. So it is a sealed row, not derived
// from the sealing key, which administrators change.
import { createHmac, randomBytes } from 'node:crypto';
import type { ClientMetadata } from '../applications/client-metadata.ts';
import { sectorOf } from '../applications/sector.ts';
import type { Database, Statement } from '../core/database.ts';
import type { Sealing } from '../core/sealing.ts';

export type Subjects = ReturnType<typeof createSubjects>;

const purpose = 'subject salt';
const keep: Statement = {
  name: 'subject-salt-keep',
  text: 'INSERT INTO subject_salt (id, sealed) VALUES (1, $1) ON CONFLICT DO NOTHING',
};
const find: Statement = {
  name: 'subject-salt-find',
  text: 'SELECT sealed FROM subject_salt WHERE id = 1',
};

export function createSubjects(deps: { db: Database; sealing: Sealing }) {
  const { db, sealing } = deps;
  let known: Buffer | undefined;

  /** Whichever node is first makes it; every other reads the same. */
  async function salt(): Promise<Buffer> {
    if (known) return known;
    const read = () => db.sql.query<{ sealed: string }>(find);
    let [row] = await read();
    if (!row) {
      await db.sql.query(keep, [sealing.seal(purpose, randomBytes(32).toString('base64url'))]);
      [row] = await read();
    }
    known = Buffer.from(sealing.open(purpose, row!.sealed), 'base64url');
    return known;
  }

  async function inSector(accountId: string, sector: string): Promise<string> {
    const mac = createHmac('sha256', await salt());
    return mac.update(`${sector}\n${accountId}`).digest('base64url');
  }

  return {
    inSector,
    /** What an application calls the person. */
    async at(accountId: string, metadata: ClientMetadata): Promise<string> {
      const sector = metadata.subject_type === 'pairwise' ? sectorOf(metadata) : undefined;
      return sector === undefined ? accountId : inSector(accountId, sector);
    },
  };
}
