// The plan of a run, in its transaction: mirror × what we have, people some thousands at a time, so
// that the memory of the process does not grow with a directory. What is to be written waits in the
// workspace until the brake has looked at it.
import type { Sql, Statement } from '../core/database.ts';
import { keepGroups, keepPeople } from './apply.ts';
import {
  currentGroups,
  currentPeople,
  currentPositions,
  currentUnits,
  goneAccounts,
  postsOfShares,
  withoutId,
} from './current.ts';
import { hashOfDn, uuidOf } from './drafts.ts';
import { keepConflicts } from './conflict-rows.ts';
import { wantedPerson } from './entries.ts';
import type { Feed } from './feed.ts';
import { groupOfDn, type WantedGroup } from './group-entries.ts';
import { groupsWithUnknownMembers, planMembers } from './memberships.ts';
import { merge, type Merged, type SourceState } from './mirror.ts';
import { touchUnsettled } from './outcomes.ts';
import type { PersonDraft } from './person-entry.ts';
import { planMoves } from './moves.ts';
import { place } from './placing.ts';
import type { UnitRow } from './plan.ts';
import { planGroups } from './plan-groups.ts';
import { planLeaving, planPeople, type Setting } from './plan-people.ts';
import { planUnits } from './plan-units.ts';
import type { Record } from './record.ts';
import { ahead, pagesOf } from './rows.ts';
import type { SourceSettings } from './settings.ts';
import { countRows, overAll } from './workspace.ts';

export type Planned = Merged & {
  units: readonly UnitRow[]; // to write
  unitsToRecode: readonly string[];
  unitsClosing: readonly string[];
  groupsClosing: readonly string[];
  leaving: number;
  positionsKey: string;
};

export type PlanOf = {
  sourceId: string;
  runId: string;
  mode: Feed['mode'];
  settings: SourceSettings;
  state: SourceState | undefined; // as the last run left it
  record: Record;
  newId: () => string;
};

type PersonPage = {
  externalId: string;
  unit: string | null;
  draft: Omit<PersonDraft, 'memberOf'>;
  names: string[];
  news: boolean; // the entry itself has changed
};

// Each page begins where the last one ended and looks its entries up: a join from the other side would
// read the mirror from its beginning for every page.
const people: Statement = {
  name: 'planning-people',
  text: `
    SELECT r.external_id AS "externalId", coalesce(r.part, r.home) AS unit, e.draft, e.names, s.op IS NOT NULL AS news
    FROM (SELECT * FROM run_person WHERE external_id > $2 ORDER BY external_id LIMIT $3) r
    JOIN LATERAL (SELECT draft, names FROM directory_entry
      WHERE source_id = $1 AND kind = 'people' AND external_id = r.external_id OFFSET 0) e ON true
    LEFT JOIN LATERAL (SELECT op FROM directory_staged
      WHERE run_id = $4 AND kind = 'people' AND external_id = r.external_id AND op = 'new' OFFSET 0) s ON true
    ORDER BY r.external_id`,
};
// Whoever does not own what he asks for is among the people of the run, so these are all that count.
// What was decided about a name counts instead of it. Names that several new people of a source before
// this one ask for are kept for that source.
const contested: Statement = {
  name: 'planning-contested',
  text: `
    SELECT name FROM (
      SELECT coalesce(d.given, n.name) AS name FROM run_person r
      JOIN directory_entry e ON e.source_id = $1 AND e.kind = 'people' AND e.external_id = r.external_id
      CROSS JOIN unnest(e.names) AS n (name)
      LEFT JOIN directory_decision d ON d.source_id = $1 AND d.external_id = r.external_id AND d.asked = n.name
      WHERE d.kind IS DISTINCT FROM 'leave') AS asked
    GROUP BY name HAVING count(*) > 1
    UNION SELECT c.value FROM directory_conflict c JOIN source s ON s.id = c.source_id
    WHERE c.holder_id IS NULL AND s.enabled AND s.rank < (SELECT rank FROM source WHERE id = $1)`,
};
const groupEntries: Statement = {
  name: 'planning-groups',
  text: `SELECT draft FROM directory_entry
         WHERE source_id = $1 AND kind = 'groups' AND draft IS NOT NULL ORDER BY dn`,
};
const groupNames: Statement = {
  name: 'planning-group-names',
  text: `SELECT DISTINCT dn_key AS key FROM directory_reference
         WHERE source_id = $1 AND kind = 'people' ORDER BY dn_key`,
};
const anythingTouched: Statement = {
  name: 'planning-touched',
  text: 'SELECT kind FROM run_touched GROUP BY kind',
};

const pageSize = 1_000;

/** A full reading looks at everything, a delta at little. */
const wholeIf =
  (sql: Sql, mode: Feed['mode']) =>
  <T>(work: () => Promise<T>) =>
    mode === 'full' ? overAll(sql, work) : work();

