// Who is signed in now, for administrators: every session of the protocol engine that still opens
// something, newest first, by keyset. Ending one is sessions.ts's.
import type { Database, Statement } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
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
const page: Statement = {
  name: 'session-search',
  text: `SELECT o.uid AS id, a.id AS "accountId", a.full_name AS "fullName", a.username,
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
      AND ($3::uuid IS NULL OR o.account_id = $3)
      AND ($4::timestamptz IS NULL OR (o.at, o.uid) < ($4, $5::text))
    ORDER BY o.at DESC, o.uid DESC LIMIT $6`,
};

/** Up to four words, each to be found somewhere: `an nguyen` finds Nguyễn Văn An. */
const patterns = (text = ''): string[] =>
  searchKey(text.slice(0, 200))
    .split(' ')
    .filter(Boolean)
    .slice(0, 4)
    .map((word) => `%${escapeLike(word)}%`);

/** A cursor says the moment in milliseconds and the session after which to go on. */
function placeOf(after: string | undefined): [Date | null, string | null] {
  if (after === undefined) return [null, null];
  const [, moment, uid] = /^(\d{1,15})\.([\w-]{1,100})$/.exec(after) ?? [];
  if (moment === undefined || uid === undefined) throw new AppError('request.malformed');
  return [new Date(Number(moment)), uid];
}

export function createSessionSearch({ db }: { db: Database }) {
  return {
    async search(query: {
      text?: string | undefined;
      address?: string | undefined;
      accountId?: string | undefined;
      after?: string | undefined;
      limit: number;
    }): Promise<{ items: FoundSession[]; next: string | undefined }> {
      const limit = Math.min(Math.max(query.limit, 1), 200);
      const rows = await db.sql.query<FoundSession>(page, [
        patterns(query.text),
        query.address ?? null,
        isId(query.accountId) ? query.accountId : null,
        ...placeOf(query.after),
        limit + 1,
      ]);
      const items = rows.slice(0, limit);
      const last = rows.length > limit ? items.at(-1) : undefined;
      return { items, next: last && `${last.signedInAt.getTime()}.${last.id}` };
    },
  };
}
