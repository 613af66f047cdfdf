// A node that reads a directory and may not live to see the end of it. Its environment names the
// installation, its argument the source. Says when it begins and how it went.
import { createApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { commandLine } from '../../src/journal/actor.ts';

const say = (text: string) => process.stdout.write(`${text}\n`);
const app = createApp(loadConfig(process.env));
say('begins');
const run = await app.sync.run(commandLine, process.argv[2] ?? '').catch((error: unknown) => {
  say(`threw ${String(error)}`);
  process.exit(3);
});
say(`ended ${run.state} ${run.reason ?? ''}`);
process.exit(0);
