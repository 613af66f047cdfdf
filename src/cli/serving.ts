// Runs the product until a signal ends it. What goes wrong before it is ready is said in plain
// sentences on standard error, one a line, and the process ends with 1.
import { createApp, type App } from '../app.ts';
import { loadConfig, type Environment } from '../config.ts';
import { describeFailure } from './failure.ts';
import { stopOnSignal } from './signals.ts';

async function started(environment: Environment): Promise<App> {
  const app = createApp(loadConfig(environment));
  await app.start();
  return app;
}

export async function serve(environment: Environment): Promise<void> {
  const app = await started(environment).catch((error: unknown) => {
    process.stderr.write(`${describeFailure(error).message}\n`);
    process.exit(1);
  });
  // Also hears of unhandled rejections. The state is unknown by now: a new process is the cure.
  process.on('uncaughtException', (error) => {
    app.logger.fatal({ err: error }, 'unexpected error: the process ends');
    process.exit(1);
  });
  stopOnSignal(
    async () => {
      app.logger.info('stopping');
      await app.stop();
    },
    (line) => app.logger.warn(line),
  );
}
