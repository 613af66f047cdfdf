// Groups of a file, and members for them, against the groups there are. Pure. One row names a group
// and, where it likes, one member; nobody is taken out of a group.
import { isGroupCode } from '../accounts/group.ts';
import { cut } from '../core/text.ts';
import { lineOf, type ImportLine, type ImportRow, type Mistake } from './import.ts';
import { usernameIn, type Planned } from './plan-people.ts';

export type KnownGroup = {
  id: string;
  code: string;
  name: string;
  description: string | null;
  open: boolean;
  sourceId: string | null;
  members: readonly string[]; // ids of those of the accounts in the file that are direct members
};

export type GroupFacts = {
  groups: ReadonlyMap<string, KnownGroup>; // by code
  accounts: ReadonlyMap<string, string>; // user name to id
};

export type GroupDeed = {
  code: string;
  id: string | undefined; // undefined: a new group, unless a row before made it
  create?: { name: string; description: string | null };
  rename?: { name: string; description: string | null };
  addAccountId?: string;
};

export function planGroups(rows: readonly ImportRow[], facts: GroupFacts): Planned<GroupDeed> {
  const plan: Planned<GroupDeed> = { lines: [], deeds: [] };
  const made = new Map<string, Pick<KnownGroup, 'name' | 'description'>>(); // as rows before leave them
  const added = new Set<string>();
  for (const row of rows) {
    const { group: code = '', groupName, description, username } = row.values;
    const known = facts.groups.get(code);
    const now = made.get(code) ?? known;
    const wanted = {
      name: groupName === undefined ? (now?.name ?? '') : cut(groupName, 300),
      description: description ?? now?.description ?? null,
    };
    const accountId = username ? facts.accounts.get(usernameIn(row)) : undefined;
    const changes = changesOf(now, wanted);
    const pair = `${code} ${accountId}`;
    const joins =
      accountId !== undefined && !known?.members.includes(accountId) && !added.has(pair);
    if (joins) changes.push({ field: 'username', old: null, new: usernameIn(row) });
    const mistakes = mistakesOf(row, known, { wanted, accountId, joins });
    const key = username ? `${code}: ${usernameIn(row)}` : code;
    const line = lineOf(row, key, { exists: now !== undefined, changes, mistakes });
    plan.lines.push(line);
    if (line.outcome !== 'new' && line.outcome !== 'changed') continue;
    made.set(code, wanted);
    added.add(pair);
    const named = changes.some(({ field }) => field !== 'username');
    plan.deeds.push({
      code,
      id: known?.id,
      ...(now ? named && { rename: wanted } : { create: wanted }),
      ...(joins && { addAccountId: accountId }),
    });
  }
  return plan;
}

function changesOf(
  now: Pick<KnownGroup, 'name' | 'description'> | undefined,
  wanted: Pick<KnownGroup, 'name' | 'description'>,
): ImportLine['changes'] {
  const changes: ImportLine['changes'] = [];
  if (now?.name !== wanted.name)
    changes.push({ field: 'groupName', old: now?.name ?? null, new: wanted.name });
  if ((now?.description ?? null) !== wanted.description)
    changes.push({
      field: 'description',
      old: now?.description ?? null,
      new: wanted.description,
    });
  return changes;
}

function mistakesOf(
  { values }: ImportRow,
  known: KnownGroup | undefined,
  {
    wanted,
    accountId,
    joins,
  }: { wanted: { name: string }; accountId: string | undefined; joins: boolean },
): Mistake[] {
  const code = values.group ?? '';
  const checks: [boolean, Mistake][] = [
    [!known && !isGroupCode(code), { field: 'group', code: 'group.code-malformed' }],
    [!wanted.name, { field: 'groupName', code: 'group.name-missing' }],
    [
      Boolean(known?.sourceId) && known?.name !== wanted.name,
      { field: 'groupName', code: 'group.from-directory' },
    ],
    [
      values.username !== undefined && accountId === undefined,
      { field: 'username', code: 'account.not-found' },
    ],
    [known?.open === false && joins, { field: 'group', code: 'group.closed' }],
  ];
  return checks.filter(([wrong]) => wrong).map(([, mistake]) => mistake);
}
