// A second node of the demo's product, as behind a proxy that it believes and with a line to PostgreSQL
// that can be cut: for the pages that show when one address asks too often, and when the database is lost.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from '../../src/app.ts';
import { parseEnvironment } from '../../src/cli/demo-environment.ts';
import { loadConfig } from '../../src/config.ts';
import { createLogger } from '../../src/core/logger.ts';
import { freePort } from '../../test/support/ports.ts';
import { startTcpProxy, type TcpProxy } from '../../test/support/tcp-proxy.ts';

export type SecondNode = {
  url: string; // where it listens; people know both nodes by the one name
  line: Pick<TcpProxy, 'cut' | 'restore'>;
  stop(): Promise<void>;
};

/** @param folder of the demo, where it keeps its environment. */
export async function startSecondNode(folder: string): Promise<SecondNode> {
  const kept = parseEnvironment(readFileSync(join(folder, 'environment'), 'utf8'));
  const line = await startTcpProxy(kept['DATABASE_URL']!);
  const config = loadConfig({
    ...kept,
    DATABASE_URL: line.through(kept['DATABASE_URL']!),
    PORT: String(await freePort()),
    CONSOLE_PORT: String(await freePort()),
    TRUSTED_PROXIES: '127.0.0.1',
    SIGN_INS_PER_MINUTE: '1',
    LOG_LEVEL: 'silent', // it is about to lose its database
  });
  const app = createApp(config, { logger: createLogger(config.logLevel) });
  await app.prepare();
  await app.start();
  return {
    url: `http://localhost:${config.listen.port}`,
    line,
    async stop() {
      line.restore();
      await app.stop();
      line.close();
    },
  };
}
