// The person behind a session or token, loaded whole and asked about again each time: account, posts,
// groups and the decision in one statement. Whoever may not enter does not exist for the engine, and
// that is said before anything is spent: refresh gives invalid_grant, userinfo invalid_token.
import type { Account as EngineAccount, KoaContextWithOIDC } from 'oidc-provider';
import type { Entry } from '../access/access.ts';
import type { Seen } from '../access/seen.ts';
import { isId } from '../core/random.ts';
import { claimsOf, within } from './claims.ts';

/** access.decisionByClient */
export type AskEntry = (
  accountId: string,
  clientId: string,
  seen: Seen,
) => Promise<Entry | undefined>;

/** What a token says of the session it came from; its own methods, where it keeps them. */
type Token = object & {
  clientId?: string | undefined;
  sessionUid?: string | undefined;
  amr?: string[] | undefined;
};

export type Person = EngineAccount & { entry: Entry };

export function createPersons(deps: {
  ask: AskEntry;
  /** Of the browser that asks; only where it is the person's own. */
  addressOf: (ctx: KoaContextWithOIDC) => string | null;
}) {
  async function find(
    accountId: string,
    clientId: string | undefined,
    seen: Seen,
  ): Promise<Entry | undefined> {
    if (!isId(accountId) || clientId === undefined) return undefined;
    const entry = await deps.ask(accountId, clientId, seen);
    return entry?.account.state === 'active' ? entry : undefined;
  }

  const atTheDoor = (ctx: KoaContextWithOIDC): Seen => ({
    address: deps.addressOf(ctx),
    amr: ctx.oidc.session?.amr,
    session: ctx.oidc.session?.uid,
  });

  /** An application's server asks: from where the person asks, only their session knows. */
  const seenBy = ({ sessionUid: session, amr }: Token): Seen => ({ session, amr });

  /**
   * `token` is absent only while a person stands at the door (authorize): a refusal there is the
   * access prompt's to explain, so the person still exists.
   */
  async function findAccount(
    ctx: KoaContextWithOIDC,
    accountId: string,
    token?: Token,
  ): Promise<Person | undefined> {
    const seen = token ? seenBy(token) : atTheDoor(ctx);
    const entry = await find(accountId, token?.clientId ?? ctx.oidc.client?.clientId, seen);
    if (!entry || (token && !entry.decision.allowed)) return undefined;
    const claims = within(claimsOf(entry), ctx.oidc.client?.scope ?? 'openid');
    return { accountId, entry, claims: () => claims };
  }

  /** Whether a token of this person for this client is still good. */
  async function mayStill(accountId: string, token: Token): Promise<boolean> {
    return (await find(accountId, token.clientId, seenBy(token)))?.decision.allowed === true;
  }

  return { findAccount, mayStill };
}

export const personOf = (ctx: KoaContextWithOIDC): Person | undefined =>
  ctx.oidc.account as Person | undefined;
