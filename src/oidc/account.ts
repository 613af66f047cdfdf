// The person behind a session or token, loaded whole and asked about again each time: account, posts,
// groups and the decision in one statement. Whoever may not enter does not exist for the engine, and
// that is said before anything is spent: refresh gives invalid_grant, userinfo invalid_token.
import type { Account as EngineAccount, KoaContextWithOIDC } from 'oidc-provider';
import type { Entry } from '../access/access.ts';
import { isId } from '../core/random.ts';
import { claimsOf, within } from './claims.ts';

/** access.decisionByClient */
export type AskEntry = (accountId: string, clientId: string) => Promise<Entry | undefined>;

export type Person = EngineAccount & { entry: Entry };

export function createPersons(deps: { ask: AskEntry }) {
  async function find(accountId: string, clientId: string | undefined): Promise<Entry | undefined> {
    if (!isId(accountId) || clientId === undefined) return undefined;
    const entry = await deps.ask(accountId, clientId);
    return entry?.account.state === 'active' ? entry : undefined;
  }

  /**
   * `token` is absent only while a person stands at the door (authorize): a refusal there is the
   * access prompt's to explain, so the person still exists.
   */
  async function findAccount(
    ctx: KoaContextWithOIDC,
    accountId: string,
    token?: { clientId?: string | undefined },
  ): Promise<Person | undefined> {
    const entry = await find(accountId, token?.clientId ?? ctx.oidc.client?.clientId);
    if (!entry || (token && !entry.decision.allowed)) return undefined;
    const claims = within(claimsOf(entry), ctx.oidc.client?.scope ?? 'openid');
    return { accountId, entry, claims: () => claims };
  }

  /** Whether a token of this person for this client is still good. */
  async function mayStill(accountId: string, clientId: string | undefined): Promise<boolean> {
    return (await find(accountId, clientId))?.decision.allowed === true;
  }

  return { findAccount, mayStill, at: find };
}

export const personOf = (ctx: KoaContextWithOIDC): Person | undefined =>
  ctx.oidc.account as Person | undefined;
