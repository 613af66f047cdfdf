// How a thing of the protocol engine (token, code, session …) lies in the table "oidc_artifact". What
// opens a door is never stored: its row is found by a digest, and the value itself is taken out of the
// payload and put back by whoever knew it.
import type { AdapterPayload } from 'oidc-provider';
import { digest } from '../core/random.ts';

/** Columns of the table, by their names there, so that a list of rows can be handed over as JSON. */
export type Row = {
  model: string;
  id: string; // digest
  payload: AdapterPayload;
  account_id: string | null;
  client_id: string | null;
  grant_id: string | null; // digest
  user_code: string | null; // digest of what a device shows (RFC 8628)
  uid: string | null; // of the session it is, or belongs to; opens nothing
  expires_at: string | null; // ISO 8601
};

export const keyOf = (model: string, id: string): string => `${model} ${id}`;

/**
 * A device's row is found by the code that a person types, when its own value is not at hand: then it goes by
 * this name, which is not a value anyone is given.
 */
export const nameOfRow = (id: string): string => `#${id}`;
export const isNameOfRow = (value: string): boolean => value.startsWith('#');
export const idOf = (value: string): string =>
  isNameOfRow(value) ? value.slice(1) : digest(value);

/** The browser's session id would stand in the interaction, the interaction's in the address to return to. */
function withoutSecrets(model: string, id: string, payload: AdapterPayload): AdapterPayload {
  const { jti: _jti, userCode: _userCode, ...rest } = payload;
  if (model !== 'Interaction') return rest;
  const { cookie: _cookie, ...session } = rest.session ?? {};
  return {
    ...rest,
    ...(rest.session && { session }),
    ...(rest.returnTo?.endsWith(id) && { returnTo: rest.returnTo.slice(0, -id.length) }),
  };
}

export function toRow(model: string, id: string, payload: AdapterPayload): Row {
  return {
    model,
    id: idOf(id),
    payload: withoutSecrets(model, id, payload),
    account_id: payload.accountId ?? null,
    client_id: payload.clientId ?? null,
    grant_id: payload.grantId === undefined ? null : digest(payload.grantId),
    user_code: payload.userCode === undefined ? null : digest(payload.userCode),
    uid: payload.uid ?? payload.sessionUid ?? null,
    expires_at: payload.exp === undefined ? null : new Date(payload.exp * 1000).toISOString(),
  };
}

/** The payload as the engine knows it, for someone who showed `id`. */
export function fromRow(model: string, id: string, stored: AdapterPayload): AdapterPayload {
  const payload = { ...stored, jti: id };
  if (model === 'Interaction' && payload.returnTo?.endsWith('/')) payload.returnTo += id;
  return payload;
}
