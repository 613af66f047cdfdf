// Who may answer to which name. A name belongs for ever to the first account that had it, whatever
// source it came from: a directory can never hand somebody's name, and with it his rights, to
// another. Two new people who ask for the same name get it neither. Pure.
import { foldLoginName } from '../core/text.ts';
import type { AccountRow, LoginNameRow } from './plan.ts';

export type Names = {
  loginNames: ReadonlyMap<string, string>; // folded name → account, of every source
  contested: ReadonlySet<string>; // folded names that several people ask for
};

export const mailName = (mail: string): string => foldLoginName(mail);

/** Both answers are a reason against, or undefined where the name is free for this account. */
export function namesFor({ loginNames, contested }: Names) {
  const against = (name: string, accountId: string | undefined, what: 'username' | 'mail') => {
    const owner = loginNames.get(name);
    if (owner !== undefined) return owner === accountId ? undefined : (`${what}-taken` as const);
    return contested.has(name) ? (`${what}-duplicate` as const) : undefined;
  };
  return {
    againstUsername: (name: string, accountId: string | undefined) =>
      against(name, accountId, 'username'),
    againstMail: (mail: string, accountId: string | undefined) =>
      against(mailName(mail), accountId, 'mail'),
  };
}

/** Rows of login_name that a new or changed account needs; former names go on working. */
export function loginNamesOf(old: AccountRow | undefined, row: AccountRow): LoginNameRow[] {
  const rows: LoginNameRow[] = [];
  const add = (name: string, kind: LoginNameRow['kind']) =>
    rows.push({ name, accountId: row.id, kind });
  const mail = row.mail && mailName(row.mail);
  const oldMail = old?.mail && mailName(old.mail);
  if (old && old.username !== row.username) add(old.username, 'former');
  if (oldMail && oldMail !== mail) add(oldMail, 'former');
  if (old?.username !== row.username) add(row.username, 'username');
  if (mail && oldMail !== mail) add(mail, 'mail');
  return rows;
}
