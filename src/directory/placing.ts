// Which unit each person of a run belongs to, and the units that exist only because people name them.
// People who are not touched stay where they are, unless the units themselves have changed: then all
// are looked at, and whoever belongs elsewhere now is planned too.
import type { Sql, Statement } from '../core/database.ts';
import { pagesOf, writeRows, type Columns } from './rows.ts';
import type { SourceSettings } from './settings.ts';
import {
  placeOf,
  treeOf,
  type Named,
  type Place,
  type Placeable,
  type Tree,
  type WantedUnit,
} from './unit-entries.ts';

type PersonRow = Placeable & {
  externalId: string;
  touched: boolean;
  home: string | null;
  homeLabel: string | null;
  part: string | null;
  partLabel: string | null;
};

const columns = `e.external_id AS "externalId", e.dn, e.draft->>'division' AS division,
  e.draft->'unitNames' AS "unitNames", o.home, o.home_label AS "homeLabel", o.part, o.part_label AS "partLabel"`;
const touchedPeople: Statement = {
  name: 'placing-touched',
  text: `
    SELECT ${columns}, true AS touched FROM run_touched t
    JOIN LATERAL (SELECT external_id, dn, draft FROM directory_entry
      WHERE source_id = $1 AND kind = 'people' AND external_id = t.external_id OFFSET 0) e ON true
    LEFT JOIN directory_outcome o ON o.source_id = $1 AND o.external_id = t.external_id
    WHERE t.kind = 'people' AND t.external_id > $2 AND e.draft IS NOT NULL ORDER BY t.external_id LIMIT $3`,
};
const allPeople: Statement = {
  name: 'placing-all',
  text: `
    SELECT ${columns}, t.external_id IS NOT NULL AS touched FROM directory_entry e
    LEFT JOIN run_touched t ON t.kind = 'people' AND t.external_id = e.external_id
    LEFT JOIN directory_outcome o ON o.source_id = $1 AND o.external_id = e.external_id
    WHERE e.source_id = $1 AND e.kind = 'people' AND e.external_id > $2 AND e.draft IS NOT NULL
    ORDER BY e.external_id LIMIT $3`,
};
const savePeople: Statement = {
  name: 'placing-save',
  text: `INSERT INTO run_person (external_id, home, home_label, part, part_label)
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])`,
};
const touchPeople: Statement = {
  name: 'placing-touch',
  text: `INSERT INTO run_touched SELECT 'people', * FROM unnest($1::text[]) ON CONFLICT DO NOTHING`,
};
const treeUnits: Statement = {
  name: 'placing-tree',
  text: `SELECT draft FROM directory_entry
         WHERE source_id = $1 AND kind = 'units' AND draft IS NOT NULL ORDER BY dn`,
};
// Of two spellings the one that sorts first, as in memory (namedUnits).
const labelled: Statement = {
  name: 'placing-named',
  text: `
    WITH place AS (
      SELECT home, home_label, part, part_label FROM run_person UNION ALL
      SELECT home, home_label, part, part_label FROM directory_outcome o
      WHERE o.source_id = $1 AND (o.home_label IS NOT NULL OR o.part_label IS NOT NULL)
        AND NOT EXISTS (SELECT FROM run_person r WHERE r.external_id = o.external_id))
    SELECT home AS "externalId", min(home_label COLLATE "C") AS name, NULL AS parent FROM place
    WHERE home_label IS NOT NULL GROUP BY home
    UNION ALL
    SELECT part, min(part_label COLLATE "C"), min(home) FROM place WHERE part_label IS NOT NULL GROUP BY part`,
};

const pageSize = 2_000;

type PlacedRow = Pick<PersonRow, 'externalId' | 'home' | 'homeLabel' | 'part' | 'partLabel'>;
const placedColumns: Columns<PlacedRow> = [
  (row) => row.externalId,
  (row) => row.home,
  (row) => row.homeLabel,
  (row) => row.part,
  (row) => row.partLabel,
];

const flat = (externalId: string, { home, part }: Place): PlacedRow => {
  const id = (named: Named | null) => named?.id ?? null;
  const label = (named: Named | null) => named?.label ?? null;
  return {
    externalId,
    home: id(home),
    homeLabel: label(home),
    part: id(part),
    partLabel: label(part),
  };
};

const same = (one: PlacedRow, other: PlacedRow) =>
  placedColumns.every((column) => column(one) === column(other));

async function placePeople(
  sql: Sql,
  sourceId: string,
  { tree, settings, all }: { tree: Tree; settings: SourceSettings; all: boolean },
): Promise<void> {
  const page = (after: string) =>
    sql.query<PersonRow>(all ? allPeople : touchedPeople, [sourceId, after, pageSize]);
  for await (const rows of pagesOf(page)) {
    const placed = rows.flatMap((row) => {
      const now = flat(row.externalId, placeOf(row, tree, settings));
      return row.touched || !same(row, now) ? [now] : [];
    });
    await writeRows(sql, savePeople, placed, placedColumns);
    if (all) await sql.query(touchPeople, [placed.map(({ externalId }) => externalId)]);
  }
}

/** @returns all units the directory wants now, those without entries of their own too. */
export async function place(
  sql: Sql,
  sourceId: string,
  { settings, all }: { settings: SourceSettings; all: boolean },
): Promise<WantedUnit[]> {
  const drafts = await sql.query<{ draft: WantedUnit }>(treeUnits, [sourceId]);
  const units = drafts.map(({ draft }) => draft);
  const tree = treeOf(units, settings);
  await placePeople(sql, sourceId, { tree, settings, all });
  const named = await sql.query<Pick<WantedUnit, 'externalId' | 'name' | 'parent'>>(labelled, [
    sourceId,
  ]);
  return [...tree.units, ...named.map((unit) => ({ ...unit, dn: null, code: null }))];
}
