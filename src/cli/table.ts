// Columns of text for the terminal. Vietnamese letters are one column wide each; marks that were sent
// apart are none.

const width = (text: string): number => [...text.normalize('NFC').replace(/\p{M}/gu, '')].length;

/** A heading, then the rows, each cell padded to its column; nothing is cut. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly (string | number | null | undefined)[])[],
): string {
  const cells = rows.map((row) => row.map((cell) => String(cell ?? '')));
  const widths = headings.map((heading, i) =>
    Math.max(width(heading), ...cells.map((row) => width(row[i] ?? ''))),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - width(cell)))
      .join('  ')
      .trimEnd();
  const rule = widths.map((w) => '-'.repeat(w));
  return [line(headings), line(rule), ...cells.map(line)].join('\n');
}
