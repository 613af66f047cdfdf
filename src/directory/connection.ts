// The only door to LDAP: one connection, its time-outs, its encryption, its pages. Built on the
// message classes of ldapts and not on its client, because that one hangs where two operations begin
// at once, ends a paged search at an empty page, and gives binary ids as text now and then.
// Knows nothing of people: it gives entries with their attributes as bytes.
import type { Socket } from 'node:net';
import {
  BerReader,
  BindRequest,
  BindResponse,
  EqualityFilter,
  ExtendedRequest,
  ExtendedResponse,
  FilterParser,
  PagedResultsControl,
  PasswordPolicyControl,
  SearchEntry,
  SearchReference,
  SearchRequest,
  SearchResponse,
  UnbindRequest,
  type Control,
  type Filter,
} from 'ldapts';
import { isAppError, type AppError } from '../core/errors.ts';
import { readFrames } from './frames.ts';
import {
  channelOf,
  failure,
  fromSocketError,
  openSocket,
  refusal,
  type Endpoint,
} from './socket.ts';

/** An entry as read: attribute names in lower case without options, values as bytes. */
export type Entry = { dn: string; attributes: ReadonlyMap<string, readonly Buffer[]> };

/** Result code (RFC 4511, appendix A), the server's words, the error of its password policy. */
export type BindResult = { code: number; message: string; policyError: number | undefined };

export type Search = {
  base: string;
  scope: 'base' | 'one' | 'sub';
  filter: string | { attribute: string; equals: string | Buffer };
  attributes: readonly string[];
};

/** `paged` is false where the server did not answer the paging control. */
export type Page = { entries: Entry[]; references: string[]; paged: boolean };

export type Connection = ReturnType<typeof operationsOf>;

const maxMessageBytes = 16 * 1024 * 1024;
const maxPages = 100_000;
const startTlsOid = '1.3.6.1.4.1.1466.20037';

type Request = BindRequest | ExtendedRequest | SearchRequest;
type Response = BindResponse | ExtendedResponse | SearchResponse;
type Answer = { response: Response; entries: SearchEntry[]; references: string[] };
type Waiting = {
  controls: Control[];
  entries: SearchEntry[];
  references: string[];
  resolve(response: Response): void;
  reject(error: AppError): void;
  timer: NodeJS.Timeout;
};

function toEntry(message: SearchEntry): Entry {
  const attributes = new Map<string, readonly Buffer[]>();
  for (const attribute of message.attributes) {
    const type = attribute.type.toLowerCase();
    const name = type.includes(';range=') ? type : type.replace(/;.*$/, '');
    attributes.set(name, [...(attributes.get(name) ?? []), ...attribute.parsedBuffers]);
  }
  return { dn: message.name, attributes };
}

const responses = { 0x61: BindResponse, 0x65: SearchResponse, 0x78: ExtendedResponse } as const;
const isResponse = (tag: number | null): tag is keyof typeof responses =>
  tag !== null && tag in responses;

