// Whom a typed name leads to at sign-in. Of a person whom several directories know, a name is asked of
// the directory it came from; where two have it, of one in which the person is active. A share that is
// not active opens nothing, whatever the others say.
import type { Database, Statement } from '../core/database.ts';
import { foldLoginName } from '../core/text.ts';
import type { Account } from './account.ts';
import { accountColumns } from './rows.ts';

type Named = Account & { hasLocalPassword: boolean };
type Row = Named & { share: Pick<Account, 'sourceId' | 'dn' | 'state' | 'stateReason'> | null };

const find: Statement = {
  name: 'account-find-to-sign-in',
  text: `SELECT ${accountColumns}, p.account_id IS NOT NULL AS "hasLocalPassword", share.row AS share
    FROM login_name n JOIN account a ON a.id = n.account_id
    LEFT JOIN local_password p ON p.account_id = a.id
    LEFT JOIN LATERAL (
      SELECT jsonb_build_object('sourceId', h.source_id, 'dn', h.dn, 'state', h.state, 'stateReason', h.state_reason) AS row
      FROM account_share h JOIN source s ON s.id = h.source_id
      WHERE n.share_id IS NOT NULL AND h.account_id = a.id
        AND (h.id = n.share_id OR h.username = n.name OR lower(h.mail) = n.name)
      ORDER BY h.state <> 'active', h.id <> n.share_id, s.rank LIMIT 1) share ON true
    WHERE n.name = $1`,
};

/** By user name, mail or a former one, however it was typed. @returns the account as this name may open it. */
export const createFindToSignIn =
  ({ db }: { db: Database }) =>
  async (name: string): Promise<{ account: Account; hasLocalPassword: boolean } | undefined> => {
    const [row] = await db.sql.query<Row>(find, [foldLoginName(name.slice(0, 300))]);
    if (!row) return undefined;
    const { hasLocalPassword, share, ...account } = row;
    if (!share) return { account, hasLocalPassword };
    const { sourceId, dn, ...rest } = share;
    const resting = account.state === 'active' && share.state !== 'active';
    return { account: { ...account, sourceId, dn, ...(resting && rest) }, hasLocalPassword };
  };
