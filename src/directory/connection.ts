// The only door to LDAP: one connection, its time-outs, its encryption, its pages. Built on the
// message classes of ldapts and not on its client, because that one hangs where two operations begin
// at once, ends a paged search at an empty page, and gives binary ids as text now and then.
// Knows nothing of people: it gives entries with their attributes as bytes.
import {
  AndFilter,
  BerWriter,
  BindRequest,
  Control as LibraryControl,
  EqualityFilter,
  FilterParser,
  OrFilter,
  PagedResultsControl,
  PasswordPolicyControl,
  SearchRequest,
  type Filter,
} from 'ldapts';
import { isAppError } from '../core/errors.ts';
import { changesOf, type Outcome } from './changes.ts';
import type { Control } from './controls.ts';
import { createQueue } from './part-queue.ts';
import { failure, openSocket, refusal, type Endpoint } from './socket.ts';
import { speak, type Entry, type Part, type Response, type Wire } from './wire.ts';

export type { Entry, Part } from './wire.ts';

type Equality = { attribute: string; equals: string | Buffer };

/** As RFC 4515 writes it, or put together of parts: bytes need no escapes there. */
export type SearchFilter =
  string | Equality | { all: readonly SearchFilter[] } | { any: readonly SearchFilter[] };

export type Search = {
  base: string;
  scope: 'base' | 'one' | 'sub';
  filter: SearchFilter;
  attributes: readonly string[];
};

/** `paged` is false where the server did not answer the paging control. */
export type Page = { entries: Entry[]; references: string[]; paged: boolean };

/** The last of a stream. */
export type End = { type: 'end'; controls: ReadonlyMap<string, Buffer> };

export type Connection = ReturnType<typeof operationsOf>;

const maxPages = 100_000;
/** Pages in a row that bring nothing that was not seen: a server that goes round in a circle. */
const maxBarren = 1_000;
/** Of one answer, which is held whole: a page of the largest groups there are. */
const maxAnswerBytes = 512 * 1024 * 1024;
/** Of the time for one answer: it may come slowly, but it comes to an end. */
const longest = 20;

function toFilter(filter: SearchFilter): Filter {
  if (typeof filter !== 'string') {
    if ('all' in filter) return new AndFilter({ filters: filter.all.map(toFilter) });
    if ('any' in filter) return new OrFilter({ filters: filter.any.map(toFilter) });
    return new EqualityFilter({ attribute: filter.attribute, value: filter.equals });
  }
  try {
    return FilterParser.parseString(filter);
  } catch (cause) {
    throw failure('directory.filter', (cause as Error).message, cause);
  }
}

/** A control of ours, as the library sends it. */
class Sent extends LibraryControl {
  readonly value: Buffer;
  constructor({ oid, critical, value }: Control) {
    super(oid, { critical });
    this.value = value;
  }
  override writeControl(writer: BerWriter): void {
    if (this.value.length > 0) writer.writeBuffer(this.value, 0x04);
  }
}
const ofLibrary = (control: Control) => new Sent(control);

function cookieOf(response: Response): Buffer | undefined {
  const control = response.controls?.find((one) => one instanceof PagedResultsControl);
  return control && (control.value?.cookie ?? Buffer.alloc(0));
}