/** Requests and answers over one socket. After any trouble it is closed for good: nothing reconnects unseen. */
function speak(endpoint: Endpoint, first: Socket) {
  const waiting = new Map<number, Waiting>();
  let socket = first;
  let frames = readFrames(maxMessageBytes);
  let lastId = 0;
  let trouble: AppError | undefined;

  function end(error: AppError): void {
    trouble ??= error;
    socket.destroy();
    for (const one of waiting.values()) {
      clearTimeout(one.timer);
      one.reject(trouble);
    }
    waiting.clear();
  }

  function take(frame: Buffer): void {
    const reader = new BerReader(frame);
    reader.readSequence();
    const messageId = reader.readInt() ?? 0;
    const tag = reader.readSequence();
    if (messageId === 0) return end(failure('directory.unreachable', 'the server ends'));
    const one = waiting.get(messageId);
    if (!one) return;
    one.timer.refresh();
    if (tag === 0x64) {
      const entry = new SearchEntry({ messageId });
      entry.parse(reader, one.controls);
      one.entries.push(entry);
    } else if (tag === 0x73) {
      const reference = new SearchReference({ messageId });
      reference.parse(reader, one.controls);
      one.references.push(...reference.uris);
    } else if (isResponse(tag)) {
      const response = new responses[tag]({ messageId });
      response.parse(reader, one.controls);
      waiting.delete(messageId);
      clearTimeout(one.timer);
      one.resolve(response);
    } // anything else, such as an intermediate response, is not ours to understand
  }

  function hear(chunk: Buffer): void {
    try {
      for (const frame of frames.push(chunk)) take(frame);
    } catch (cause) {
      end(failure('directory.malformed', (cause as Error).message, cause));
    }
  }

  function listen(): void {
    socket.on('data', hear);
    socket.on('error', (error) => end(fromSocketError(error)));
    socket.on('close', () => end(failure('directory.unreachable', 'connection closed')));
  }
  listen();

  /** @throws AppError where the connection fails; an answer that refuses is an answer. */
  function ask(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (trouble) return reject(trouble);
      request.messageId = ++lastId;
      const entries: SearchEntry[] = [];
      const references: string[] = [];
      waiting.set(lastId, {
        controls: request.controls ?? [],
        entries,
        references,
        resolve: (response) => resolve({ response, entries, references }),
        reject,
        timer: setTimeout(
          () => end(failure('directory.timeout', 'no answer in time')),
          endpoint.operationMs,
        ),
      });
      socket.write(request.write());
    });
  }

  /** RFC 4511, section 4.14. Bytes that came before the handshake are refused: they may be anyone's. */
  async function startTls(url: URL): Promise<void> {
    const { response } = await ask(new ExtendedRequest({ messageId: 0, oid: startTlsOid }));
    if (response.status !== 0) throw failure('directory.tls', response.errorMessage);
    if (frames.waiting > 0) throw failure('directory.tls', 'bytes before the handshake');
    socket.removeAllListeners();
    socket = await openSocket(endpoint, url, socket);
    frames = readFrames(maxMessageBytes);
    listen();
  }

  function close(): void {
    if (trouble) return;
    trouble = failure('directory.unreachable', 'closed by us');
    socket.end(new UnbindRequest({ messageId: ++lastId }).write());
    setTimeout(() => socket.destroy(), 1_000).unref();
  }

  const isOpen = () => trouble === undefined;
  return { ask, startTls, end, close, isOpen, channel: () => channelOf(socket) };
}

function toFilter(filter: Search['filter']): Filter {
  if (typeof filter !== 'string')
    return new EqualityFilter({ attribute: filter.attribute, value: filter.equals });
  try {
    return FilterParser.parseString(filter);
  } catch (cause) {
    throw failure('directory.filter', (cause as Error).message, cause);
  }
}

function cookieOf(response: Response): Buffer | undefined {
  const control = response.controls?.find((one) => one instanceof PagedResultsControl);
  return control && (control.value?.cookie ?? Buffer.alloc(0));
}

function operationsOf(endpoint: Endpoint, wire: ReturnType<typeof speak>) {
  const request = (search: Search, sizeLimit: number, controls: Control[] = []) =>
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

  /** A simple bind. An empty name or password would be an anonymous bind that succeeds: never sent. */
  async function bind(dn: string, password: string): Promise<BindResult> {
    if (dn === '' || password === '') return { code: 49, message: 'empty', policyError: undefined };
    const policy = new PasswordPolicyControl();
    const { response } = await wire.ask(
      new BindRequest({ messageId: 0, dn, password, controls: [policy] }),
    );
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
    for (let count = 0; count < maxPages; count++) {
      const control = new PagedResultsControl({ value: { size: pageSize, cookie } });
      const { response, entries, references } = await wire.ask(request(search, 0, [control]));
      if (response.status !== 0) throw refusal(response.status, response.errorMessage);
      const next = cookieOf(response);
      yield { entries: entries.map(toEntry), references, paged: next !== undefined };
      if (!next?.length) return;
      cookie = Buffer.from(next);
    }
    throw failure('directory.malformed', 'paging does not end');
  }

  /** The entries of a search that matches a few at most. */
  async function find(search: Search, atMost: number): Promise<Entry[]> {
    const { response, entries } = await wire.ask(request(search, atMost));
    if (response.status === 32) return [];
    if (response.status !== 0) throw refusal(response.status, response.errorMessage);
    return entries.map(toEntry);
  }

  const { close, isOpen, channel } = wire;
  return { bind, pages, find, close, isOpen, channel };
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
