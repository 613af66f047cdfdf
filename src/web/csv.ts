// CSV that spreadsheets open rightly and safely: UTF-8 with a byte order mark, and no cell that a
// spreadsheet would take for a formula (a name such as =HYPERLINK(…) must stay a name).

export const byteOrderMark = '\uFEFF';

function cell(value: string | number | null): string {
  if (typeof value === 'number') return String(value);
  const text = (value ?? '').replace(/[\r\n]+/g, ' ');
  const tame = /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",;']/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}

/** One line with its line break (RFC 4180). */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(cell).join(',')}\r\n`;
