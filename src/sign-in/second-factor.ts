// The step "second factor", for the prompt of that name: the password was right, more is asked for. The
// session stays the one it was; only how it was proved changes. Who has nothing to give is led to
// enrol.ts.
import { secondFactorPage, type SecondFactorFault } from '../../views/sign-in/second-factor.ts';
import type { Account } from '../accounts/account.ts';
import { strengthened } from '../core/assurance.ts';
import type { Transaction } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import type { Passkeys } from '../credentials/passkeys.ts';
import type { Given, Judgement, SecondFactorCheck } from '../credentials/second-factor-check.ts';
import type { Standing } from '../credentials/second-factors.ts';
import { trustsDevices, type SecondFactorReason } from '../credentials/second-factor-policy.ts';
import type { TrustedDevices } from '../credentials/trusted-devices.ts';
import type { Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import { allowFormTargets } from '../web/security-headers.ts';
import { actorOfVisit, applicationName, signInContextOf, type Visit } from './visit.ts';

export type SecondFactor = ReturnType<typeof createSecondFactor>;

/** What every page of this step needs to know. */
export type Stepping = {
  visit: Visit;
  account: Account;
  standing: Standing;
  reasons: SecondFactorReason[];
  putOffUntil: Date | null;
};

/** What the pages of this step show alike. */
export const aboutOf = ({ visit, account, reasons }: Stepping) => ({
  action: visit.action,
  application: applicationName(visit),
  person: account,
  reason: reasons[0],
});

/** Sends a page whose forms may lead to the application. */
export function sendStep({ visit }: Stepping, page: { text: string }, status = 200): void {
  allowFormTargets(visit.res, visit.interaction.formTargets);
  visit.res.status(status).type('html').send(page.text);
}

export function createSecondFactor(deps: {
  findAccount: (id: string) => Promise<Account | undefined>;
  standing: (accountId: string) => Promise<Standing>;
  check: SecondFactorCheck;
  passkeys: Pick<Passkeys, 'authentication'>;
  devices: Pick<TrustedDevices, 'trust'>;
  /** Keeps the value in the browser. */
  keepDevice: (visit: Visit, token: string, days: number) => void;
}) {
  /** @throws AppError `sign-in.expired` where nobody is signed in any more */
  async function stepping(visit: Visit): Promise<Stepping> {
    const { session, prompt } = visit.interaction;
    const account = session && (await deps.findAccount(session.accountId));
    if (account?.state !== 'active') throw new AppError('sign-in.expired');
    const { reasons, putOffUntil } = prompt.details as {
      reasons?: SecondFactorReason[];
      putOffUntil?: string | null;
    };
    return {
      visit,
      account,
      standing: await deps.standing(account.id),
      reasons: reasons ?? [],
      putOffUntil: putOffUntil ? new Date(putOffUntil) : null,
    };
  }

  const trustDays = ({ visit, account, reasons }: Stepping): number =>
    trustsDevices(account.kind, reasons) ? visit.context.settings.trustedDeviceDays : 0;

  function show(step: Stepping, fault?: SecondFactorFault, method?: string): void {
    const { visit, standing } = step;
    if (fault?.code === 'wait') visit.res.set('Retry-After', String(fault.seconds));
    const page = secondFactorPage(visit.context, {
      ...aboutOf(step),
      has: {
        totp: standing.totp !== undefined,
        passkey: standing.passkeys.some(({ clonedAt }) => clonedAt === null),
        recovery: standing.recoveryLeft > 0,
      },
      trustDays: trustDays(step),
      fault,
      method,
    });
    sendStep(step, page, fault ? (fault.code === 'wait' ? 429 : 422) : 200);
  }

  /** The session goes on with what was proved besides; it lasts no longer for it. */
  async function finish(step: Stepping, amr: readonly string[], trusting = false): Promise<void> {
    const { visit, account } = step;
    const session = visit.interaction.session!;
    const by = actorOfVisit(visit, account);
    const { loginTs } = session;
    const login = { accountId: account.id, amr: strengthened(session.amr, amr) };
    await visit.finish(
      { login: { ...login, ...(loginTs !== undefined && { ts: loginTs }) } },
      async (tx) => {
        const { applicationId } = signInContextOf(visit);
        const [method = ''] = amr;
        await record(tx, by, {
          event: 'second-factor.passed',
          accountId: account.id,
          applicationId,
          detail: { method },
        });
        if (trusting) await trust(step, by, tx);
      },
    );
  }

  async function trust(step: Stepping, by: Actor, tx: Transaction): Promise<void> {
    const days = trustDays(step);
    if (days === 0) return;
    deps.keepDevice(step.visit, await deps.devices.trust(tx, by, step.account.id, days), days);
  }

  function givenOf({ body, interaction }: Visit): Given | undefined {
    const { method, code = '', answer = '' } = body;
    if (method === 'passkey') return { method, owner: interaction.uid, answer };
    return method === 'totp' || method === 'recovery' ? { method, code } : undefined;
  }

  const faultOf = (
    judgement: Exclude<Judgement, { outcome: 'right' }>,
    method: string,
  ): SecondFactorFault => {
    if (judgement.outcome === 'wait') return { code: 'wait', seconds: judgement.seconds };
    if (judgement.outcome === 'wrong' && method === 'passkey') return { code: 'key-refused' };
    return { code: judgement.outcome };
  };

  return {
    stepping,
    show,
    finish,

    /** What the browser is to ask of one of this person's keys. */
    options: ({ visit, account }: Stepping) =>
      deps.passkeys.authentication(visit.interaction.uid, account.id),

    async answer(step: Stepping): Promise<void> {
      const { visit, account } = step;
      const given = givenOf(visit);
      if (!given) return show(step);
      const { applicationId } = signInContextOf(visit);
      const judgement = await deps.check(
        actorOfVisit(visit, account),
        account.id,
        given,
        applicationId,
      );
      if (judgement.outcome === 'right')
        return finish(step, judgement.amr, visit.body['trust'] === 'yes');
      const now = { ...step, standing: await deps.standing(account.id) };
      show(now, faultOf(judgement, given.method), given.method);
    },
  };
}
