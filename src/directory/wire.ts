// LDAP messages over one socket: each answer finds the request it belongs to, a stream of entries waits
// for whoever takes them, and after any trouble the socket is closed for good: nothing reconnects unseen.
import type { Socket } from 'node:net';
import {
  AbandonRequest,
  BerReader,
  BindResponse,
  ExtendedRequest,
  ExtendedResponse,
  ModifyResponse,
  SearchResponse,
  UnbindRequest,
  type BindRequest,
  type Control,
  type ModifyRequest,
  type SearchRequest,
} from 'ldapts';
import type { AppError } from '../core/errors.ts';
import { controlsIn } from './controls.ts';
import { readFrames } from './frames.ts';
import { checkNesting, entryIn, intermediateIn, referencesIn, type Entry } from './messages.ts';
import { channelOf, failure, fromSocketError, openSocket, type Endpoint } from './socket.ts';

export type { Entry } from './messages.ts';

/** What a search gives before its end; `controls` by their OID. */
export type Part =
  | { type: 'entry'; entry: Entry; controls: ReadonlyMap<string, Buffer> }
  | { type: 'reference'; uris: string[] }
  | { type: 'intermediate'; oid: string; value: Buffer };

export type Request = BindRequest | ExtendedRequest | ModifyRequest | SearchRequest;
export type Response = BindResponse | ExtendedResponse | ModifyResponse | SearchResponse;
export type Answer = { response: Response; controls: ReadonlyMap<string, Buffer> };
export type Wire = ReturnType<typeof speak>;

/** `bytes` is what the part took on the wire. */
type Hear = (part: Part, bytes: number) => void;

type Waiting = {
  controls: Control[];
  hear: Hear;
  resolve(answer: Answer): void;
  reject(error: AppError): void;
  timer: NodeJS.Timeout | undefined;
};

const maxMessageBytes = 16 * 1024 * 1024;
const startTlsOid = '1.3.6.1.4.1.1466.20037';

const responses = {
  0x61: BindResponse,
  0x65: SearchResponse,
  0x67: ModifyResponse,
  0x78: ExtendedResponse,
} as const;
const isResponse = (tag: number | null): tag is keyof typeof responses =>
  tag !== null && tag in responses;

export function speak(endpoint: Endpoint, first: Socket) {
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

  function partOf(tag: number | null, message: Buffer): Part | undefined {
    if (tag === 0x64)
      return { type: 'entry', entry: entryIn(message), controls: controlsIn(message) };
    if (tag === 0x73) return { type: 'reference', uris: referencesIn(message) };
    if (tag === 0x79) return { type: 'intermediate', ...intermediateIn(message) };
    return undefined; // not ours to understand
  }

  function take(frame: Buffer): void {
    checkNesting(frame); // the library's readers go round for ever where a length lies
    const reader = new BerReader(frame);
    reader.readSequence();
    const messageId = reader.readInt() ?? 0;
    const tag = reader.readSequence();
    if (messageId === 0) return end(failure('directory.unreachable', 'the server ends'));
    const one = waiting.get(messageId);
    if (!one) return;
    if (isResponse(tag)) {
      const response = new responses[tag]({ messageId });
      response.parse(reader, one.controls);
      forget(messageId);
      one.resolve({ response, controls: controlsIn(frame) });
    } else {
      const part = partOf(tag, frame);
      if (!part) return; // and no sign of life of what was asked
      one.timer?.refresh();
      one.hear(part, frame.length);
    }
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

  function forget(messageId: number): void {
    clearTimeout(waiting.get(messageId)?.timer);
    waiting.delete(messageId);
  }

  /** A server that we do not let speak is not silent. */
  function watch(): NodeJS.Timeout {
    const timer: NodeJS.Timeout = setTimeout(() => {
      if (socket.isPaused()) timer.refresh();
      else end(failure('directory.timeout', 'no answer in time'));
    }, endpoint.operationMs);
    return timer;
  }

  /**
   * @param heard takes what comes before the end.
   * @param patient the server may be silent for as long as it likes.
   * @throws AppError where the connection fails; an answer that refuses is an answer.
   */
  function send(request: Request, heard: Hear, patient = false) {
    const messageId = ++lastId;
    request.messageId = messageId;
    const answer = new Promise<Answer>((resolve, reject) => {
      if (trouble) return reject(trouble);
      const timer = patient ? undefined : watch();
      waiting.set(messageId, {
        controls: request.controls ?? [],
        hear: heard,
        resolve,
        reject,
        timer,
      });
      socket.write(request.write());
    });
    /** RFC 4511, section 4.11: there is no answer. What still comes is not listened to. */
    function abandon(): void {
      if (trouble || !waiting.has(messageId)) return;
      forget(messageId);
      const abandoned = new AbandonRequest({ messageId: ++lastId, abandonId: messageId });
      socket.write(abandoned.write());
    }
    return { answer, abandon };
  }

  /** RFC 4511, section 4.14. Bytes that came before the handshake are refused: they may be anyone's. */
  async function startTls(url: URL): Promise<void> {
    const request = new ExtendedRequest({ messageId: 0, oid: startTlsOid });
    const { response } = await send(request, () => undefined).answer;
    if (response.status !== 0) throw failure('directory.tls', response.errorMessage);
    if (frames.waiting > 0) throw failure('directory.tls', 'bytes before the handshake');
    socket.removeAllListeners();
    socket = await openSocket(endpoint, url, socket);
    frames = readFrames(maxMessageBytes);
    listen();
  }

  function close(): void {
    if (trouble) return;
    const closed = failure('directory.unreachable', 'closed by us');
    socket.end(new UnbindRequest({ messageId: ++lastId }).write());
    for (const one of waiting.values()) {
      clearTimeout(one.timer);
      one.reject(closed);
    }
    waiting.clear();
    trouble = closed;
    socket.resume(); // else its end would never be read
    setTimeout(() => socket.destroy(), 1_000).unref();
  }

  return {
    send,
    startTls,
    end,
    close,
    isOpen: () => trouble === undefined,
    channel: () => channelOf(socket),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
  };
}
