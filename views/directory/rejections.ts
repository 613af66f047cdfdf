import type { RunRejection } from '../../src/directory/record.ts';
import type { Json } from '../../src/journal/journal.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import { table } from '../console/table.ts';
import { html, type Safe } from '../html.ts';

const worded = (value: Json): string => {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(worded).join('; ') : JSON.stringify(value);
};

/** The particulars of a rejection: `số lượng: 3` rather than JSON. */
export const detailWords = (t: Messages, detail: RunRejection['detail']): string =>
  Object.entries(detail)
    .map(([name, value]) =>
      name === 'value'
        ? worded(value)
        : `${t.sync.rejectionDetails[name] ?? name}: ${worded(value)}`,
    )
    .join(', ');

/** Entries of a directory that were left out, or came in with something to look at. */
export function rejectionsTable({ t }: ConsoleContext, rejections: readonly RunRejection[]): Safe {
  return table({
    caption: t.sync.rejections,
    columns: [
      {
        label: t.sync.dn,
        cell: ({ dn }: RunRejection) => html`<span class="mono dn">${dn}</span>`,
      },
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
        cell: ({ detail }) => detailWords(t, detail),
      },
    ],
    rows: rejections,
    empty: t.common.none,
  });
}
