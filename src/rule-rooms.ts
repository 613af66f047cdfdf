// Rules put together: what they rest on (zones, roles, sets of applications), and who asks about them.
// Part of the composition root.
import { createAccess } from './access/access.ts';
import { createBoundaries } from './access/boundaries.ts';
import { createGrants } from './access/grants.ts';
import { createGrantSearch } from './access/grant-search.ts';
import { createZones } from './access/zones.ts';
import { createApplicationRoles } from './applications/roles.ts';
import { createApplicationSets } from './applications/sets.ts';
import type { Clock } from './core/clock.ts';
import type { Database, Sql } from './core/database.ts';

export const createRuleRooms = (deps: { db: Database; clock: Clock }) => ({
  access: createAccess(deps),
  boundaries: createBoundaries(deps),
  grantSearch: createGrantSearch(deps),
  zones: createZones(deps),
  roles: createApplicationRoles(deps),
  sets: createApplicationSets(deps),
});

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
