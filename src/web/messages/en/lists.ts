import type { lists as vi } from '../vi/lists.ts';

export const lists: typeof vi = {
  csv: 'Export CSV',
  xlsx: 'Export Excel',
  hint: (rows) =>
    `Exports the rows that match the filter, at most ${rows}. The export is recorded in the journal.`,
  unitCode: 'Unit code',
  peopleIn: 'People directly in it',
  groupsIn: 'Groups nested in it',
  origin: 'Origin',
  classCode: 'Class code',
  applicationsOf: 'Applications it opens',
  ofGroup: (name) => `Applications that the group ${name} opens to its members`,
  ofUnit: (name) => `Applications that ${name} opens to its people`,
  ofHint:
    'Worked out for an active person who has only this group or unit. Other grants of each person may allow more or refuse.',
  noneOf: 'No grant leads from here to an application. Add one if needed.',
  ruleThrough: (rule, path) => `${rule} (through ${path})`,
  sort: 'Order',
  sortBy: (column) => `Sort by ${column.toLowerCase()}`,
  sortNow: 'Sort',
  ascending: (column) => `${column}: ascending`,
  descending: (column) => `${column}: descending`,
  lastPage: 'Last page',
  openList: 'Open in the list of people',
  columns: 'Columns',
  columnsLegend: 'Columns that are shown',
  columnsHint:
    'Kept for your own account, on every machine. Exported files always hold all columns.',
  columnsSave: 'Apply',
  columnsUsual: 'As usual',
};
