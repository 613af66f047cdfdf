// Rows of "account" as the rest of the product sees them.
import type { Account as Row } from '../generated/prisma/client.ts';
import type { Account } from './account.ts';

/** The columns of an Account, for prepared statements over `account a`. */
export const accountColumns = `a.id, a.username, a.kind, a.state, a.state_reason AS "stateReason",
  a.state_note AS "stateNote", a.full_name AS "fullName", a.family_name AS "familyName",
  a.middle_name AS "middleName", a.given_name AS "givenName", a.mail, a.phone,
  a.employee_number AS "employeeNumber", a.locale, a.source_id AS "sourceId", a.dn,
  a.created_at AS "createdAt", a.updated_at AS "updatedAt", a.last_sign_in_at AS "lastSignInAt"`;

/** The checks in the database hold kind and state to their lists. */
export function accountOf(row: Row): Account {
  const { externalId: _e, searchKey: _s, sortKey: _o, joinedToId: _j, ...account } = row;
  return {
    ...account,
    kind: account.kind as Account['kind'],
    state: account.state as Account['state'],
  };
}
