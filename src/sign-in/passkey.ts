// A passkey as the only step, for the prompt `login`: the key says whose it is, and that it has checked
// who holds it. Nothing here tells whether a name has one.
import type { PasswordFault } from '../../views/sign-in/password.ts';
import type { Account } from '../accounts/account.ts';
import { strengthened } from '../core/assurance.ts';
import type { Database } from '../core/database.ts';
import type { Passkeys, Signature } from '../credentials/passkeys.ts';
import { record } from '../journal/journal.ts';
import { originOf } from '../web/context.ts';
import { nobody, type Authenticate } from './authenticate.ts';
import { showPassword } from './password.ts';
import { signInContextOf, type Visit } from './visit.ts';

export type PasskeyAlone = ReturnType<typeof createPasskeyAlone>;

export function createPasskeyAlone(deps: {
  db: Database;
  passkeys: Pick<Passkeys, 'sign' | 'authentication'>;
  authenticate: Pick<Authenticate, 'note'>;
  findAccount: (id: string) => Promise<Account | undefined>;
}) {
  const offered = ({ context }: Visit): boolean => context.settings.passkeyAlone === 'yes';

  async function refuse(visit: Visit, code: PasswordFault['code'], accountId: string | null) {
    const detail = { reason: `passkey-${code}` };
    const { applicationId } = signInContextOf(visit);
    await deps.db.transaction((tx) =>
      record(tx, nobody(originOf(visit.res)), {
        event: 'sign-in.failed',
        outcome: 'failure',
        accountId,
        applicationId,
        detail,
      }),
    );
    showPassword(visit, { login: '', fault: { code } as PasswordFault, status: 422 });
  }

  async function enter(visit: Visit, signed: Extract<Signature, { outcome: 'signed' }>['signed']) {
    const account = await deps.findAccount(signed.accountId);
    if (!account || account.kind === 'service') return refuse(visit, 'key-refused', null);
    if (account.state !== 'active') return refuse(visit, account.state, account.id);
    if (!signed.verified) return refuse(visit, 'key-unverified', account.id);
    const amr = strengthened([], signed.amr);
    return visit.finish(
      { login: { accountId: account.id, amr } },
      deps.authenticate.note(account, signInContextOf(visit), false, 'passkey'),
    );
  }

  return {
    /** What the browser is to ask of a key. Undefined where keys do not stand for passwords here. */
    options: async (visit: Visit) =>
      offered(visit) ? deps.passkeys.authentication(visit.interaction.uid, null) : undefined,

    async check(visit: Visit): Promise<void> {
      if (!offered(visit)) return refuse(visit, 'key-refused', null);
      const by = nobody(originOf(visit.res));
      const result = await deps.passkeys.sign(
        by,
        visit.interaction.uid,
        null,
        visit.body['answer'],
      );
      if (result.outcome === 'signed') return enter(visit, result.signed);
      if (result.outcome === 'cloned') return refuse(visit, 'key-cloned', result.accountId);
      return refuse(visit, 'key-refused', null);
    },
  };
}
