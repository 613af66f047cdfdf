// The demo's LDAP directory, in this process: serves the entries of an LDIF file on loopback. Enough
// of the protocol for a synchronisation and for passwords to be checked; nobody can change anything.
// Every person has the same password. Not for production: a real directory belongs there.
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { readFrames } from '../../directory/frames.ts';
import { converse } from './conversation.ts';
import { readTree, type Tree } from './tree.ts';

export type DirectoryServer = { url: string; stop(): Promise<void> };

const maxRequestBytes = 64 * 1024;
const maxConnections = 200;
const idleMs = 120_000;

function serve(socket: Socket, tree: Tree, options: { password: string; maxPage: number }): void {
  const conversation = converse(tree, options.password, options.maxPage);
  const frames = readFrames(maxRequestBytes);
  socket.setTimeout(idleMs, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    try {
      for (const frame of frames.push(chunk)) {
        const answers = conversation.answer(frame);
        if (answers) socket.write(Buffer.concat(answers));
        else socket.end();
      }
    } catch {
      socket.destroy(); // no LDAP, or too large: nothing to say to that
    }
  });
}

/**
 * @param options port: 0 chooses one; ldif: the entries; password: of everybody.
 * @returns the address, `ldap://127.0.0.1:…`, and how to stop.
 */
export async function startDirectoryServer(options: {
  port: number;
  ldif: string;
  password: string;
  maxPage?: number;
}): Promise<DirectoryServer> {
  const tree = readTree(options.ldif);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, tree, { password: options.password, maxPage: options.maxPage ?? 500 });
  });
  server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `ldap://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
