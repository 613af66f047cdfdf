// For whom a grant can be: found by part of a name or code, or by id. Speaks with the rooms that own
// units, groups and people through what app.ts hands over.
import { searchKey } from '../core/text.ts';
import { kinds, type Kind } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Groups } from '../accounts/groups.ts';
import { maySignIn } from '../accounts/life-cycle.ts';
import type { Catalogs } from '../catalogs/catalogs.ts';
import type { Units } from '../organization/units.ts';
import type { SubjectType } from './decide.ts';

export type FoundSubject = { type: SubjectType; id: string; name: string; note?: string };
export type Subjects = ReturnType<typeof createSubjects>;

const most = 30;
/** Kinds of accounts that can enter anything at all. */
const able = kinds.filter((kind) => maySignIn({ state: 'active', kind }));

export function createSubjects(deps: {
  accounts: Pick<Accounts, 'find' | 'search'>;
  groups: Pick<Groups, 'find' | 'search'>;
  units: Pick<Units, 'find' | 'search'>;
  catalogs: Pick<Catalogs, 'items'>;
}) {
  const { accounts, groups, units, catalogs } = deps;
  const noted = (note: string | null) => (note ? { note } : {});

  async function findUnits(text: string) {
    const { items, next } = await units.search({ text, limit: most });
    const open = items.filter(({ state }) => state === 'active');
    return { items: open.map(({ id, name, code }) => ({ id, name, ...noted(code) })), next };
  }

  async function findGroups(text: string) {
    const { items, next } = await groups.search({ text, state: 'active', limit: most });
    return { items: items.map(({ id, name, code }) => ({ id, name, ...noted(code) })), next };
  }

  async function findPeople(text: string) {
    const { items, next } = await accounts.search({ text, limit: most });
    const choices = items.map(({ id, fullName, username, unitName }) => {
      return { id, name: fullName, note: [username, unitName].filter(Boolean).join(', ') };
    });
    return { items: choices, next };
  }

  const positions = async () =>
    (await catalogs.items('position')).filter(({ replacedBy }) => replacedBy === null);

  async function findPositions(text: string) {
    const key = searchKey(text);
    const all = (await positions()).filter(({ name, code }) =>
      searchKey(`${name} ${code}`).includes(key),
    );
    const items = all.slice(0, most).map(({ code, name }) => ({ id: code, name, note: code }));
    return { items, next: all.length > most ? 'more' : undefined };
  }

  const searches = {
    unit: findUnits,
    position: findPositions,
    group: findGroups,
    account: findPeople,
  };

  return {
    /** At most 30; `more` tells that there are others. Nothing typed finds nobody; kinds are few and have no names here. */
    async search(
      type: SubjectType,
      text: string,
    ): Promise<{ items: FoundSubject[]; more: boolean }> {
      if (type === 'everyone') return { items: [{ type, id: '', name: '' }], more: false };
      if (type === 'kind')
        return { items: able.map((id) => ({ type, id, name: '' })), more: false };
      if (!text) return { items: [], more: false };
      const { items, next } = await searches[type](text);
      return { items: items.map((item) => ({ type, ...item })), more: next !== undefined };
    },

    async find(
      type: Exclude<SubjectType, 'everyone'>,
      id: string,
    ): Promise<FoundSubject | undefined> {
      if (type === 'account') {
        const account = await accounts.find(id);
        return account && { type, id, name: account.fullName };
      }
      if (type === 'kind') return able.includes(id as Kind) ? { type, id, name: '' } : undefined;
      if (type === 'position') {
        const position = (await positions()).find(({ code }) => code === id);
        return position && { type, id, name: position.name };
      }
      const found = await (type === 'unit' ? units : groups).find(id);
      return found && { type, id, name: found.name };
    },
  };
}