async function planPeoplePages(sql: Sql, of: PlanOf, setting: Setting): Promise<void> {
  const { sourceId, record } = of;
  const page = (after: string) =>
    sql.query<PersonPage>(people, [sourceId, after, pageSize, of.runId]);
  async function* plans() {
    for await (const rows of pagesOf(page)) {
      const externalIds = rows.map(({ externalId }) => externalId);
      const names = rows.flatMap((row) => row.names);
      const current = await currentPeople(sql, sourceId, { externalIds, names });
      const wanted = rows.map(({ draft, unit }) => wantedPerson(draft, unit));
      const plan = planPeople(wanted, current, setting);
      const known = new Set(current.accounts.map(({ id }) => id));
      const told = rows.filter(({ news }) => news || of.mode === 'full');
      yield { plan, known, told: new Set(told.map(({ draft }) => draft.dn)) };
    }
  }
  // Nothing of a plan is written yet where the next page is planned: neither depends on the other.
  for await (const { plan, known, told } of ahead(plans())) {
    await keepPeople(sql, plan, known);
    await record.changes([...plan.changes, ...(await planMoves(sql, plan.moves))]);
    await keepConflicts(sql, plan.conflicts, of.newId);
    await record.rejections(plan.rejections.filter(({ dn }) => told.has(dn)));
  }
}

/** @returns how many can sign in now and could not afterwards. */
async function planLeavers(sql: Sql, { sourceId, mode, record }: PlanOf): Promise<void> {
  const page = goneAccounts(sql, sourceId, { named: mode === 'delta', pageSize });
  for await (const rows of pagesOf(page)) {
    const hashes = rows.map(({ dn }) => hashOfDn(dn));
    const there = await withoutId(sql, sourceId, hashes);
    const gone = rows.filter((_, i) => !there.has(hashes[i]!));
    const plan = planLeaving(gone, await postsOfShares(sql, gone));
    await keepPeople(sql, plan, new Set(rows.map(({ id }) => id)));
    await record.changes(plan.changes);
  }
}

async function wantedGroups(sql: Sql, { sourceId, settings }: PlanOf): Promise<WantedGroup[]> {
  if (settings.groupsFrom !== 'memberOf') {
    const rows = await sql.query<{ draft: WantedGroup }>(groupEntries, [sourceId]);
    return rows.map(({ draft }) => draft);
  }
  const named = await sql.query<{ key: string }>(groupNames, [sourceId]);
  return named.map(({ key }) => groupOfDn(key));
}

/** @returns how many groups the directory wants, and those that close. */
async function planAllGroups(sql: Sql, of: PlanOf): Promise<{ wanted: number; closing: string[] }> {
  const { sourceId, mode, record, settings } = of;
  const current = await currentGroups(sql, sourceId);
  const wanted = await wantedGroups(sql, of);
  const plan = planGroups(wanted, current, of.newId);
  await keepGroups(sql, plan.groups, new Set(current.groups.map(({ id }) => id)));
  await record.changes(plan.changes);
  await record.rejections(plan.rejections);
  await countRows(sql, ['run_account (id, external_id)', 'run_group (id, external_id)']);
  await planMembers(sql, sourceId, { mode, groupsFrom: settings.groupsFrom });
  const whole = wholeIf(sql, mode);
  await whole(() => record.members());
  const unknown = await whole(() => groupsWithUnknownMembers(sql, sourceId, mode));
  await record.rejections(
    unknown.map(({ dn, ...detail }) => ({
      dn,
      detail,
      level: 'warning' as const,
      reason: 'unknown-members' as const,
    })),
  );
  return { wanted: wanted.length, closing: plan.groupsClosing };
}

const leavingCount: Statement = {
  name: 'planning-leaving',
  text: 'SELECT count(*)::int AS leaving FROM run_leaving',
};

/** Merges what was staged into the mirror and plans what follows from it. */
export async function planRun(sql: Sql, of: PlanOf): Promise<Planned> {
  const { sourceId, mode, settings, record, newId } = of;
  const whole = wholeIf(sql, mode);
  const merged = await whole(() => merge(sql, of));
  const positions = await currentPositions(sql);
  const positionsKey = uuidOf(JSON.stringify([...positions]));
  const { positionsKey: before } = of.state ?? { positionsKey: null };
  const moved = before !== null && before.replaceAll('-', '') !== positionsKey;
  await whole(() => touchUnsettled(sql, sourceId, moved ? 'everybody' : mode));
  await countRows(sql, ['run_touched']);
  const wantedUnits = await place(sql, sourceId, { settings, all: merged.unitsTouched });
  await countRows(sql, ['run_person']);

  const codes = wantedUnits.flatMap(({ code }) => code ?? []);
  const units = planUnits(wantedUnits, await currentUnits(sql, sourceId, codes), newId);
  await whole(() => record.entries(sourceId, mode));
  await record.changes(units.changes);
  if (mode === 'full' || merged.unitsTouched) await record.rejections(units.rejections);

  const names = await whole(() => sql.query<{ name: string }>(contested, [sourceId]));
  const { unitIds, unitNames } = units;
  const both = new Set(names.map(({ name }) => name));
  await planPeoplePages(sql, of, { unitIds, unitNames, positions, contested: both, newId });
  await whole(() => planLeavers(sql, of));
  const touched = await sql.query(anythingTouched);
  const groups =
    mode === 'full' || touched.length > 0
      ? await planAllGroups(sql, of)
      : { wanted: 0, closing: [] };
  const [row] = await sql.query<{ leaving: number }>(leavingCount);
  return {
    ...merged,
    // Units and groups may have no entries of their own: people name them.
    size: { ...merged.size, units: wantedUnits.length, groups: groups.wanted },
    units: units.units,
    unitsToRecode: units.unitsToRecode,
    unitsClosing: units.unitsClosing,
    groupsClosing: groups.closing,
    leaving: row?.leaving ?? 0,
    positionsKey,
  };
}
