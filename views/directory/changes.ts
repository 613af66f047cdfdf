// Lines of a run as a table: who, what, from which value to which.
import type { RunChange } from '../../src/directory/record.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { table } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';
import { attributeLabel, valueLabel } from './change-words.ts';

const folders: Readonly<Record<string, string>> = {
  account: 'people',
  unit: 'units',
  group: 'groups',
};

/** @param linked false where what was to be made has no page yet. */
export const changedName = (
  { entity, entityId, name }: Pick<RunChange, 'entity' | 'entityId' | 'name'>,
  linked: boolean,
): Value => (linked ? html`<a href="/${folders[entity]}/${entityId}">${name}</a>` : name);

export function changesTable(
  { t }: ConsoleContext,
  list: {
    caption: string;
    rows: readonly RunChange[];
    isMade: (change: RunChange) => boolean;
    empty: Value;
  },
): Safe {
  return table({
    caption: list.caption,
    columns: [
      {
        label: t.units.name,
        cell: (change: RunChange) => changedName(change, list.isMade(change)),
      },
      { label: t.sync.entity, cell: ({ entity }) => t.sync.entities[entity] ?? entity },
      { label: t.sync.op, cell: ({ op }) => t.sync.ops[op] ?? op },
      {
        label: t.sync.attribute,
        cell: ({ attribute }) => attribute && attributeLabel(t, attribute),
      },
      { label: t.sync.old, cell: (change) => valueLabel(t, change, change.old) },
      { label: t.sync.new, cell: (change) => valueLabel(t, change, change.new) },
    ],
    rows: list.rows,
    empty: list.empty,
  });
}
