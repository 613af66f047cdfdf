// The step "enrol", for whoever needs a second factor and has none: choose a way, prove it once, keep the
// recovery codes, go on. Only right after the password: an old session left alone enrols nobody. That the
// factor was given is carried in a sealed proof past the page with the codes.
import {
  enrolPage,
  enrolPasskeyPage,
  enrolTotpPage,
  keepCodesPage,
  noFactorPage,
} from '../../views/sign-in/enrol.ts';
import { installation } from '../../views/layout.ts';
import type { Transaction } from '../core/database.ts';
import { after, isRecent, type Clock } from '../core/clock.ts';
import { AppError, isAppError } from '../core/errors.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Passkeys } from '../credentials/passkeys.ts';
import { enrolsHere } from '../credentials/second-factor-policy.ts';
import type { Added, SecondFactors } from '../credentials/second-factors.ts';
import type { Totps } from '../credentials/totp.ts';
import { showPassword } from './password.ts';
import { aboutOf, sendStep, type SecondFactor, type Stepping } from './second-factor.ts';
import { actorOfVisit, type Visit } from './visit.ts';

export type Enrol = ReturnType<typeof createEnrol>;

type Proof = { uid: string; accountId: string; amr: string[]; until: string };

const purpose = 'sign-in enrolled';
/** From the password to the last page: finding an application for the telephone takes a while. */
const seconds = 30 * 60;
const longestName = 60;

export function createEnrol(deps: {
  clock: Clock;
  sealing: Sealing;
  totps: Pick<Totps, 'offer' | 'again'>;
  passkeys: Pick<Passkeys, 'registration'>;
  factors: Pick<SecondFactors, 'addTotp' | 'addPasskey'>;
  finish: SecondFactor['finish'];
  putOff: (tx: Transaction, accountId: string, uid: string) => Promise<void>;
  isInside: (address: string | null) => Promise<boolean>;
}) {
  const { clock, sealing } = deps;

  const isFresh = ({ interaction }: Visit): boolean =>
    isRecent(new Date((interaction.session?.loginTs ?? 0) * 1000), seconds);

  async function maySetUp({ visit }: Stepping): Promise<boolean> {
    const inside = await deps.isInside(visit.context.address);
    return enrolsHere(visit.context.settings.enrolAtSignIn, inside);
  }

  function prove({ visit, account }: Stepping, amr: string[]): string {
    const until = after(clock.now(), seconds).toISOString();
    const proof: Proof = { uid: visit.interaction.uid, accountId: account.id, amr, until };
    return sealing.seal(purpose, JSON.stringify(proof));
  }

  /** @throws AppError `sign-in.expired` where the proof is of another sign-in, too old, or made up */
  function proved({ visit, account }: Stepping): string[] {
    try {
      const proof = JSON.parse(sealing.open(purpose, visit.body['proof'] ?? '')) as Proof;
      const mine = proof.uid === visit.interaction.uid && proof.accountId === account.id;
      if (mine && new Date(proof.until) > clock.now()) return proof.amr;
    } catch (error) {
      if (!isAppError(error, 'sealing.cannot-open')) throw error;
    }
    throw new AppError('sign-in.expired');
  }

  function showTotp(step: Stepping, sealed?: string): void {
    const { visit, account } = step;
    const name = installation(visit.context);
    const again = sealed === undefined ? undefined : deps.totps.again(account, name, sealed);
    const fault = sealed === undefined ? undefined : again ? 'wrong' : 'tooOld';
    const offer = again ?? deps.totps.offer(account, name);
    sendStep(
      step,
      enrolTotpPage(visit.context, { ...aboutOf(step), offer, fault }),
      fault ? 422 : 200,
    );
  }

  const showPasskey = (step: Stepping, failed: boolean): void =>
    sendStep(
      step,
      enrolPasskeyPage(step.visit.context, { ...aboutOf(step), failed }),
      failed ? 422 : 200,
    );

  async function show(step: Stepping): Promise<void> {
    const { visit, putOffUntil } = step;
    const { context, req } = visit;
    if (!(await maySetUp(step)))
      return sendStep(step, noFactorPage(context, { ...aboutOf(step), putOffUntil }));
    if (!isFresh(visit)) return showPassword(visit, { login: step.account.username });
    if (req.query['way'] === 'totp') return showTotp(step);
    if (req.query['way'] === 'passkey') return showPasskey(step, false);
    sendStep(step, enrolPage(context, { ...aboutOf(step), putOffUntil }));
  }

  async function goOn(step: Stepping, { codes }: Added, amr: string[]): Promise<void> {
    if (!codes) return deps.finish(step, amr);
    const { context, action } = step.visit;
    sendStep(step, keepCodesPage(context, { action, codes, proof: prove(step, amr) }));
  }

  async function confirmTotp(step: Stepping): Promise<void> {
    const { visit, account } = step;
    const { offer = '', code = '' } = visit.body;
    const by = actorOfVisit(visit, account);
    const added = await deps.factors.addTotp(by, account.id, offer, code);
    return added ? goOn(step, added, ['otp']) : showTotp(step, offer);
  }

  async function confirmPasskey(step: Stepping): Promise<void> {
    const { visit, account } = step;
    const { answer, name = '' } = visit.body;
    const by = actorOfVisit(visit, account);
    const given =
      name.trim().slice(0, longestName) || visit.context.t.secondFactor.enrol.keyDefault;
    const added = await deps.factors.addPasskey(by, account.id, answer, given);
    return added ? goOn(step, added, added.amr) : showPasskey(step, true);
  }

  async function later({ visit, account, putOffUntil }: Stepping): Promise<void> {
    const { uid } = visit.interaction.session!;
    if (!putOffUntil || putOffUntil <= clock.now()) throw new AppError('sign-in.expired');
    return visit.finish({ secondFactor: {} }, (tx) => deps.putOff(tx, account.id, uid));
  }

  return {
    show,

    options: async (step: Stepping) =>
      (await maySetUp(step)) && isFresh(step.visit) && !step.standing.enrolled
        ? deps.passkeys.registration(step.account, installation(step.visit.context))
        : undefined,

    async answer(step: Stepping): Promise<void> {
      const asked = step.visit.body['step'];
      if (asked === 'codes-kept') return deps.finish(step, proved(step));
      if (asked === 'later') return later(step);
      if (!(await maySetUp(step)) || !isFresh(step.visit)) return show(step);
      if (asked === 'enrol-totp') return confirmTotp(step);
      if (asked === 'enrol-passkey') return confirmPasskey(step);
      return show(step);
    },
  };
}
