// Rules put together: what they rest on (zones, roles, sets of applications), and who asks about them.
// Part of the composition root.
import { createAccess } from './access/access.ts';
import { createBoundaries } from './access/boundaries.ts';
import { createGrantSearch } from './access/grant-search.ts';
import { createZones } from './access/zones.ts';
import { createApplicationRoles } from './applications/roles.ts';
import { createApplicationSets } from './applications/sets.ts';
import type { Clock } from './core/clock.ts';
import type { Database } from './core/database.ts';

export const createRuleRooms = (deps: { db: Database; clock: Clock }) => ({
  access: createAccess(deps),
  boundaries: createBoundaries(deps),
  grantSearch: createGrantSearch(deps),
  zones: createZones(deps),
  roles: createApplicationRoles(deps),
  sets: createApplicationSets(deps),
});
