// The administrator whose request this is. Set once by console/guard.ts; pages of the console read
// it, and hand it to every verb that changes something.
import type { Response } from 'express';
import type { Actor } from '../journal/actor.ts';
import { actorOf, contextOf, type RequestContext } from './context.ts';
import { isDone, type Done } from './done.ts';

export type Administrator = { readonly id: string; readonly fullName: string };

/** What a page of the console needs to know of its request. */
export type ConsoleContext = RequestContext & {
  readonly administrator: Administrator;
  readonly done: Done | undefined; // what the form before this page did
};

export function setAdministrator(res: Response, administrator: Administrator): void {
  res.locals['administrator'] = administrator;
}

const administratorOf = (res: Response): Administrator => {
  const administrator = res.locals['administrator'] as Administrator | undefined;
  if (!administrator) throw new Error('a page of the console was reached without its guard');
  return administrator;
};

/** `path`: where the language switch leads, for pages that answer a form sent to an address of its own. */
export function consoleOf(res: Response, path?: string): ConsoleContext {
  const asked = res.req.query['done'];
  return {
    ...contextOf(res),
    ...(path !== undefined && { path }),
    administrator: administratorOf(res),
    done: isDone(asked) ? asked : undefined,
  };
}

/** Who does the deed of this request. */
export const byOf = (res: Response): Actor => actorOf(res, administratorOf(res));
