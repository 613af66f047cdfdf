// A node that begins to apply an import and does not live to see its end. Its environment names the
// installation, its argument the import.
import { createApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { commandLine } from '../../src/journal/actor.ts';

const app = createApp(loadConfig(process.env));
await app.imports.startApply(commandLine, process.argv[2] ?? '');
