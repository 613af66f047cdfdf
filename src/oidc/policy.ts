// What must be settled before a code is given, in order: who is it (login), may they enter (access), is
// a password enough (second-factor). Nobody is asked for consent: the applications are the province's own,
// and what each is told is the administrator's decision.
import { errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { opensWithFactor } from '../access/decide.ts';
import { personOf } from './account.ts';
import { missing, requestedAcr } from './requested-acr.ts';

const { Check, Prompt, base } = interactionPolicy;

/** Why a second factor is due, and until when it may be put off. */
export type Due = { reasons: string[]; enrolled: boolean; putOffUntil: Date | null };

/** A session at a door; `wanted`: the application asks for a second factor in this request. */
export type DoorQuestion = {
  account: { id: string; kind: string };
  application: { id: string; class: string };
  groups: readonly { id: string }[];
  session: { uid: string; amr: readonly string[] };
  address: string | null;
  deviceToken: string | undefined;
  wanted: boolean;
  ruled: boolean; // a rule lets them in, but only with a second factor
};

export type PolicyOptions = {
  onRefused: (ctx: KoaContextWithOIDC) => void;
  longestSession: () => number;
  /** Seconds that a session may go unused before this application. */
  longestIdle: (clientId: string | undefined) => number;
  idleSeconds: (uid: string, accountId: string) => Promise<number | undefined>;
  addressOf: (ctx: KoaContextWithOIDC) => string | null;
  /** Name of the cookie of a trusted device. */
  deviceCookie: string;
  secondFactorDue: (door: DoorQuestion) => Promise<Due | undefined>;
};

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

/** `login`: somebody has just proved who they are, in this very request. */
const hasJustSignedIn = (ctx: KoaContextWithOIDC): boolean =>
  (ctx.oidc as { result?: { login?: unknown } }).result?.login !== undefined;

const tooIdle = ({ longestIdle, idleSeconds }: PolicyOptions) =>
  new Check(
    'session_idle',
    'the session has not been used for too long',
    'login_required',
    async (ctx) => {
      const { session, client } = ctx.oidc;
      if (session?.accountId === undefined || hasJustSignedIn(ctx)) return false;
      const seconds = await idleSeconds(session.uid, session.accountId);
      return seconds !== undefined && seconds >= longestIdle(client?.clientId);
    },
  );

/** What a second factor could mend is asked for after this. */
function refused(ctx: KoaContextWithOIDC): boolean {
  const decision = personOf(ctx)?.entry.decision;
  return !decision || !opensWithFactor(decision);
}

const acrOfSession = (ctx: KoaContextWithOIDC) => ctx.oidc.session?.acr;

/** Whether the application asks for it. @throws UnmetAuthenticationRequirements where nobody here could do what it insists on */
function wantsStrong(ctx: KoaContextWithOIDC): boolean {
  const wanted = missing(requestedAcr(ctx.oidc.claims as never), acrOfSession(ctx));
  if (wanted === 'unknown')
    throw new errors.UnmetAuthenticationRequirements('no requested acr can be met');
  return wanted === 'strong';
}

function secondFactor(options: PolicyOptions) {
  const found = new WeakMap<KoaContextWithOIDC, Due>();
  const due = async (ctx: KoaContextWithOIDC): Promise<boolean> => {
    const [person, session] = [personOf(ctx), ctx.oidc.session];
    if (!person || !session) return false;
    const { account, application, groups, decision } = person.entry;
    const answer = await options.secondFactorDue({
      account,
      application,
      groups,
      session: { uid: session.uid, amr: session.amr ?? [] },
      address: options.addressOf(ctx),
      deviceToken: ctx.cookies.get(options.deviceCookie, { signed: false }),
      wanted: wantsStrong(ctx),
      ruled: !decision.allowed,
    });
    if (answer) found.set(ctx, answer);
    // Nothing is left to ask for, and still no rule lets them in.
    else if (!decision.allowed) throw new errors.AccessDenied();
    return answer !== undefined;
  };
  return new Check(
    'second_factor_due',
    'a second factor is asked for',
    'interaction_required',
    due,
    (ctx) => ({ ...found.get(ctx) }),
  );
}

/**
 * Not requestable: no application can ask for a refusal. With prompt=none the application gets
 * access_denied at once, else the person gets the page that says why.
 */
export function createPolicy(options: PolicyOptions) {
  const policy = base();
  const login = policy.get('login');
  login?.checks.add(accountGone);
  login?.checks.add(tooOld(options.longestSession));
  login?.checks.add(tooIdle(options));
  // The strength of the sign-in is the last prompt's: a password again would not raise it.
  login?.checks.remove('essential_acrs');
  login?.checks.remove('essential_acr');
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
  const strong = new Prompt({ name: 'second-factor', requestable: false }, secondFactor(options));
  policy.add(strong, 2);
  // `prompt=consent` stays a known word: applications must send it with offline_access
  // (OpenID Connect Core 1.0, section 11).
  policy.get('consent')?.checks.clear();
  return policy;
}
