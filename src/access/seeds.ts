// The rules that come with our own pages: everyone may open the portal, administrators the console.
// Given once, with the page itself: a rule that an administrator took away stays away.
import type { Statement, Transaction } from '../core/database.ts';
import { newId } from '../core/random.ts';
import { administratorsGroup } from '../accounts/administrators.ts';
import { system } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';

const insert: Statement = {
  name: 'grant-seed',
  text: `INSERT INTO "grant" (id, subject, group_id, application_id, effect, created_by_name)
    SELECT $1::uuid, CASE WHEN g.id IS NULL THEN 'everyone' ELSE 'group' END, g.id, a.id, 'allow', $4
    FROM application a LEFT JOIN "group" g ON g.code = $3
    WHERE a.client_id = $2
    RETURNING application_id AS "applicationId", (SELECT name FROM "group" WHERE id = group_id) AS "groupName"`,
};

/** `created`: the applications that this start added. */
export async function seedGrants(tx: Transaction, created: readonly string[]): Promise<void> {
  if (created.includes('portal')) await allow(tx, 'portal', null);
  if (created.includes('console')) await allow(tx, 'console', administratorsGroup);
}

async function allow(tx: Transaction, clientId: string, group: string | null): Promise<void> {
  const id = newId();
  const values = [id, clientId, group, system.name];
  const [row] = await tx.sql.query<{ applicationId: string; groupName: string | null }>(
    insert,
    values,
  );
  if (!row) return;
  await record(tx, system, {
    event: 'grant.added',
    applicationId: row.applicationId,
    object: { type: 'grant', id, name: row.groupName ?? 'everyone' },
    detail: {
      after: { subject: group ? 'group' : 'everyone', subjectName: row.groupName, effect: 'allow' },
    },
  });
}
