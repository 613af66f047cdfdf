import type { CommandFile, Desk } from '../command.ts';
import { CommandError, exitCodes } from '../failure.ts';
import { table } from '../table.ts';

type Options = { source?: string; dryRun?: boolean };

async function chooseSources({ app }: Desk, name: string | undefined) {
  const all = await app.sources.list();
  const chosen = name
    ? all.filter((source) => source.name === name || source.id === name)
    : all.filter((source) => source.enabled);
  if (chosen.length > 0) return chosen;
  const known = all.map((source) => source.name).join(', ') || 'none';
  throw new CommandError('source.not-found', `No such source. There are: ${known}.`);
}

async function sync(desk: Desk, options: Options) {
  const { app, by } = desk;
  const runs = [];
  for (const source of await chooseSources(desk, options.source)) {
    const run = await app.sync.run(by, source.id, { dryRun: options.dryRun === true });
    runs.push({ source: source.name, ...run });
  }
  const rows = runs.map((run) => [run.source, run.state, run.reason, JSON.stringify(run.counts)]);
  const states = runs.map((run) => run.state);
  const exit = states.includes('failed')
    ? exitCodes.failure
    : states.includes('held')
      ? exitCodes.refused
      : exitCodes.ok;
  return { text: table(['source', 'state', 'reason', 'counts'], rows), json: runs, exit };
}

export const syncCommand: CommandFile = (parent, { act }) => {
  parent
    .command('sync')
    .description('read people, units and groups from the directories now (exit 3: a run is held)')
    .option('--source <name>', 'only this source')
    .option('--dry-run', 'show what would change, and change nothing')
    .action(act(sync));
};
