// `npm run demo`: a whole Một Chìa on this machine, with invented people, until Ctrl-C.
import { environment } from '../config.ts';
import { describeFailure } from '../cli/failure.ts';
import { stopOnSignal } from '../cli/signals.ts';
import { startDemonstration } from './demonstration.ts';
import { helpText, readSettings, type DemoSettings } from './settings.ts';
import { summary } from './summary.ts';

const say = (line: string) => console.log(line);

async function run(settings: DemoSettings): Promise<void> {
  const began = performance.now();
  const demo = await startDemonstration(settings, say);
  stopOnSignal(async () => {
    say('\nStopping …');
    await demo.stop();
    say('Everything is stopped; the data stays in ' + settings.folder);
  }, say);
  const seconds = Math.ceil((performance.now() - began) / 1000);
  say(`\n${summary(demo)}\n\nReady after ${seconds} s. Ctrl-C stops everything; the data stays.`);
}

/** A failure to start ends the process at once: nothing is left to keep it alive but what failed. */
function give(code: number, message: string): never {
  console.error(message);
  process.exit(code);
}

let settings: DemoSettings;
try {
  settings = readSettings(process.argv.slice(2), environment);
} catch (error) {
  give(2, `${(error as Error).message}\n\n${helpText()}`);
}
if (settings.help) say(helpText());
else
  await run(settings).catch((error: unknown) =>
    give(1, describeFailure(error).message.replace(/^Unexpected error: /, '')),
  );
