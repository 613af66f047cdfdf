import type { Messages } from '../../src/web/messages/messages.ts';
import { html, type Safe } from '../html.ts';

const tone: Record<string, string> = {
  applied: 'ok',
  released: 'ok',
  undone: 'warn',
  held: 'warn',
  failed: 'bad',
};

/** How a run of the synchronisation ended, or that it goes on; of a dry run how it would have ended. */
export function runBadge(
  t: Messages,
  { state, dryRun }: { state: string; dryRun?: boolean | undefined },
): Safe {
  const states: Readonly<Record<string, string>> = dryRun
    ? { ...t.sync.states, ...t.sync.dryRunStates }
    : t.sync.states;
  return html`<span class="badge ${tone[state]}">${states[state] ?? state}</span>`;
}
