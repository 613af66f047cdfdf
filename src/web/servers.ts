// Ports: opened, and closed when what is under way has ended.
import { createServer, type Server } from 'node:http';

type Handler = Parameters<typeof createServer>[1];

/** @returns the server once it answers. */
export function listen(handler: Handler, host: string, port: number): Promise<Server> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 15_000 }, handler);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

/** Lets requests that are under way end, within ten seconds. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const hurry = setTimeout(() => server.closeAllConnections(), 10_000);
    server.close(() => {
      clearTimeout(hurry);
      resolve();
    });
    server.closeIdleConnections();
  });
}
