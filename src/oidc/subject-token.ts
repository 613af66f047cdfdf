// The token a caller shows to act for the person in it (RFC 8693, section 2.1): one of our access tokens,
// opaque or JWT, that was made for the caller and still stands on its grant and session.
import type { Provider } from 'oidc-provider';
import { z } from 'zod';
import { digest } from '../core/random.ts';
import type { ClientApplication } from './clients.ts';
import type { Keys } from './keys.ts';
import { keyOf } from './artifact.ts';
import { readOwnJwt } from './own-jwt.ts';
import type { Ground, Storage } from './storage.ts';
import type { Actor } from './token-claims.ts';
import type { UnitsOfWork } from './unit-of-work.ts';

export type Subject = {
  accountId: string;
  clientId: string; // to which it was issued
  endsAt: number; // in seconds since 1970
  act: Actor | undefined;
  ground: Ground;
};

type Said = {
  clientId: string;
  aud: string | undefined;
  exp: number;
  act: Actor | undefined;
  ground: Ground;
};

const actor: z.ZodType<Actor> = z.lazy(() =>
  z.object({ sub: z.string(), act: actor.optional() }),
) as z.ZodType<Actor>;
const jwtClaims = z.object({
  client_id: z.string(),
  aud: z.string(),
  exp: z.number(),
  act: actor.optional(),
  ground: z.object({ grant: z.string(), session: z.string().nullable() }),
});

const looksLikeJwt = (token: string) => token.split('.').length === 3;

export function createSubjectTokens(deps: {
  keys: Pick<Keys, 'load'>;
  issuer: URL;
  units: UnitsOfWork;
  storage: Pick<Storage, 'ground'>;
}) {
  async function fromJwt(token: string): Promise<Said | undefined> {
    const requiredClaims = ['exp', 'aud', 'client_id'];
    const payload = await readOwnJwt(deps, token, { typ: 'at+jwt', requiredClaims });
    const { data } = jwtClaims.safeParse(payload);
    return data && { ...data, clientId: data.client_id, act: data.act };
  }

  async function fromOpaque(provider: Provider, token: string): Promise<Said | undefined> {
    const found = await provider.AccessToken.find(token);
    const row = deps.units.get().read.get(keyOf('AccessToken', digest(token)));
    if (!found?.clientId || found.exp === undefined || !row?.grant_id) return undefined;
    const { act } = (found.extra ?? {}) as { act?: Actor };
    return {
      clientId: found.clientId,
      aud: found.aud as string | undefined,
      exp: found.exp,
      act,
      ground: { grant: row.grant_id, session: found.expiresWithSession ? row.uid : null },
    };
  }

  return {
    /** Undefined where it is not ours, has ended, or was not made for the caller. */
    async read(
      provider: Provider,
      token: string,
      caller: ClientApplication,
    ): Promise<Subject | undefined> {
      const said = await (looksLikeJwt(token) ? fromJwt(token) : fromOpaque(provider, token));
      if (!said) return undefined;
      // Made for the caller: for its resource, or its own token of no resource at all.
      const forCaller =
        said.aud === undefined
          ? said.clientId === caller.clientId
          : said.aud === caller.metadata['resource'];
      if (!forCaller) return undefined;
      const ground = await deps.storage.ground(said.ground);
      if (!ground) return undefined;
      const { clientId, act } = said;
      const endsAt = Math.min(said.exp, Math.floor(ground.endsAt.getTime() / 1000));
      return { accountId: ground.accountId, clientId, act, endsAt, ground: said.ground };
    },
  };
}
