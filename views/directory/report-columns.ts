// What the columns of a run's files are.
import type { RunChange, RunRejection } from '../../src/directory/record.ts';
import type { ListColumn } from '../../src/web/list-file.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import { attributeLabel, valueLabel } from './change-words.ts';
import { detailWords } from './rejections.ts';

export const changeColumns = (t: Messages): ListColumn<RunChange>[] => [
  { title: t.units.name, cell: ({ name }) => name },
  { title: t.sync.entity, cell: ({ entity }) => t.sync.entities[entity] ?? entity },
  { title: t.sync.op, cell: ({ op }) => t.sync.ops[op] ?? op },
  { title: t.sync.attribute, cell: ({ attribute }) => attribute && attributeLabel(t, attribute) },
  { title: t.sync.old, cell: (change) => valueLabel(t, change, change.old) },
  { title: t.sync.new, cell: (change) => valueLabel(t, change, change.new) },
  { title: t.people.id, cell: ({ entityId }) => entityId },
];

export const rejectionColumns = (t: Messages): ListColumn<RunRejection>[] => [
  { title: t.sync.dn, cell: ({ dn }) => dn },
  { title: t.sync.level, cell: ({ level }) => t.sync.levels[level] ?? level },
  { title: t.sync.why, cell: ({ reason }) => t.rejections[reason] },
  { title: t.journal.details, cell: ({ detail }) => detailWords(t, detail) || null },
];
