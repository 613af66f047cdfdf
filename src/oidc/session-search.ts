// Who is signed in now, for administrators: every session of the protocol engine that still opens
// something, newest first unless told otherwise. Ending one is sessions.ts's.
import type { Database, Statement } from '../core/database.ts';
import { directed, keysetSql, slice, type Key, type Reading, type Slice } from '../core/keyset.ts';
import { isId } from '../core/random.ts';
import { escapeLike, searchKey } from '../core/text.ts';

export type FoundSession = {
  id: string; // the session's public name
  accountId: string;
  fullName: string;
  username: string;
  unitName: string | null;
  address: string | null;
  userAgent: string | null;
  signedInAt: Date;
  expiresAt: Date;
  applications: string[];
};

export type SessionSearch = ReturnType<typeof createSessionSearch>;

// The join from the origin to its session is by an index; what has ended or run out falls away there.
// Unnamed on purpose (Prisma sends it so): planned for its values.
const page = (
  where: string,
  orderBy: string,
) => `SELECT o.uid AS id, a.id AS "accountId", a.full_name AS "fullName", a.username,
      unit_full_name((SELECT p.unit_id FROM post p WHERE p.account_id = a.id
                      ORDER BY p.main DESC, p.id LIMIT 1)) AS "unitName",
      o.address, o.user_agent AS "userAgent", o.at AS "signedInAt", s.expires_at AS "expiresAt",
      ARRAY(SELECT p.name FROM application p
            WHERE s.payload->'authorizations' ? p.client_id AND NOT p.built_in
            ORDER BY p.name) AS applications
    FROM session_origin o
    JOIN oidc_artifact s ON s.uid = o.uid AND s.model = 'Session' AND s.account_id = o.account_id::text
    JOIN account a ON a.id = o.account_id
    WHERE s.expires_at > now()
      AND a.search_key LIKE ALL ($1::text[])
      AND ($2::text IS NULL OR o.address = $2)
      AND ($3::uuid IS NULL OR o.account_id = $3::uuid)
      AND ($5::text[] IS NULL OR s.payload->'authorizations' ?| $5)
      AND coalesce(o.user_agent, '') ILIKE ALL ($6::text[])
      AND ${where}
    ORDER BY ${orderBy} LIMIT $4::int`;
const key: Key = { sql: 'o.at', type: 'timestamptz' };
const id: Key = { sql: 'o.uid', type: 'text' };
export type SessionSort = 'start' | '-start';

/** Up to four words, each to be found somewhere: `an nguyen` finds Nguyễn Văn An. */
const patterns = (text = ''): string[] =>
  searchKey(text.slice(0, 200))
    .split(' ')
    .filter(Boolean)
    .slice(0, 4)
    .map((word) => `%${escapeLike(word)}%`);

const clients: Statement = {
  name: 'session-search-clients',
  text: `SELECT client_id AS "clientId", name, name_en AS "nameEn" FROM application
         WHERE client_id IS NOT NULL AND NOT built_in`,
};
type NamedClient = { clientId: string; name: string; nameEn: string };

/** What people call a browser or system, where its own word is another (portal/user-agent.ts). */
const ownWords: Readonly<Record<string, string>> = {
  edge: 'edg',
  opera: 'opr',
  coc: 'coc_coc',
  macos: 'mac os',
  ios: 'iphone',
};

/** Up to four words, each to be found in what the browser says of itself. */
const devicePatterns = (text = ''): string[] =>
  searchKey(text.slice(0, 200))
    .split(' ')
    .filter(Boolean)
    .slice(0, 4)
    .map((word) => `%${escapeLike(ownWords[word] ?? word)}%`);

export function createSessionSearch({ db }: { db: Database }) {
  /** Those whose name holds every word; null where none is asked for. */
  async function clientsNamed(text: string | undefined): Promise<string[] | null> {
    if (!text) return null;
    const words = searchKey(text.slice(0, 200)).split(' ').filter(Boolean);
    const all = await db.sql.query<NamedClient>(clients);
    const keyOf = ({ clientId, name, nameEn }: NamedClient) =>
      searchKey(`${name} ${nameEn} ${clientId}`);
    return all
      .filter((one) => words.every((word) => keyOf(one).includes(word)))
      .map(({ clientId }) => clientId);
  }

  return {
    async search(query: {
      text?: string | undefined;
      address?: string | undefined;
      application?: string | undefined; // part of its name or client id
      device?: string | undefined; // browser or system
      accountId?: string | undefined;
      sort?: SessionSort | undefined;
      after?: string | undefined; // a cursor: `next`, `previous`, or `lastPage`
      limit: number;
    }): Promise<Slice<FoundSession>> {
      const { sort = '-start', after: at } = query;
      const { descending } = directed<'start'>(sort);
      const clientIds = await clientsNamed(query.application);
      const read = (reading: Reading) => {
        const { where, orderBy, values } = keysetSql({ key, id, descending }, reading, 7);
        const text = page(where, orderBy);
        return db.prisma.$queryRawUnsafe<FoundSession[]>(
          text,
          patterns(query.text),
          query.address ?? null,
          isId(query.accountId) ? query.accountId : null,
          reading.take,
          clientIds,
          devicePatterns(query.device),
          ...values,
        );
      };
      const placeOf = (row: FoundSession) => ({ key: row.signedInAt.toISOString(), id: row.id });
      const limit = Math.min(Math.max(query.limit, 1), 500);
      return slice({ sort, at, limit, read, placeOf });
    },
  };
}
