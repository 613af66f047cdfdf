// Who may answer to which name. A name belongs for ever to the first account that had it, whatever
// source it came from: a directory can never hand somebody's name, and with it his rights, to
// another. Two new people who ask for the same name get it neither. Only an administrator decides
// otherwise, for one entry and one name (decisions.ts). Pure.
import { foldLoginName } from '../core/text.ts';
import type { AccountRow, LoginNameRow } from './plan.ts';

export const clashes = ['username', 'mail'] as const;
export type Clash = (typeof clashes)[number];

export type Names = {
  loginNames: ReadonlyMap<string, string>; // folded name → account, of every source
  contested: ReadonlySet<string>; // folded names that several people ask for
  decisions: ReadonlyMap<string, Decided>; // by keyOfDecision
};

/**
 * What an administrator decided about a name an entry asks for: another user name instead, nothing at
 * all, or that the mail is his although it was somebody else's.
 */
export type Decided = { asked: string } & (
  { kind: 'rename'; given: string } | { kind: 'leave' | 'move'; given: null }
);

export const keyOfDecision = (externalId: string, what: Clash): string => `${what} ${externalId}`;

/** A name that an entry asks for and does not get. */
export type Conflict = {
  externalId: string;
  dn: string;
  what: Clash;
  asked: string;
  value: string;
  holderId: string | null; // null: several new people ask for it
};

/** What came of one name: the name to ask for, and why it is refused where it is. */
export type Asked = {
  name: string;
  refused?: 'taken' | 'duplicate' | 'left'; // `left`: it was decided so, nobody need be told
  holderId?: string;
  moves?: string; // the account the name is taken from
};

export const mailName = (mail: string): string => foldLoginName(mail);

export function namesFor({ loginNames, contested, decisions }: Names) {
  /** @param asked folded. */
  return (
    what: Clash,
    asked: string,
    of: { externalId: string; accountId: string | undefined },
  ): Asked => {
    const found = decisions.get(keyOfDecision(of.externalId, what));
    const decided = found?.asked === asked ? found : undefined;
    const name = decided?.given ?? asked;
    const owner = loginNames.get(name);
    // Even where he has it: it may be about to pass to somebody else.
    if (decided?.kind === 'leave') return { name, refused: 'left' };
    if (owner !== undefined && owner === of.accountId) return { name };
    if (decided?.kind === 'move') return owner === undefined ? { name } : { name, moves: owner };
    if (owner !== undefined) return { name, refused: 'taken', holderId: owner };
    return contested.has(name) ? { name, refused: 'duplicate' } : { name };
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
