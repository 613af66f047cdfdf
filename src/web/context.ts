// What every page needs to know of its request. Set once by web/site.ts; pages only read it.
import type { Response } from 'express';
import type { Actor, Origin } from '../journal/actor.ts';
import type { SettingValues } from '../settings/registry.ts';
import { messagesFor, type Locale, type Messages } from './messages/messages.ts';
import type { Theme } from './theme.ts';

export type RequestContext = {
  readonly requestId: string;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly locale: Locale;
  readonly t: Messages;
  readonly theme: Theme;
  readonly demo: boolean;
  /** As they were when the request came. */
  readonly settings: SettingValues;
  /** Path and query of this page, for the language switch. */
  readonly path: string;
};

export function contextOf(res: Response): RequestContext {
  return res.locals['context'] as RequestContext;
}

/** From here on this request is answered in `locale`. */
export function speak(res: Response, locale: Locale): void {
  res.locals['context'] = { ...contextOf(res), locale, t: messagesFor(locale) };
}

export function originOf(res: Response): Origin {
  const { address, userAgent, requestId } = contextOf(res);
  return { address, userAgent, requestId };
}

export function actorOf(res: Response, account: { id: string; fullName: string }): Actor {
  return { accountId: account.id, name: account.fullName, origin: originOf(res) };
}
