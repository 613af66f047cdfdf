import type { Messages } from '../../src/web/messages/messages.ts';

/** The system and the command line have no account; their names are ours to translate. */
export function ownName(t: Messages, name: string): string {
  if (name === 'system') return t.journal.system;
  return name.replace(/^command line(?= \(|$)/, t.journal.commandLine); // followed by who called it
}
