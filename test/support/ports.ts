import { createServer, type AddressInfo } from 'node:net';

const lastBad = 10_080; // of the ports that fetch and browsers refuse to call (Fetch Standard, section 2.9)

/** A port that nothing listens on just now. */
export async function freePort(): Promise<number> {
  const port = await anyPort();
  return port > lastBad ? port : freePort();
}

function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
