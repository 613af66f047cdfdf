// Which strengths of the sign-in an application asks for (OpenID Connect Core 1.0, sections 3.1.2.1 and
// 5.5.1.1). Pure.
import { acr } from './claims.ts';

type AcrRequest = { essential?: boolean; value?: unknown; values?: unknown };

export type RequestedAcr = {
  values: string[]; // in the application's order; none: it does not ask
  essential: boolean; // the claim must be one of them, or there is no answer
};

/** `claims`: the parameter of that name, as the engine has read it; `acr_values` is folded into it there. */
export function requestedAcr(
  claims: { id_token?: { acr?: AcrRequest | null } } | undefined,
): RequestedAcr {
  const { essential = false, value, values } = claims?.id_token?.acr ?? {};
  const all: unknown[] = [value, ...(Array.isArray(values) ? (values as unknown[]) : [])];
  return { values: all.filter((one) => typeof one === 'string'), essential };
}

/** Which step is missing: `strong`: the second factor; `unknown`: essential, and nobody here can do it. */
export function missing(
  { values, essential }: RequestedAcr,
  current: string | undefined,
): 'nothing' | 'strong' | 'unknown' {
  if (values.length === 0 || values.includes(current ?? '')) return 'nothing';
  if (values.includes(acr.strong)) return 'strong';
  return essential ? 'unknown' : 'nothing';
}
