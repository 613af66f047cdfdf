// What synchronisation did to one person, unit or group, newest first.
import type { ChangeOf } from '../../src/directory/reports.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDateTime } from '../../src/web/dates.ts';
import { consolePage } from '../console/frame.ts';
import { pager } from '../console/pager.ts';
import { table } from '../console/table.ts';
import { html, type Safe } from '../html.ts';
import { attributeLabel, valueLabel } from './change-words.ts';

export type HistoryPage = {
  entity: 'account' | 'unit' | 'group';
  id: string;
  name: string;
  before: string | undefined;
  changes: readonly ChangeOf[];
  next: string | undefined;
};

const sections = { account: 'people', unit: 'units', group: 'groups' } as const;

export function historyPage(context: ConsoleContext, page: HistoryPage): Safe {
  const { t } = context;
  const { entity, id, name } = page;
  return consolePage(context, {
    section: sections[entity],
    title: t.sync.historyOf(name),
    up: { href: `/${sections[entity]}/${id}`, label: name },
    body: html`<p class="muted">${t.sync.historyHint}</p>
      ${table({
        caption: t.sync.historyOf(name),
        columns: [
          {
            label: t.sync.startedAt,
            cell: ({ runId, at }: ChangeOf) =>
              html`<a href="/directory/runs/${runId}">${formatDateTime(at)}</a>`,
          },
          { label: t.sync.source, cell: ({ sourceName }) => sourceName },
          { label: t.sync.op, cell: ({ op }) => t.sync.ops[op] ?? op },
          {
            label: t.sync.attribute,
            cell: ({ attribute }) => attribute && attributeLabel(t, attribute),
          },
          { label: t.sync.old, cell: (change) => valueLabel(t, change, change.old) },
          { label: t.sync.new, cell: (change) => valueLabel(t, change, change.new) },
        ],
        rows: page.changes,
        empty: t.sync.noChanges,
      })}
      ${pager(context, {
        path: `/directory/changes/${entity}/${id}`,
        parameters: { before: page.before },
        cursorName: 'before',
        next: page.next,
      })}`,
  });
}
