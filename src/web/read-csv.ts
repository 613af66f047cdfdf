// CSV from wherever: comma, semicolon or tab, quotes as in RFC 4180, UTF-8 or UTF-16.

/** Undefined where the bytes are none of these encodings (Windows-1258, say): guessing would spoil names. */
export function decodeText(bytes: Buffer): string | undefined {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe;
  const wideBackwards = bytes[0] === 0xfe && bytes[1] === 0xff;
  const encoding = wide ? 'utf-16le' : wideBackwards ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** The one that stands most often in the first line. */
function separatorOf(text: string): string {
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const count = (separator: string) => line.split(separator).length;
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
}

/** Our own export puts ' before what a spreadsheet would take for a formula. */
const bare = (cell: string): string => cell.replace(/^'(?=\s*[=+\-@\t\r])/, '');

/** At most so many lines, and cells of each; what lies beyond is not given. */
export function parseCsv(text: string, most: { rows: number; columns: number }): string[][] {
  const separator = separatorOf(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endCell = () => {
    if (row.length < most.columns) row.push(bare(cell));
    cell = '';
  };
  const endRow = () => {
    endCell();
    rows.push(row);
    row = [];
  };
  for (let i = 0; i < text.length && rows.length < most.rows; i += 1) {
    const c = text[i]!;
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') [cell, i] = [`${cell}"`, i + 1];
      else quoted = false;
    } else if (c === '"' && cell === '') quoted = true;
    else if (c === separator) endCell();
    else if (c === '\n') endRow();
    else if (c !== '\r') cell += c;
  }
  if ((cell || row.length > 0) && rows.length < most.rows) endRow();
  return rows;
}