function operationsOf(endpoint: Endpoint, wire: Wire) {
  const request = (search: Search, sizeLimit: number, controls: LibraryControl[] = []) =>
    new SearchRequest({
      messageId: 0,
      baseDN: search.base,
      scope: search.scope,
      filter: toFilter(search.filter),
      attributes: [...search.attributes],
      sizeLimit,
      timeLimit: Math.ceil(endpoint.operationMs / 1000),
      controls,
    });

  /** All that a search gives, in memory: for what is bounded by a page or a size limit. */
  async function gather(asked: SearchRequest) {
    const entries: Entry[] = [];
    const references: string[] = [];
    let held = 0;
    const deadline = performance.now() + longest * endpoint.operationMs;
    const { response } = await wire.send(asked, (part, bytes) => {
      held += bytes;
      if (held > maxAnswerBytes)
        wire.end(failure('directory.size-limit', 'the answer is too large'));
      else if (performance.now() > deadline)
        wire.end(failure('directory.timeout', 'the answer does not end'));
      if (part.type === 'entry') entries.push(part.entry);
      if (part.type === 'reference') for (const uri of part.uris) references.push(uri);
    }).answer;
    return { response, entries, references };
  }

  /** A simple bind. An empty name or password would be an anonymous bind that succeeds: never sent. */
  async function bind(dn: string, password: string): Promise<Outcome> {
    if (dn === '' || password === '') return { code: 49, message: 'empty', policyError: undefined };
    const policy = new PasswordPolicyControl();
    const request = new BindRequest({ messageId: 0, dn, password, controls: [policy] });
    const { response } = await wire.send(request, () => undefined).answer;
    return {
      code: response.status,
      message: response.errorMessage,
      policyError: policy.value?.error,
    };
  }

  /**
   * All entries, page by page. A page that fails ends the search with an error, an empty page with a
   * cookie is followed by the next one (RFC 2696, section 3): nothing is left out in silence.
   */
  async function* pages(search: Search, pageSize: number): AsyncGenerator<Page> {
    let cookie = Buffer.alloc(0);
    const begun = new Set<string>(); // what pages began with
    let barren = 0;
    for (let count = 0; count < maxPages; count++) {
      const control = new PagedResultsControl({ value: { size: pageSize, cookie } });
      const { response, entries, references } = await gather(request(search, 0, [control]));
      if (response.status !== 0) throw refusal(response.status, response.errorMessage);
      const next = cookieOf(response);
      const first = entries[0]?.dn;
      barren = first === undefined || begun.has(first) ? barren + 1 : 0;
      if (barren > maxBarren) break;
      if (first !== undefined) begun.add(first);
      yield { entries, references, paged: next !== undefined };
      if (!next?.length) return;
      cookie = Buffer.from(next);
    }
    throw failure('directory.malformed', 'paging does not end');
  }

  /** The entries of a search that matches a few at most. */
  async function find(search: Search, atMost: number): Promise<Entry[]> {
    const { response, entries } = await gather(request(search, atMost));
    if (response.status === 32) return [];
    if (response.status !== 0) throw refusal(response.status, response.errorMessage);
    return entries;
  }

  /**
   * What a search gives, one part after the other, however much that is: while nobody takes them, the
   * server waits, and with it everything else on this connection. Whoever stops listening abandons
   * the search. @yields the controls of the answer last of all.
   * @param persistent the search has no end, and silence is no trouble.
   * @throws AppError of the directory; `resultCodeOf` tells the number of a refusal.
   */
  async function* stream(
    search: Search,
    { controls = [], persistent = false }: { controls?: Control[]; persistent?: boolean } = {},
  ): AsyncGenerator<Part | End> {
    const asked = request(search, 0, controls.map(ofLibrary));
    asked.timeLimit = 0; // however long we take
    const queue = createQueue<Part | End>(wire);
    const { answer, abandon } = wire.send(asked, queue.put, persistent);
    answer
      .then(({ response, controls: last }) => {
        if (response.status !== 0) throw refusal(response.status, response.errorMessage);
        queue.put({ type: 'end', controls: last }, 0);
      })
      .catch(queue.fail);
    try {
      for (;;) {
        const part = await queue.take();
        yield part;
        if (part.type === 'end') return;
      }
    } finally {
      abandon();
      queue.close();
    }
  }

  const { close, isOpen, channel } = wire;
  return { bind, pages, find, stream, ...changesOf(wire), close, isOpen, channel };
}

async function connectTo(endpoint: Endpoint, url: URL): Promise<Connection> {
  const wire = speak(endpoint, await openSocket(endpoint, url));
  try {
    if (endpoint.security === 'startTls') await wire.startTls(url);
  } catch (error) {
    if (isAppError(error)) wire.end(error);
    throw error;
  }
  return operationsOf(endpoint, wire);
}

/**
 * Connects to the first server that answers. Not bound yet.
 * @throws AppError `directory.plain-refused`, or of the last server tried: `directory.unreachable`, `directory.tls`, …
 */
export async function connect(endpoint: Endpoint): Promise<Connection> {
  if (endpoint.security === 'plain' && !endpoint.allowPlain)
    throw failure('directory.plain-refused', '');
  let last: unknown;
  for (const url of endpoint.urls) {
    try {
      return await connectTo(endpoint, new URL(url));
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

/** Connects and binds. @throws AppError as connect does, or `directory.bind-refused`. */
export async function connectAs(endpoint: Endpoint, dn: string, password: string) {
  const connection = await connect(endpoint);
  try {
    const { code, message } = await connection.bind(dn, password);
    if (code !== 0) throw refusal(code, message);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}
