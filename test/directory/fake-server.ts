// An LDAP server that answers as a test wants.
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { element, integer, octets, sequence } from '../../src/directory/ber.ts';
import { readFrames } from '../../src/directory/frames.ts';
import type { Endpoint } from '../../src/directory/socket.ts';

/** `hear` is called with each message that comes. */
export async function fakeServer(hear: (frame: Buffer, socket: Socket) => void) {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket);
    const frames = readFrames(100_000);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => frames.push(chunk).forEach((frame) => hear(frame, socket)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const endpoint: Endpoint = {
    urls: [`ldap://127.0.0.1:${port}`],
    security: 'plain',
    allowPlain: true,
    ca: null,
    connectMs: 3_000,
    operationMs: 500,
  };
  return {
    endpoint,
    end: async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Or the bytes of all values, where there are too many to put them together one by one. */
type Values = readonly (string | Buffer)[] | Buffer;

const setOf = (values: Values): Buffer =>
  Buffer.isBuffer(values)
    ? values
    : Buffer.concat(values.map((value) => octets(Buffer.from(value))));

/** An entry as it comes in answer to the search of this id (RFC 4511, section 4.5.2). */
export const entryMessage = (id: number, dn: string, attributes: Record<string, Values>): Buffer =>
  sequence(
    integer(id),
    element(
      0x64,
      Buffer.concat([
        octets(Buffer.from(dn)),
        sequence(
          ...Object.entries(attributes).map(([name, values]) =>
            sequence(octets(Buffer.from(name)), element(0x31, setOf(values))),
          ),
        ),
      ]),
    ),
  );
