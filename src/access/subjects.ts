// For whom a grant can be: found by part of a name or code, or by id. Speaks with the rooms that own
// units, groups and people through what app.ts hands over.
import type { Accounts } from '../accounts/accounts.ts';
import type { Groups } from '../accounts/groups.ts';
import type { Units } from '../organization/units.ts';
import type { SubjectType } from './decide.ts';

export type FoundSubject = { type: SubjectType; id: string; name: string; note?: string };
export type Subjects = ReturnType<typeof createSubjects>;

const most = 30;

export function createSubjects(deps: {
  accounts: Pick<Accounts, 'find' | 'search'>;
  groups: Pick<Groups, 'find' | 'search'>;
  units: Pick<Units, 'find' | 'search'>;
}) {
  const { accounts, groups, units } = deps;
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

  const searches = { unit: findUnits, group: findGroups, account: findPeople };

  return {
    /** At most 30; `more` tells that there are others. Nothing typed finds nobody. */
    async search(
      type: SubjectType,
      text: string,
    ): Promise<{ items: FoundSubject[]; more: boolean }> {
      if (type === 'everyone') return { items: [{ type, id: '', name: '' }], more: false };
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
      const found = await (type === 'unit' ? units : groups).find(id);
      return found && { type, id, name: found.name };
    },
  };
}
