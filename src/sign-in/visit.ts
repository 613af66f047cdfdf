// One request to a step of the sign-in: what the engine waits for, which application asks, in which
// language. Steps take it as their only view of the outside.
import type { Request, Response } from 'express';
import type { Transaction } from '../core/database.ts';
import type { Interaction } from '../oidc/interactions.ts';
import type { Actor } from '../journal/actor.ts';
import { contextOf, originOf, type RequestContext } from '../web/context.ts';
import { hasChosenLocale } from '../web/locale.ts';
import { isLocale, messagesFor } from '../web/messages/messages.ts';
import type { SignInContext } from './authenticate.ts';

/**
 * `access`, `secondFactor`: nothing was answered but that the question may be asked again. `ts`: since
 * when the session lasts, in seconds of Unix time; now unless told otherwise.
 */
export type Answer =
  | { login: { accountId: string; amr: string[]; ts?: number } }
  | { secondFactor: Record<string, never> }
  | { error: string; error_description: string }
  | { access: Record<string, never> };

export type Visit = {
  req: Request;
  res: Response;
  context: RequestContext;
  interaction: Interaction;
  now: Date;
  action: string; // where the forms of this sign-in go
  body: Readonly<Record<string, string>>;
  /** `within` is written in the transaction that hands the answer over. */
  finish: (answer: Answer, within?: (tx: Transaction) => Promise<void>) => Promise<void>;
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** RFC 8176 has no word for it: the directory was down, a verifier kept here vouched for the password. */
const outageMethod = 'urn:motchia:amr:outage';

/** Proved by a password alone, by the word for it of RFC 8176 (claim `amr`). */
export const passwordLogin = (accountId: string, outage = false): Answer => ({
  login: { accountId, amr: outage ? ['pwd', outageMethod] : ['pwd'] },
});

/** The language the person chose, else the one the application asks for (ui_locales), else the browser's. */
export function contextOfVisit(
  req: Request,
  res: Response,
  interaction: Interaction,
): RequestContext {
  const context = contextOf(res);
  if (hasChosenLocale(req)) return context;
  const wished = textOf(interaction.params['ui_locales'])
    .split(' ')
    .map((tag) => tag.slice(0, 2).toLowerCase())
    .find(isLocale);
  return wished ? { ...context, locale: wished, t: messagesFor(wished) } : context;
}

/** As the person's language calls it. */
export const applicationName = ({ context, interaction }: Visit): string =>
  context.locale === 'en' ? interaction.application.nameEn : interaction.application.name;

export const scopesOf = (interaction: Interaction): string[] =>
  textOf(interaction.params['scope']).split(' ').filter(Boolean);

/** The person, before anybody is signed in: for a deed on the way. */
export const actorOfVisit = ({ res }: Visit, account: { id: string; fullName: string }): Actor => ({
  accountId: account.id,
  name: account.fullName,
  origin: originOf(res),
});

export const signInContextOf = ({ res, interaction }: Visit): SignInContext => ({
  origin: originOf(res),
  applicationId: interaction.application.id,
});
