// What a form did, told by the page it redirects to: a code of this closed list in the address, so
// that no node keeps it, nobody can put words of his own on our page, and going back repeats nothing.
import type { Response } from 'express';
import { address } from '../../views/address.ts';

const done = [
  'saved',
  'created',
  'deleted',
  'suspended',
  'restored',
  'retired',
  'password-set',
  'sessions-ended',
  'second-step-reset',
  'session-ended',
  'member-added',
  'member-removed',
  'group-closed',
  'unit-closed',
  'grant-added',
  'grant-removed',
  'state-changed',
  'moved',
  'position-merged',
  'source-on',
  'mapping-saved',
  'run-released',
  'run-dismissed',
  'import-cancelled',
  'run-cancelled',
  'run-undone',
  'accounts-joined',
  'account-split',
  'conflict-decided',
  'decision-taken-back',
  'source-moved',
  'keys-announced',
  'keys-under-way',
  'keys-replaced',
] as const;
export type Done = (typeof done)[number];

export const isDone = (text: unknown): text is Done =>
  typeof text === 'string' && (done as readonly string[]).includes(text);

/** Post, redirect, get: 303 makes the browser fetch the page, and reloading it sends nothing again. */
export function redirectDone(res: Response, path: string, code: Done): void {
  res.redirect(303, address(path, { done: code }));
}
