// Token exchange (RFC 8693) for calls between applications: an application that was called on behalf of a
// person calls the next one on behalf of the same person, and the token says through whose hands it went.
// The person must be allowed everywhere on the way, and the new token never outlives the one it came from.
import { errors, type AccessToken, type TokenEndpointGrantContext } from 'oidc-provider';
import * as engine from 'oidc-provider/lib/helpers/grants.js';
import { tokenExchange } from '../applications/resource.ts';
import { digest } from '../core/random.ts';
import type { createPersons } from './account.ts';
import type { ClientApplication, Clients } from './clients.ts';
import { serverOf, type Resources } from './resources.ts';
import type { createSubjectTokens, Subject } from './subject-token.ts';
import { delegate, type Actor } from './token-claims.ts';
import type { UnitsOfWork } from './unit-of-work.ts';

export type Exchange = ReturnType<typeof createTokenExchange>;
export type Exchanged = { accountId: string; target: ClientApplication; scope: string; act: Actor };

type Params = {
  subject_token?: string;
  subject_token_type?: string;
  requested_token_type?: string;
  audience?: string;
  actor_token?: string;
};
type Context = TokenEndpointGrantContext<Params>;

export const exchangeParameters = [
  'subject_token',
  'subject_token_type',
  'actor_token',
  'actor_token_type',
  'requested_token_type',
  'resource',
  'audience',
  'scope',
];

const accessToken = 'urn:ietf:params:oauth:token-type:access_token';
const jwt = 'urn:ietf:params:oauth:token-type:jwt';
/** A chain longer than any that somebody meant is a circle. */
const longestChain = 5;

const lengthOf = (act: Actor | undefined): number => (act ? 1 + lengthOf(act.act) : 0);

function checkTypes({ oidc: { params } }: Context): void {
  const { subject_token_type: type, requested_token_type: wanted } = params;
  if (!params.subject_token) throw new errors.InvalidRequest('subject_token is missing');
  if (type !== accessToken && type !== jwt)
    throw new errors.InvalidRequest('subject_token_type must be that of an access token');
  if (wanted !== undefined && wanted !== accessToken)
    throw new errors.InvalidRequest('requested_token_type must be that of an access token');
  if (params.actor_token !== undefined)
    throw new errors.InvalidRequest('actor_token is not supported: the client is the actor');
}

/** From where the person came, for conditions of time and place. */
const seen = ({ ground: { session } }: Subject) => ({ sessionUid: session ?? undefined });

export function createTokenExchange(deps: {
  clients: Clients;
  persons: Pick<ReturnType<typeof createPersons>, 'mayStill'>;
  resources: Resources;
  subjects: ReturnType<typeof createSubjectTokens>;
  units: UnitsOfWork;
  onExchanged: (ctx: Context, exchanged: Exchanged) => void;
}) {
  const { clients, persons, resources, subjects, units } = deps;

  /** @throws InvalidRequest (RFC 8693, section 2.2.2) */
  async function subjectOf(ctx: Context, caller: ClientApplication): Promise<Subject> {
    const subject = await subjects.read(ctx.oidc.provider, ctx.oidc.params.subject_token!, caller);
    if (!subject) throw new errors.InvalidRequest('subject_token is not valid here');
    if (lengthOf(subject.act) >= longestChain)
      throw new errors.InvalidRequest('subject_token went through too many hands');
    for (const clientId of new Set([subject.clientId, caller.clientId]))
      if (!(await persons.mayStill(subject.accountId, { clientId, ...seen(subject) })))
        throw new errors.InvalidRequest('subject_token is of a person who lost access');
    return subject;
  }

  /** Named by its address (`resource`), or by its client id (`audience`). @throws InvalidTarget */
  async function targetOf({ oidc: { params, client } }: Context): Promise<ClientApplication> {
    const { resource, audience } = params;
    const named = audience === undefined ? undefined : await clients.find(audience);
    const byAudience = (named?.metadata['resource'] as string | undefined) ?? audience;
    const wanted = new Set([resource, byAudience].filter((one) => one !== undefined).flat());
    const [only] = wanted;
    if (only === undefined || wanted.size > 1)
      throw new errors.InvalidTarget('exactly one resource or audience must be named');
    return resources.targetOf(only, client.clientId);
  }

  /** @throws InvalidScope where something is asked for that the resource does not have. */
  function scopeOf({ oidc }: Context, target: ClientApplication): string {
    const there = new Set((target.metadata['resource_scopes'] as string[] | undefined) ?? []);
    const asked = [...oidc.requestParamScopes];
    const unknown = asked.find((scope) => !there.has(scope));
    if (unknown !== undefined)
      throw new errors.InvalidScope('requested scope is not allowed', unknown);
    return asked.join(' ');
  }

  function tokenOf(ctx: Context, subject: Subject, target: ClientApplication): AccessToken {
    const { provider, client } = ctx.oidc;
    const server = serverOf(target);
    const left = subject.endsAt - Math.floor(Date.now() / 1000);
    const token = new provider.AccessToken({
      client,
      accountId: subject.accountId,
      expiresIn: Math.max(1, Math.min(server.accessTokenTTL!, left)),
      gty: 'token_exchange',
      ...seen(subject),
      scope: scopeOf(ctx, target) || undefined,
    } as unknown as ConstructorParameters<typeof provider.AccessToken>[0]);
    token.resourceServer = new provider.ResourceServer(server.audience!, server) as never;
    return token;
  }

  /** The engine's grants are one client's; ours is another's, so the row hangs on it by itself. */
  async function save(token: AccessToken, subject: Subject, act: Actor): Promise<string> {
    delegate(token, { act, ground: subject.ground });
    const value = await token.save();
    units.get().hang('AccessToken', digest(token.jti), subject.ground.grant);
    return value;
  }

  async function handle(ctx: Context): Promise<void> {
    checkTypes(ctx);
    const { provider, client } = ctx.oidc;
    const dPoP = await engine.validateDpop(provider, ctx);
    engine.checkDpopRequired(provider, ctx, dPoP);
    const certificate = engine.checkMtlsCert(provider, ctx);
    const caller = (await clients.find(client.clientId))!;
    const subject = await subjectOf(ctx, caller);
    const target = await targetOf(ctx);
    await resources.checkPerson(ctx, subject.accountId, target, seen(subject));
    const token = tokenOf(ctx, subject, target);
    if (certificate) token.setThumbprint('x5t', certificate);
    if (dPoP) {
      await engine.checkDpopReplay(provider, ctx, dPoP, client.clientId);
      token.setThumbprint('jkt', dPoP.thumbprint);
    }
    const act: Actor = { sub: client.clientId, ...(subject.act && { act: subject.act }) };
    const value = await save(token, subject, act);
    const { accountId } = subject;
    deps.onExchanged(ctx, { accountId, target, scope: token.scope ?? '', act });
    ctx.body = engine.buildTokenResponse(provider, {
      accessToken: value,
      issuedTokenType: accessToken,
      expiresIn: token.expiration,
      scope: token.scope || undefined,
      tokenType: token.tokenType,
    });
  }

  return { grantType: tokenExchange, handle };
}
