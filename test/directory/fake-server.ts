// An LDAP server that answers as a test wants.
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
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
