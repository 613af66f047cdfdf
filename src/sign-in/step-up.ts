// The prompt `second-factor`, as the dispatcher sees it: which of its steps is meant.
import type { Enrol } from './enrol.ts';
import type { SecondFactor, Stepping } from './second-factor.ts';
import type { Visit } from './visit.ts';

export type StepUp = ReturnType<typeof createStepUp>;

/** OpenID Connect Core Error Code unmet_authentication_requirements 1.0, where the application asked itself. */
const giveUp = ({ reasons }: Stepping) => ({
  error: reasons.includes('wanted') ? 'unmet_authentication_requirements' : 'access_denied',
  error_description: 'the person gave no second factor',
});

export function createStepUp(deps: { secondFactor: SecondFactor; enrol: Enrol }) {
  const { secondFactor, enrol } = deps;

  return {
    async show(visit: Visit): Promise<void> {
      const step = await secondFactor.stepping(visit);
      return step.standing.enrolled ? secondFactor.show(step) : enrol.show(step);
    },

    async answer(visit: Visit): Promise<void> {
      const step = await secondFactor.stepping(visit);
      const asked = visit.body['step'] ?? '';
      if (asked === 'back') return visit.finish(giveUp(step));
      // Who has a factor gets no other by the password alone; the codes of the first one are shown after it is there.
      if (step.standing.enrolled && asked !== 'codes-kept') return secondFactor.answer(step);
      return enrol.answer(step);
    },

    options: async (visit: Visit) => secondFactor.options(await secondFactor.stepping(visit)),
    newKeyOptions: async (visit: Visit) => enrol.options(await secondFactor.stepping(visit)),
  };
}
