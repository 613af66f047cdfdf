// The console put together: the pages that each room brings, behind one guard. Part of the composition
// root; whatever the pages need is made in app.ts and arrives here.
import { createGrantListPages } from './access/list-pages.ts';
import { createGrantPages } from './access/pages.ts';
import { createWhatIfPages } from './access/what-if-pages.ts';
import { createZonePages } from './access/zone-pages.ts';
import { createGroupPages } from './accounts/group-pages.ts';
import { createLifeCyclePages } from './accounts/life-cycle-pages.ts';
import { createPositionPages } from './accounts/position-pages.ts';
import { createTitlePages } from './accounts/title-pages.ts';
import { createPeoplePages } from './accounts/people-pages.ts';
import { createArrangePages } from './applications/arrange-pages.ts';
import { createApplicationDeedPages } from './applications/deed-pages.ts';
import { createApplicationPages } from './applications/pages.ts';
import { createRolePages } from './applications/role-pages.ts';
import { createSetPages } from './applications/set-pages.ts';
import { createWizardPages } from './applications/wizard-pages.ts';
import { createChoosePages } from './bulk/choose-pages.ts';
import { createBulkPages } from './bulk/pages.ts';
import { createCatalogPages } from './catalogs/pages.ts';
import { createDemandPages } from './credentials/demand-pages.ts';
import { createFindPages } from './console/find-pages.ts';
import { createConsole } from './console/pages.ts';
import { createSessionPages } from './console/session-pages.ts';
import { createListPages } from './console/list-pages.ts';
import { createListViewPages } from './console/list-view-pages.ts';
import { createImportPages } from './imports/pages.ts';
import { createImportRunPages } from './imports/run-pages.ts';
import { createJournalPages } from './journal/pages.ts';
import { createConflictPages } from './directory/conflict-pages.ts';
import { createDirectoryPages } from './directory/pages.ts';
import { createJoinPages } from './directory/join-pages.ts';
import { createMappingPages } from './directory/mapping-pages.ts';
import { createReportPages } from './directory/report-pages.ts';
import { createRunPages } from './directory/run-pages.ts';
import { createUndoPages } from './directory/undo-pages.ts';
import { createSetUpPages } from './directory/set-up-pages.ts';
import { createKeyPages } from './oidc/key-pages.ts';
import { createSettingPages } from './settings/pages.ts';
import { createUnitPages } from './organization/pages.ts';

type Page = (typeof pages)[number];
type Deps = Intersection<Parameters<Page>[0]> &
  Parameters<typeof createWhatIfPages>[0] &
  Omit<Parameters<typeof createConsole>[0], 'rooms' | 'unseen'>;
type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

/** In this order: a page that names a path comes before one that takes it for an id. */
const pages = [
  createFindPages,
  createListPages,
  createListViewPages,
  createChoosePages,
  createBulkPages,
  createImportPages,
  createImportRunPages,
  createJoinPages,
  createPeoplePages,
  createLifeCyclePages,
  createGroupPages,
  createUnitPages,
  createPositionPages,
  createTitlePages,
  createWizardPages,
  createArrangePages,
  createApplicationPages,
  createApplicationDeedPages,
  createDemandPages,
  createRolePages,
  createSetPages,
  createGrantListPages,
  createGrantPages,
  createSetUpPages,
  createConflictPages,
  createDirectoryPages,
  createRunPages,
  createUndoPages,
  createReportPages,
  createMappingPages,
  createJournalPages,
  createSessionPages,
  createCatalogPages,
  createZonePages,
  createKeyPages,
  createSettingPages,
] as const;

export const createConsoleRooms = (deps: Deps) =>
  createConsole({
    ...deps,
    rooms: pages.map((create) => create(deps)),
    unseen: createWhatIfPages(deps),
  });
