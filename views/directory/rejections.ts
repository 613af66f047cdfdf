import type { RunRejection } from '../../src/directory/record.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { table } from '../console/table.ts';
import { html, type Safe } from '../html.ts';

/** Entries of a directory that were left out, or came in with something to look at. */
export function rejectionsTable({ t }: ConsoleContext, rejections: readonly RunRejection[]): Safe {
  return table({
    caption: t.sync.rejections,
    columns: [
      { label: t.sync.dn, cell: ({ dn }: RunRejection) => html`<span class="mono">${dn}</span>` },
      {
        label: t.sync.level,
        cell: ({ level }) =>
          html`<span class="badge ${level === 'rejected' ? 'bad' : 'warn'}"
            >${t.sync.levels[level] ?? level}</span
          >`,
      },
      { label: t.sync.why, cell: ({ reason }) => t.rejections[reason] },
      {
        label: t.journal.details,
        cell: ({ detail }) =>
          Object.keys(detail).length > 0 && html`<code>${JSON.stringify(detail)}</code>`,
      },
    ],
    rows: rejections,
    empty: t.common.none,
  });
}
