// A whole product for one test file: its own database, both sites on free ports, a clock that tests
// can move. Tests go in by the front door (HTTP) wherever a person or an application would.
import { createApp, type App } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { createLogger } from '../../src/core/logger.ts';
import { createTestDatabase } from './database.ts';
import { freePort } from './ports.ts';

export type World = {
  app: App;
  publicUrl: string;
  consoleUrl: string;
  /** Moves the product's clock forward; PostgreSQL's own clock stays. */
  pass(seconds: number): void;
  /** Stops the product's clock at that moment, or lets it go on. */
  freeze(at: Date | undefined): void;
  end(): Promise<void>;
};

export async function startWorld(environment: Record<string, string> = {}): Promise<World> {
  const database = await createTestDatabase();
  const [port, consolePort] = [await freePort(), await freePort()];
  const publicUrl = `http://localhost:${port}`;
  const consoleUrl = `http://localhost:${consolePort}`;
  const config = loadConfig({
    DATABASE_URL: database.url,
    PUBLIC_URL: publicUrl,
    CONSOLE_URL: consoleUrl,
    HOST: '127.0.0.1',
    PORT: String(port),
    CONSOLE_PORT: String(consolePort),
    SEALING_KEYS: '5e'.repeat(32),
    PRIVATE_HOSTS: 'localhost,127.0.0.1',
    LOG_LEVEL: 'silent',
    ...environment,
  });
  let ahead = 0;
  let frozen: Date | undefined;
  const clock = { now: () => frozen ?? new Date(Date.now() + ahead) };
  const app = createApp(config, { clock, logger: createLogger(config.logLevel) });
  await app.start();
  return {
    app,
    publicUrl,
    consoleUrl,
    pass: (seconds) => void (ahead += seconds * 1000),
    freeze: (at) => void (frozen = at),
    end: async () => {
      await app.stop();
      await database.drop();
    },
  };
}
