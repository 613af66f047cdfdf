// What can be brought in, and what a file of it holds. Pure.
import { AppError, type ErrorCode } from '../core/errors.ts';
import { clean, searchKey } from '../core/text.ts';

export const importKinds = ['people', 'groups', 'grants'] as const;
export type ImportKind = (typeof importKinds)[number];

/** The columns of each kind; the first one says which row it is and must be in the file. */
export const fieldsOf = {
  people: ['username', 'fullName', 'kind', 'mail', 'phone', 'unit', 'title'],
  groups: ['group', 'groupName', 'description', 'username'],
  grants: ['application', 'subjectType', 'subject', 'effect', 'validFrom', 'validTo', 'reason'],
} as const satisfies Record<ImportKind, readonly string[]>;
export type Field = (typeof fieldsOf)[ImportKind][number];

/** Columns without which a file of that kind cannot be meant. */
const neededFields = {
  people: ['username'],
  groups: ['group'],
  grants: ['application', 'subjectType', 'effect'],
} as const satisfies Record<ImportKind, readonly Field[]>;

/** One row: cells that are filled, cleaned; where a formula stood; its line in the file. */
export type ImportRow = { line: number; values: Partial<Record<Field, string>>; formulas: Field[] };

/** Words of every language for columns and for what may stand in them, folded. */
export type Vocabulary = {
  titles: ReadonlyMap<string, Field>;
  choices: Partial<Record<Field, ReadonlyMap<string, string>>>;
};

export type FileCell = string | { formula: true };

export const rowLimit = 10_000;
export const columnLimit = 50;
const cellLimit = 1_000;

/** @throws AppError `import.no-rows`, `import.too-many-rows`, `import.column-missing`, `import.column-twice`. */
export function readRows(
  kind: ImportKind,
  table: readonly (readonly FileCell[])[],
  words: Vocabulary,
): ImportRow[] {
  const [head = [], ...body] = table;
  if (body.length > rowLimit)
    throw new AppError('import.too-many-rows', { params: { limit: rowLimit } });
  const columns = columnsOf(kind, head, words);
  const rows = body
    .map((cells, i) => rowOf(cells, columns, words, i + 2))
    .filter(({ values, formulas }) => Object.keys(values).length > 0 || formulas.length > 0);
  if (rows.length === 0) throw new AppError('import.no-rows');
  return rows;
}

function columnsOf(
  kind: ImportKind,
  head: readonly FileCell[],
  words: Vocabulary,
): Map<number, Field> {
  const known: readonly Field[] = fieldsOf[kind];
  const columns = new Map<number, Field>();
  for (const [i, title] of head.slice(0, columnLimit).entries()) {
    const field = typeof title === 'string' ? words.titles.get(searchKey(title)) : undefined;
    if (!field || !known.includes(field)) continue; // columns of an export that say nothing here
    if ([...columns.values()].includes(field))
      throw new AppError('import.column-twice', { params: { column: field } });
    columns.set(i, field);
  }
  const needed: readonly Field[] = neededFields[kind];
  const missing = needed.find((field) => ![...columns.values()].includes(field));
  if (missing) throw new AppError('import.column-missing', { params: { column: missing } });
  return columns;
}

function rowOf(
  cells: readonly FileCell[],
  columns: ReadonlyMap<number, Field>,
  words: Vocabulary,
  line: number,
): ImportRow {
  const values: ImportRow['values'] = {};
  const formulas: Field[] = [];
  for (const [i, field] of columns) {
    const cell = cells[i] ?? '';
    if (typeof cell !== 'string') formulas.push(field);
    else {
      const text = clean(cell.slice(0, cellLimit));
      if (text) values[field] = words.choices[field]?.get(searchKey(text)) ?? text;
    }
  }
  return { line, values, formulas };
}

export type Mistake = { field: Field | null; code: ErrorCode };
export type LineOutcome = 'new' | 'changed' | 'same' | 'error';

/** What one row would do. `changes` are for reading: codes and texts as they stand and would stand. */
export type ImportLine = {
  line: number;
  key: string; // what the row is about: a user name, a group, a rule
  outcome: LineOutcome;
  changes: { field: Field; old: string | null; new: string | null }[];
  mistakes: Mistake[];
};

export type ImportCounts = Record<LineOutcome, number>;

export function countsOf(lines: readonly ImportLine[]): ImportCounts {
  const counts = { new: 0, changed: 0, same: 0, error: 0 };
  for (const { outcome } of lines) counts[outcome] += 1;
  return counts;
}

/** A line from what was found: mistakes first, then whether anything would change. */
export function lineOf(
  row: ImportRow,
  key: string,
  found: { exists: boolean; changes: ImportLine['changes']; mistakes: Mistake[] },
): ImportLine {
  const formulas = row.formulas.map((field) => ({ field, code: 'import.formula' }) as const);
  const mistakes = [...formulas, ...found.mistakes];
  const changes = mistakes.length > 0 ? [] : found.changes;
  const outcome =
    mistakes.length > 0 ? 'error' : !found.exists ? 'new' : changes.length > 0 ? 'changed' : 'same';
  return { line: row.line, key, outcome, changes, mistakes };
}
