// What a rule can be for, by name: one application, a class of them, a set. Speaks with the rooms that
// own them through what app.ts hands over.
import type { Applications } from '../applications/applications.ts';
import type { ApplicationRoles } from '../applications/roles.ts';
import type { ApplicationSets } from '../applications/sets.ts';
import type { Catalogs } from '../catalogs/catalogs.ts';
import type { Target } from './rule.ts';
import type { Zones } from './zones.ts';

export type Named = { vi: string; en: string };
export type FoundTarget = Target & { name: Named };
export type Targets = ReturnType<typeof createTargets>;

const same = (name: string): Named => ({ vi: name, en: name });

export function createTargets(deps: {
  applications: Pick<Applications, 'find' | 'list'>;
  catalogs: Pick<Catalogs, 'items'>;
  sets: Pick<ApplicationSets, 'find' | 'list'>;
  roles: Pick<ApplicationRoles, 'list'>;
  zones: Pick<Zones, 'list'>;
}) {
  const { applications, catalogs, sets } = deps;

  async function classes(): Promise<FoundTarget[]> {
    const items = await catalogs.items('application-class');
    return items.map(({ code, name, nameEn }) => {
      return { type: 'class', id: code, name: { vi: name, en: nameEn } };
    });
  }

  async function find({ type, id }: Target): Promise<FoundTarget | undefined> {
    if (type === 'class') return (await classes()).find((each) => each.id === id);
    if (type === 'set') {
      const set = await sets.find(id);
      return set && { type, id, name: same(set.name) };
    }
    const application = await applications.find(id);
    return application && { type, id, name: { vi: application.name, en: application.nameEn } };
  }

  /** All there are: applications that are not retired, then classes, then sets. */
  async function all(): Promise<FoundTarget[]> {
    const open = (await applications.list()).filter(({ state }) => state !== 'retired');
    return [
      ...open.map(({ id, name, nameEn }): FoundTarget => {
        return { type: 'application', id, name: { vi: name, en: nameEn } };
      }),
      ...(await classes()),
      ...(await sets.list()).map(({ id, name }): FoundTarget => {
        return { type: 'set', id, name: same(name) };
      }),
    ];
  }

  /** What the boxes of a rule's form offer. Roles are of one application alone. */
  async function boxesFor(target: Target | undefined) {
    const roles = target?.type === 'application' ? await deps.roles.list(target.id) : [];
    return { zones: await deps.zones.list(), roles };
  }

  return { find, all, classes, boxesFor };
}
