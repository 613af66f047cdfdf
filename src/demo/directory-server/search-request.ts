// A search as a client asks for it (RFC 4511, section 4.5.1), with the paging control where there is one.
import { ControlParser, PagedResultsControl, type BerReader } from 'ldapts';
import { readFilter, type Question } from './filters.ts';

export type SearchRequest = {
  base: string;
  scope: 'base' | 'one' | 'sub';
  sizeLimit: number; // 0: none
  question: Question;
  attributes: string[]; // in lower case
  page: { size: number; cookie: string } | undefined;
};

function readPage(reader: BerReader): SearchRequest['page'] {
  if (reader.peek() !== 0xa0) return undefined;
  reader.readSequence();
  const end = reader.offset + reader.length;
  let page: SearchRequest['page'];
  while (reader.offset < end) {
    const control = ControlParser.parse(reader, []);
    if (control instanceof PagedResultsControl)
      page = { size: control.value?.size ?? 0, cookie: control.value?.cookie?.toString() ?? '' };
  }
  return page;
}

/** @param reader stands behind the tag of the operation. @throws Error where it is none. */
export function readSearch(reader: BerReader): SearchRequest {
  const base = reader.readString() ?? '';
  const scope = (['base', 'one'] as const)[reader.readEnumeration() ?? 2] ?? 'sub';
  reader.readEnumeration(); // aliases: there are none
  const sizeLimit = reader.readInt() ?? 0;
  reader.readInt(); // time limit: an answer takes milliseconds
  reader.readBoolean(); // names only: nobody asks
  const question = readFilter(reader);
  reader.readSequence();
  const end = reader.offset + reader.length;
  const attributes: string[] = [];
  while (reader.offset < end) attributes.push((reader.readString() ?? '').toLowerCase());
  return { base, scope, sizeLimit, question, attributes, page: readPage(reader) };
}
