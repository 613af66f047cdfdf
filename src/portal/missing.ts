// Which applications a person does not find on their page, and why. Pure.
import { opensWithFactor, type DecisionCode } from '../access/decide.ts';
import { inOrder } from '../applications/sections.ts';
import { searchKey } from '../core/text.ts';

type Rule = { effect: string; subject: string; name: string };
type Owner = {
  name: string;
  contactName: string | null;
  contactMail: string | null;
  contactPhone: string | null;
};
type Entry = {
  application: {
    name: string;
    nameEn: string;
    order: number;
    state: string;
    builtIn: boolean;
    contact: string | null;
    ownerUnit: Owner | null;
  };
  decision: { allowed: boolean; code: DecisionCode; because: readonly Rule[] };
};

export type MissingApplication = {
  name: string;
  nameEn: string;
  code: string; // of the decision
  denials: { subject: string; name: string }[]; // the rules that forbid it
  contact: string | null; // as the application's owner worded it
  owner: Owner | null;
};

/** Active applications that are refused, our own pages left out; `text` narrows by name, blind to marks. */
export function missing(entries: readonly Entry[], text?: string): MissingApplication[] {
  const words = searchKey(text ?? '')
    .split(' ')
    .filter(Boolean);
  const wanted = ({ name, nameEn }: Entry['application']) => {
    const key = searchKey(`${name} ${nameEn}`);
    return words.every((word) => key.includes(word));
  };
  const refused = entries.filter(
    ({ application, decision }) =>
      application.state === 'active' &&
      !application.builtIn &&
      !opensWithFactor(decision) &&
      wanted(application),
  );
  const decisions = new Map(refused.map((entry) => [entry.application, entry.decision]));
  return inOrder(refused.map(({ application }) => application)).map((application) => {
    const { code, because } = decisions.get(application)!;
    return {
      name: application.name,
      nameEn: application.nameEn,
      code,
      denials: because
        .filter(({ effect }) => effect === 'deny')
        .map(({ subject, name }) => ({ subject, name })),
      contact: application.contact,
      owner: application.ownerUnit,
    };
  });
}
