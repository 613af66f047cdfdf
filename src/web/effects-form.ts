// The step between a form and its change: the fields that a form carries along once its effects on who may
// enter what were shown, and the buttons of that page.
import type { Request } from 'express';

export const effectFields = {
  seen: 'effects_seen', // digest of the losses shown
  trial: 'effects_trial', // only show
  from: 'effects_from', // only show, from that person on
  file: 'effects_file', // only take the list away
  edit: 'effects_edit', // back to the form
} as const;

type Body = Readonly<Record<string, unknown>> | undefined;
const bodyOf = (req: Request) => (req.body as Body) ?? {};
const has = (req: Request, field: keyof typeof effectFields): boolean =>
  Boolean(bodyOf(req)[effectFields[field]]);

/** `back`: where whoever sent the form came from. `editable`: its page knows `wantsToEdit`. */
export function seenIn(req: Request, back: { href: string; label: string }, editable = false) {
  const digest = bodyOf(req)[effectFields.seen];
  return {
    digest: typeof digest === 'string' ? digest : undefined,
    trial: has(req, 'trial') || has(req, 'from') || has(req, 'file'),
    editable,
    back,
  };
}

/** Whoever saw the effects wants to go on writing. */
export const wantsToEdit = (req: Request): boolean => has(req, 'edit');
