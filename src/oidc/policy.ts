// What must be settled before a code is given, in order: who is it (login), may they enter (access).
// Nobody is asked for consent: the applications are the province's own, and what each is told is the
// administrator's decision.
import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { personOf } from './account.ts';

const { Check, Prompt, base } = interactionPolicy;

/** A session whose account was suspended or is unknown here: sign in again, as somebody who exists. */
const accountGone = new Check(
  'account_gone',
  'the account of this session may not sign in any more',
  'login_required',
  (ctx) => ctx.oidc.session?.accountId !== undefined && !ctx.oidc.account,
);

/** Administrators may have shortened sessions since this one began. */
const tooOld = (longestSession: () => number) =>
  new Check(
    'session_too_old',
    'the session has lasted for as long as a session may',
    'login_required',
    ({ oidc: { session } }) =>
      session?.accountId !== undefined &&
      (session.loginTs ?? 0) + longestSession() <= Math.floor(Date.now() / 1000),
  );

const refused = (ctx: KoaContextWithOIDC) => personOf(ctx)?.entry.decision.allowed !== true;

/**
 * Not requestable: no application can ask for a refusal. With prompt=none the application gets
 * access_denied at once, else the person gets the page that says why.
 */
export function createPolicy(options: {
  onRefused: (ctx: KoaContextWithOIDC) => void;
  longestSession: () => number;
}) {
  const policy = base();
  policy.get('login')?.checks.add(accountGone);
  policy.get('login')?.checks.add(tooOld(options.longestSession));
  const mayEnter = new Check(
    'not_allowed',
    'the person may not use this application',
    'access_denied',
    (ctx) => {
      if (!refused(ctx)) return Check.NO_NEED_TO_PROMPT;
      options.onRefused(ctx);
      return Check.REQUEST_PROMPT;
    },
    (ctx) => ({ code: personOf(ctx)?.entry.decision.code }),
  );
  policy.add(new Prompt({ name: 'access', requestable: false }, mayEnter), 1);
  // `prompt=consent` stays a known word: applications must send it with offline_access
  // (OpenID Connect Core 1.0, section 11).
  policy.get('consent')?.checks.clear();
  return policy;
}
