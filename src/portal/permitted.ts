// What a person may use, as the sections of their first page.
import type { Access } from '../access/access.ts';
import { opensWithFactor } from '../access/decide.ts';
import type { Seen } from '../access/seen.ts';
import type { Section } from '../applications/sections.ts';
import type { Applications } from '../applications/applications.ts';
import type { Favourites } from './favourites.ts';
import { launcher, type TileGroup } from './launcher.ts';

export type Permitted = ReturnType<typeof createPermitted>;

export function createPermitted(deps: {
  applications: Pick<Applications, 'list'>;
  access: Pick<Access, 'decisionsOf'>;
  sections: () => Promise<readonly Section[]>;
  favourites: Pick<Favourites, 'of'>;
}) {
  /** `console`: whether they may administer as well. */
  return async function permitted(
    accountId: string,
    seen: Seen,
  ): Promise<{ groups: TileGroup[]; console: boolean }> {
    const [applications, decisions, sections, favourites] = await Promise.all([
      deps.applications.list({ state: 'active' }),
      deps.access.decisionsOf(accountId, seen),
      deps.sections(),
      deps.favourites.of(accountId),
    ]);
    const allowed = decisions.filter(({ decision }) => opensWithFactor(decision));
    const ids = new Set(allowed.map(({ application }) => application.id));
    return {
      groups: launcher(applications, ids, sections, favourites),
      console: allowed.some(
        ({ application }) => application.builtIn && application.clientId === 'console',
      ),
    };
  };
}
