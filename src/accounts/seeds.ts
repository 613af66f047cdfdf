// The group whose members administer the system: there from the first start, and always.
import type { Statement, Transaction } from '../core/database.ts';
import { newId } from '../core/random.ts';
import { system } from '../journal/actor.ts';
import { administratorsGroup } from './administrators.ts';
import { groupSearchKey } from './group.ts';
import { noteGroup } from './group-rows.ts';

const insert: Statement = {
  name: 'group-seed',
  text: `INSERT INTO "group" (id, code, name, description, built_in, search_key)
    VALUES ($1::uuid, $2, $3, $4, true, $5) ON CONFLICT (code) DO NOTHING RETURNING id`,
};

export async function seedBuiltInGroup(tx: Transaction): Promise<void> {
  const group = { code: administratorsGroup, name: 'Quản trị hệ thống' };
  const id = newId();
  const description = 'Thành viên được vào trang quản trị.';
  const values = [id, group.code, group.name, description, groupSearchKey(group)];
  const [added] = await tx.sql.query(insert, values);
  if (added) await noteGroup(tx, system, 'group.created', { id, ...group }, { after: group });
}
