import type { JournalEntry, JournalFilter } from '../../journal/entry.ts';
import type { CommandFile, Desk } from '../command.ts';
import { CommandError, exitCodes } from '../failure.ts';
import { countOf, eventNamed, getApplication, getPerson, momentOf } from '../lookup.ts';
import { table } from '../table.ts';

type Options = {
  event?: string;
  person?: string;
  text?: string;
  by?: string;
  app?: string;
  outcome?: string;
  address?: string;
  from?: string;
  to?: string;
  before?: string;
  limit: string;
};

function outcomeOf(text: string): 'success' | 'failure' {
  if (text === 'success' || text === 'failure') return text;
  throw new CommandError('usage', '--outcome is success or failure', exitCodes.usage);
}

async function filterOf({ app }: Desk, options: Options): Promise<JournalFilter> {
  const { event, person, text, by, outcome, address, from, to } = options;
  return {
    event: event ? eventNamed(event) : undefined,
    accountId: person ? (await getPerson(app, person)).id : undefined,
    applicationId: options.app ? (await getApplication(app, options.app)).id : undefined,
    outcome: outcome ? outcomeOf(outcome) : undefined,
    from: from ? momentOf(from) : undefined,
    to: to ? momentOf(to) : undefined,
    actor: by,
    text,
    address,
  };
}

/** 2026-11-23 14:30:05 in the time of this machine. */
const shown = (moment: Date) => moment.toLocaleString('sv-SE');

const rowOf = (entry: JournalEntry) => [
  entry.id,
  shown(entry.at),
  entry.outcome === 'success' ? entry.event : `${entry.event} (failure)`,
  entry.accountName,
  entry.applicationName ?? entry.objectName,
  entry.actorName,
  entry.address,
];

async function list(desk: Desk, options: Options) {
  const limit = countOf(options.limit, 1_000);
  const filter = await filterOf(desk, options);
  const { items, next } = await desk.app.journal.search({
    ...filter,
    before: options.before,
    limit,
  });
  const headings = ['id', 'time', 'event', 'about', 'with', 'by', 'address'];
  const more = next ? `\nOlder entries: --before ${next}` : '';
  return { text: table(headings, items.map(rowOf)) + more, json: { items, next } };
}

export const journalCommand: CommandFile = (parent, { act }) => {
  const journal = parent.command('journal').description('what was done, by whom and when');
  journal
    .command('list')
    .description('entries that match every filter given, newest first')
    .option('--event <event>', 'one kind of event, such as sign-in.failed')
    .option('--person <person>', 'about this person: user name or mail address')
    .option('--text <text>', 'about people whose name holds this, marks or not')
    .option('--by <name>', 'done by somebody whose name holds this')
    .option('--app <app>', 'with this application: client id')
    .option('--outcome <outcome>', 'success or failure')
    .option('--address <address>', 'from this network address')
    .option('--from <time>', 'from this day or moment on')
    .option('--to <time>', 'before this day or moment')
    .option('--before <id>', 'older than this entry, for the next page')
    .option('--limit <count>', 'at most so many, up to 1000', '50')
    .action(act(list));
};
