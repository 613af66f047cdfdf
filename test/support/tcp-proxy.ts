// Stands between the product and its database, so that a test can cut the wire: at once, or at the
// very moment something particular is about to be sent.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type TcpProxy = {
  /** The same address, through the proxy. */
  through(url: string): string;
  /** Cuts every connection and refuses new ones. */
  cut(): void;
  /** Cuts as soon as the product sends these bytes, which do not arrive. */
  cutAt(text: string): void;
  restore(): void;
  close(): void;
};

export async function startTcpProxy(url: string): Promise<TcpProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let down = false;
  let trap: string | undefined;

  function cut(): void {
    down = true;
    trap = undefined;
    for (const socket of sockets) socket.destroy();
  }

  const server = createServer((near) => {
    if (down) return near.destroy();
    const far = connect(Number(target.port), target.hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    near.on('data', (bytes) => {
      if (trap !== undefined && bytes.includes(trap)) return cut();
      far.write(bytes);
    });
    far.on('data', (bytes) => near.write(bytes));
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));

  return {
    through(address) {
      const copy = new URL(address);
      copy.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      return copy.href;
    },
    cut,
    cutAt: (text) => void (trap = text),
    restore: () => void (down = false),
    close() {
      cut();
      server.close();
    },
  };
}
