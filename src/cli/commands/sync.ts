import type { ErrorCode } from '../../core/errors.ts';
import type { RunChange } from '../../directory/record.ts';
import type { Run } from '../../directory/runs.ts';
import { messagesFor } from '../../web/messages/messages.ts';
import type { CommandFile, Desk } from '../command.ts';
import { CommandError, exitCodes } from '../failure.ts';
import { table } from '../table.ts';

type Options = { source?: string; dryRun?: boolean };

/** A first run brings in everybody: the console has the rest. */
const changesShown = 200;

const { sync: words, errors } = messagesFor('en');

function reasonOf({ reason, reasonDetail }: Run): string[] {
  if (reason === null) return [];
  const params = reasonDetail as Record<string, string | number>;
  const known = reason in errors ? errors[reason as ErrorCode](params) : words.reasons[reason];
  return [`  ${known ?? reason}`];
}

const countsOf = ({ counts }: Run): string[] => {
  const told = Object.entries(words.counts)
    .map(([name, label]) => ({ count: counts[name as keyof typeof counts] ?? 0, label }))
    .filter(({ count }) => count > 0)
    .map(({ count, label }) => `${count} ${label}`);
  return told.length > 0 ? [`  ${told.join(', ')}`] : [];
};

const changesOf = (changes: readonly RunChange[]): string[] =>
  changes.length === 0
    ? []
    : [
        table(
          ['what', 'name', 'deed', 'attribute', 'old', 'new'],
          changes.map((c) => [c.entity, c.name, c.op, c.attribute, c.old, c.new]),
        ),
      ];

type Told = Run & { changes: readonly RunChange[] };

/** What became of a run, why, and where to go on. */
function runText(run: Told, consoleUrl: URL): string {
  const states = run.dryRun ? { ...words.states, ...words.dryRunStates } : words.states;
  const page = new URL(`/directory/runs/${run.id}`, consoleUrl).href;
  const more = (run.counts.changes ?? 0) > changesShown && run.dryRun;
  return [
    `${run.sourceName}: ${states[run.state].toLowerCase()}`,
    ...reasonOf(run),
    ...countsOf(run),
    ...changesOf(run.changes),
    ...(more ? [`  the first ${changesShown} changes; all of them: ${page}`] : []),
    ...(run.state === 'held' && !run.dryRun
      ? [`  Nothing was changed. Look at it, then release or dismiss it: ${page}`]
      : []),
  ].join('\n');
}

async function chooseSources({ app }: Desk, name: string | undefined) {
  const all = await app.sources.list();
  const chosen = name
    ? all.filter((source) => source.name === name || source.id === name)
    : all.filter((source) => source.enabled);
  if (chosen.length > 0) return chosen;
  const known = all.map((source) => source.name).join(', ');
  const told = !known
    ? 'There is no directory yet: add one in the console.'
    : name
      ? `No such source. There are: ${known}.`
      : `No source is in use: switch one on in the console (${known}).`;
  throw new CommandError('source.not-found', told);
}

async function sync(desk: Desk, options: Options) {
  const { app, by } = desk;
  const runs = [];
  for (const source of await chooseSources(desk, options.source)) {
    const run = await app.sync.run(by, source.id, { dryRun: options.dryRun === true });
    const changes = run.dryRun ? await app.sync.changes(run.id, { limit: changesShown }) : [];
    runs.push({ source: source.name, ...run, changes });
  }
  const states = runs.map((run) => run.state);
  const exit = states.includes('failed')
    ? exitCodes.failure
    : states.includes('held')
      ? exitCodes.refused
      : exitCodes.ok;
  const text = runs.map((run) => runText(run, app.config.consoleUrl)).join('\n\n');
  return { text, json: runs, exit };
}

export const syncCommand: CommandFile = (parent, { act }) => {
  parent
    .command('sync')
    .description('read people, units and groups from the directories now (exit 3: a run is held)')
    .option('--source <name>', 'only this source')
    .option('--dry-run', 'show what would change, and change nothing')
    .action(act(sync));
};
