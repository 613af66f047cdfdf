// A bar chart drawn by the server: no script, prints, and the same numbers as a table for whoever
// cannot see it. Colours are classes; sizes are attributes of the drawing.
import { html, type Safe, type Value } from '../html.ts';
import { table } from './table.ts';

export type Bar = { label: string; good: number; bad: number };

export type Chart = {
  title: string;
  summary: string; // the drawing in one sentence
  columns: { label: string; good: string; bad: string };
  bars: readonly Bar[];
  labelEvery: number; // so that labels do not touch
  asTable: string; // opens the table
  number: (value: number) => string;
};

const width = 720;
const height = 172;
const left = 72; // room for the scale
const ground = 138; // where bars stand

export type Row = { label: Value; good: number; bad: number };

const rowWidth = 240;

/** Bars beside their numbers, in a table: one look for those who see, the same words for those who do not. */
export function barTable(chart: {
  caption: string;
  columns: { label: string; good: string; bad: string };
  rows: readonly Row[];
  number: (value: number) => string;
}): Safe {
  const { columns, number } = chart;
  const longest = Math.max(1, ...chart.rows.map(({ good, bad }) => good + bad));
  const size = (value: number) => Math.round((value / longest) * rowWidth);
  const bar = ({ good, bad }: Row) =>
    html`<svg
      class="bar-row"
      viewBox="0 0 ${rowWidth} 10"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect class="bar-good" x="0" y="0" width="${size(good)}" height="10" />
      <rect class="bar-bad" x="${size(good)}" y="0" width="${size(bad)}" height="10" />
    </svg>`;
  return table({
    caption: chart.caption,
    columns: [
      { label: columns.label, cell: (row: Row) => html`${row.label} ${bar(row)}` },
      { label: columns.good, cell: ({ good }) => number(good), number: true },
      { label: columns.bad, cell: ({ bad }) => number(bad), number: true },
    ],
    rows: chart.rows,
    empty: '',
  });
}

/** A round number at or above the highest bar, so that the scale can be read. */
function ceiling(highest: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, highest))));
  return Math.max(4, Math.ceil(highest / step) * step);
}

export function barChart(chart: Chart): Safe {
  const { bars, columns, number } = chart;
  const top = ceiling(Math.max(...bars.map(({ good, bad }) => good + bad)));
  const slot = (width - left) / bars.length;
  const size = (value: number) => Math.round((value / top) * (ground - 14) * 10) / 10;
  const rectangle = (i: number, from: number, value: number, kind: string) =>
    value > 0 &&
    html`<rect
      class="${kind}"
      x="${Math.round(left + i * slot + slot * 0.15)}"
      y="${ground - size(from) - size(value)}"
      width="${Math.round(slot * 0.7)}"
      height="${size(value)}"
    />`;
  return html`<figure class="chart">
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${chart.summary}">
      <line x1="${left}" x2="${width}" y1="${ground}" y2="${ground}" />
      <line x1="${left}" x2="${width}" y1="14" y2="14" />
      <text x="${left - 6}" y="18" text-anchor="end">${number(top)}</text>
      <text x="${left - 6}" y="${ground + 4}" text-anchor="end">0</text>
      ${bars.map(
        ({ label, good, bad }, i) =>
          html`${rectangle(i, 0, good, 'bar-good')} ${rectangle(i, good, bad, 'bar-bad')}
          ${
            i % chart.labelEvery === 0 &&
            html`<text
              x="${Math.round(left + (i + 0.5) * slot)}"
              y="${height - 6}"
              text-anchor="middle"
            >
              ${label}
            </text>`
          }`,
      )}
    </svg>
    <figcaption>
      <span class="key-good" aria-hidden="true"></span> ${columns.good}
      <span class="key-bad" aria-hidden="true"></span> ${columns.bad}
    </figcaption>
    <details>
      <summary>${chart.asTable}</summary>
      ${table({
        caption: chart.title,
        columns: [
          { label: columns.label, cell: ({ label }: Bar) => label },
          { label: columns.good, cell: ({ good }) => number(good), number: true },
          { label: columns.bad, cell: ({ bad }) => number(bad), number: true },
        ],
        rows: bars,
        empty: '',
      })}
    </details>
  </figure>`;
}
