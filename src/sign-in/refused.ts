// The step "refused", for the prompt `access`: the person is known and may not enter. Says why and
// whom to ask; asks for the decision again each time, so that a grant made meanwhile lets them in.
import { refusedPage, type Contact, type Denial } from '../../views/sign-in/refused.ts';
import type { DecisionCode } from '../access/decide.ts';
import type { Grants } from '../access/grants.ts';
import { allowFormTargets } from '../web/security-headers.ts';
import { applicationName, type Visit } from './visit.ts';

export type Refused = ReturnType<typeof createRefused>;

type Rule = {
  grantId: string;
  effect: string;
  subject: string;
  name: string;
};

/** What access/ answers, as far as this page tells of it. */
export type Explanation = {
  account: { fullName: string; username: string };
  application: {
    id: string;
    contact: string | null;
    ownerUnit: {
      name: string;
      contactName: string | null;
      contactMail: string | null;
      contactPhone: string | null;
    } | null;
  };
  decision: {
    allowed: boolean;
    code: DecisionCode;
    because: readonly Rule[];
  };
};

const contactOf = ({ contact, ownerUnit }: Explanation['application']): Contact => ({
  text: contact,
  unit: ownerUnit?.name ?? null,
  name: ownerUnit?.contactName ?? null,
  mail: ownerUnit?.contactMail ?? null,
  phone: ownerUnit?.contactPhone ?? null,
});

export function createRefused(deps: {
  explain: (
    accountId: string,
    clientId: string,
    seen: { address: string | null; session: string | undefined },
  ) => Promise<Explanation | undefined>;
  findGrant: Grants['find'];
  /** Whether the way is open, be it with a second factor. */
  isOpen: (decision: { allowed: boolean; code: DecisionCode }) => boolean;
}) {
  function denialsOf({ decision }: Explanation): Promise<Denial[]> {
    const denying = decision.because.filter(({ effect }) => effect === 'deny').slice(0, 5);
    return Promise.all(
      denying.map(async (rule) => ({
        subject: rule.subject,
        name: rule.name,
        reason: (await deps.findGrant(rule.grantId))?.reason ?? null, // as an administrator worded it
      })),
    );
  }

  const explain = ({ context: { address }, interaction: { session, application } }: Visit) =>
    deps.explain(session?.accountId ?? '', application.clientId, {
      address,
      session: session?.uid,
    });

  async function show(visit: Visit): Promise<void> {
    const { context, interaction, action, res } = visit;
    const explanation = await explain(visit);
    // Nobody is there any more, or the way is open now: the engine asks again.
    if (!explanation || deps.isOpen(explanation.decision)) return visit.finish({ access: {} });
    allowFormTargets(res, interaction.formTargets);
    const page = refusedPage(context, {
      action,
      application: applicationName(visit),
      person: explanation.account,
      code: explanation.decision.code,
      denials: await denialsOf(explanation),
      contact: contactOf(explanation.application),
      triedAgain: visit.body['choice'] === 'retry',
    });
    res.status(403).type('html').send(page.text);
  }

  return {
    show,
    /** Back to the application with `access_denied` (RFC 6749, section 4.1.2.1), or once more. */
    choose: (visit: Visit): Promise<void> =>
      visit.body['choice'] === 'back'
        ? visit.finish({
            error: 'access_denied',
            error_description: 'the person may not use this application',
          })
        : show(visit),
  };
}
