// Rules put together: what they rest on (zones, roles, sets of applications), and who asks about them.
// Part of the composition root.
import { createAccess } from './access/access.ts';
import { createBoundaries } from './access/boundaries.ts';
import { createGrants } from './access/grants.ts';
import { createGrantSearch } from './access/grant-search.ts';
import { createWhatIf } from './access/what-if.ts';
import { createZones } from './access/zones.ts';
import { createApplications } from './applications/applications.ts';
import { createApplicationRoles } from './applications/roles.ts';
import { createApplicationSets } from './applications/sets.ts';
import type { Clock } from './core/clock.ts';
import type { Config } from './config.ts';
import { within, type Change, type Database, type Sql } from './core/database.ts';
import { createUnits } from './organization/units.ts';

export const createRuleRooms = (deps: { db: Database; clock: Clock }) => ({
  access: createAccess(deps),
  boundaries: createBoundaries(deps),
  grantSearch: createGrantSearch(deps),
  zones: createZones(deps),
  roles: createApplicationRoles(deps),
  sets: createApplicationSets(deps),
});

/** Everything whose verbs change who may enter what, to be tried first. */
export function createRuleEffects<Verbs extends object>(deps: {
  db: Database;
  clock: Clock;
  config: Config;
  verbsIn: (tx: Change) => Verbs;
}) {
  const { db, clock, config } = deps;
  return createWhatIf({
    db,
    clock,
    verbsIn(tx: Change) {
      const own = { db: within(db, tx), clock };
      const applications = createApplications({ ...own, ...config });
      const sets = createApplicationSets(own);
      return { ...deps.verbsIn(tx), units: createUnits(own), sets, applications };
    },
  });
}

/** Who may enter what, and a person's own rules, as the rows are within a transaction under way. */
export const createRulesOf = (deps: { db: Database; clock: Clock }) => {
  const { db, clock } = deps;
  return async (sql: Sql, accountId: string) => {
    const within = { db: { ...db, sql }, clock };
    const decisions = await createAccess(within).decisionsOf(accountId, 'inside');
    return {
      answers: decisions.map(({ application, decision: { allowed } }) => ({
        application,
        allowed,
      })),
      rules: await createGrants(within).list({ accountId }),
    };
  };
};
