// Requests that change something: modify (RFC 4511, section 4.6) and extended operations (4.12). A part of
// the door to LDAP, apart from reading. An answer that refuses is an answer.
import {
  Attribute,
  Change as LibraryChange,
  ExtendedRequest,
  ModifyRequest,
  PasswordPolicyControl,
} from 'ldapts';
import type { Wire } from './wire.ts';

/** Result code (RFC 4511, appendix A), the server's words, the error of its password policy. */
export type Outcome = { code: number; message: string; policyError: number | undefined };

export type Change = {
  operation: 'add' | 'delete' | 'replace';
  attribute: string;
  values: readonly Buffer[];
};

const toLibrary = ({ operation, attribute, values }: Change) =>
  new LibraryChange({
    operation,
    modification: new Attribute({ type: attribute, values: [...values] }),
  });

export function changesOf(wire: Wire) {
  async function ask(request: ModifyRequest | ExtendedRequest): Promise<Outcome> {
    const policy = new PasswordPolicyControl();
    request.controls = [policy];
    const { response } = await wire.send(request, () => undefined).answer;
    return {
      code: response.status,
      message: response.errorMessage,
      policyError: policy.value?.error,
    };
  }

  return {
    /** All changes or none, in this order. */
    modify: (dn: string, changes: readonly Change[]): Promise<Outcome> =>
      ask(new ModifyRequest({ messageId: 0, dn, changes: changes.map(toLibrary) })),
    extended: (oid: string, value: Buffer): Promise<Outcome> =>
      ask(new ExtendedRequest({ messageId: 0, oid, value })),
  };
}
