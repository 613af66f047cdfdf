// Passkeys and security keys (Web Authentication Level 3). The only door to @simplewebauthn/server. Owns
// the table passkey. The relying party is the host of the issuer; a key asked for as the only step must
// say that it checked who holds it (user verification).
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { Clock } from '../core/clock.ts';
import type { Database, Statement, Transaction } from '../core/database.ts';
import { newId } from '../core/random.ts';
import type { Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import type { Challenges } from './challenges.ts';

export type Passkeys = ReturnType<typeof createPasskeys>;

type Row = {
  id: string;
  accountId: string;
  credentialId: string;
  publicKey: string;
  transports: string[];
  synced: boolean;
  name: string;
};

/** `amr`: RFC 8176. Software where the key may be copied between devices, hardware where it cannot. */
export type Signed = {
  id: string;
  accountId: string;
  verified: boolean; // it checked who holds it
  amr: string[];
};
export type Signature =
  | { outcome: 'signed'; signed: Signed }
  | { outcome: 'cloned'; accountId: string }
  | { outcome: 'refused' };

const columns = `id, account_id AS "accountId", credential_id AS "credentialId", public_key AS "publicKey",
  transports, synced, name`;
const ofAccount: Statement = {
  name: 'passkey-of',
  text: `SELECT ${columns} FROM passkey WHERE account_id = $1 AND cloned_at IS NULL ORDER BY created_at`,
};
const byCredential: Statement = {
  name: 'passkey-by-credential',
  text: `SELECT ${columns} FROM passkey WHERE credential_id = $1 AND cloned_at IS NULL`,
};
const add: Statement = {
  name: 'passkey-add',
  text: `INSERT INTO passkey (id, account_id, credential_id, public_key, counter, transports, synced, name, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (credential_id) DO NOTHING RETURNING id`,
};
/** Section 7.2, step 22: a counter that does not grow is a copy. One statement: two nodes cannot both say yes. */
const count: Statement = {
  name: 'passkey-count',
  text: `UPDATE passkey SET counter = $2, used_at = $3, synced = $4
         WHERE id = $1 AND cloned_at IS NULL AND ((counter = 0 AND $2::bigint = 0) OR counter < $2::bigint)
         RETURNING id`,
};
const markCloned: Statement = {
  name: 'passkey-cloned',
  text: 'UPDATE passkey SET cloned_at = $2 WHERE id = $1 AND cloned_at IS NULL RETURNING id',
};

/** An answer of a browser, as it came in a form. Undefined where it is no JSON object. */
function parsed(text: string | undefined): object | undefined {
  if (text === undefined || text.length > 20_000) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

const amrOf = (synced: boolean): string[] => [synced ? 'swk' : 'hwk', 'user'];

export const mostPasskeys = 10;

export function createPasskeys(deps: {
  db: Database;
  clock: Clock;
  challenges: Challenges;
  issuer: URL;
}) {
  const { db, clock, challenges } = deps;
  const [rpID, expectedOrigin] = [deps.issuer.hostname, deps.issuer.origin];
  const known = (accountId: string) => db.sql.query<Row>(ofAccount, [accountId]);
  const descriptors = (rows: readonly Row[]) =>
    rows.map(({ credentialId, transports }) => ({ id: credentialId, transports }));
  const bytes = (challenge: string) => new Uint8Array(Buffer.from(challenge, 'base64url'));

  async function cloned(by: Actor, { id, accountId, name }: Row): Promise<Signature> {
    await db.transaction(async (tx) => {
      if ((await tx.sql.query(markCloned, [id, clock.now()])).length === 0) return;
      const object = { type: 'passkey', id, name };
      await record(tx, by, {
        event: 'passkey.cloned',
        outcome: 'failure',
        accountId,
        object,
      });
    });
    return { outcome: 'cloned', accountId };
  }

  async function verify(row: Row, response: AuthenticationResponseJSON, challenge: string) {
    return verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin,
      expectedRPID: rpID,
      requireUserVerification: false, // judged by whoever asks
      credential: {
        id: row.credentialId,
        publicKey: new Uint8Array(Buffer.from(row.publicKey, 'base64url')),
        counter: 0, // compared by the statement `count`
      },
    }).catch(() => undefined); // it throws at whatever is not as it should be
  }

  return {
    /** What the browser is asked for to make a key, as JSON of the Web Authentication API. */
    async registration(
      account: { id: string; username: string; fullName: string },
      rpName: string,
    ) {
      const challenge = await challenges.make(`enrol:${account.id}`);
      return generateRegistrationOptions({
        rpName,
        rpID,
        userName: account.username,
        userDisplayName: account.fullName,
        userID: new Uint8Array(Buffer.from(account.id.replaceAll('-', ''), 'hex')),
        challenge: bytes(challenge),
        excludeCredentials: descriptors(await known(account.id)),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
      });
    },

    /** The row to write where the key is good; undefined where it is not. */
    async registered(accountId: string, answer: string | undefined, name: string) {
      const challenge = await challenges.take(`enrol:${accountId}`);
      const response = parsed(answer) as RegistrationResponseJSON | undefined;
      if (challenge === undefined || !response) return undefined;
      const result = await verifyRegistrationResponse({
        response,
        expectedChallenge: challenge,
        expectedOrigin,
        expectedRPID: rpID,
        requireUserVerification: false,
      }).catch(() => undefined);
      if (!result?.verified) return undefined;
      const { credential, credentialDeviceType } = result.registrationInfo;
      const synced = credentialDeviceType === 'multiDevice';
      const key = Buffer.from(credential.publicKey).toString('base64url');
      const now = clock.now();
      const transports = (credential.transports ?? []).slice(0, 8);
      const row = [
        newId(now),
        accountId,
        credential.id,
        key,
        credential.counter,
        transports,
        synced,
        name,
        now,
      ];
      const write = async (tx: Transaction) => (await tx.sql.query(add, row)).length > 0;
      return { write, amr: amrOf(synced) };
    },

    /** For one account, or with null for whoever holds a key that knows its owner. */
    async authentication(owner: string, accountId: string | null) {
      const challenge = await challenges.make(`sign-in:${owner}`);
      return generateAuthenticationOptions({
        rpID,
        challenge: bytes(challenge),
        userVerification: accountId === null ? 'required' : 'preferred',
        ...(accountId !== null && { allowCredentials: descriptors(await known(accountId)) }),
      });
    },

    /** @param accountId null: whosever key it is. */
    async sign(
      by: Actor,
      owner: string,
      accountId: string | null,
      answer: string | undefined,
    ): Promise<Signature> {
      const challenge = await challenges.take(`sign-in:${owner}`);
      const response = parsed(answer) as AuthenticationResponseJSON | undefined;
      if (challenge === undefined || typeof response?.id !== 'string')
        return { outcome: 'refused' };
      const [row] = await db.sql.query<Row>(byCredential, [response.id]);
      if (!row || (accountId !== null && row.accountId !== accountId))
        return { outcome: 'refused' };
      const result = await verify(row, response, challenge);
      if (!result?.verified) return { outcome: 'refused' };
      const { newCounter, userVerified, credentialDeviceType } = result.authenticationInfo;
      const synced = credentialDeviceType === 'multiDevice';
      const counted = await db.sql.query(count, [row.id, newCounter, clock.now(), synced]);
      if (counted.length === 0) return cloned(by, row);
      const { id, accountId: owned } = row;
      const signed = { id, accountId: owned, verified: userVerified, amr: amrOf(synced) };
      return { outcome: 'signed', signed };
    },
  };
}
