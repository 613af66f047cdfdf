// Rules of when a second factor is asked for. Pure: who asks brings the facts, administrators the settings.

/** `nobody` is there for installations that are only tried out, and is told on the start page of the console. */
const asked = ['nobody', 'administrators', 'everyone'] as const;

export type SecondFactorRules = {
  people: (typeof asked)[number];
  outside: boolean; // everybody who comes from outside the networks of the province
  classes: readonly string[]; // codes of application classes
};

export type SecondFactorFacts = {
  kind: string; // of the account
  application: { class: string; secondFactor: boolean };
  groupAsks: boolean; // a group of the person does
  /** Whether the request comes from the province's own networks; false where nobody knows. */
  inside: boolean;
  /** The application asks for it in this request (`acr_values`, or the claim `acr`). */
  wanted: boolean;
};

/** `wanted` and `application` are the application's own word: no grace and no trusted device stands for it. */
export type SecondFactorReason =
  'wanted' | 'application' | 'account-kind' | 'class' | 'group' | 'outside';

export function reasonsFor(
  facts: SecondFactorFacts,
  rules: SecondFactorRules,
): SecondFactorReason[] {
  const { kind, application, groupAsks, inside, wanted } = facts;
  const of: Record<SecondFactorReason, boolean> = {
    wanted,
    application: application.secondFactor,
    'account-kind':
      rules.people === 'everyone' || (rules.people === 'administrators' && isAdministrator(kind)),
    class: rules.classes.includes(application.class),
    group: groupAsks,
    outside: rules.outside && !inside,
  };
  return (Object.keys(of) as SecondFactorReason[]).filter((reason) => of[reason]);
}

const isAdministrator = (kind: string): boolean => kind === 'administrator';

const ownWord = (reasons: readonly SecondFactorReason[]): boolean =>
  reasons.includes('wanted') || reasons.includes('application');

/** Whether a browser that gave its second factor some days ago is asked again all the same. */
export const trustsDevices = (kind: string, reasons: readonly SecondFactorReason[]): boolean =>
  !isAdministrator(kind) && !ownWord(reasons);

/** Whether somebody who has no second factor yet may put it off for some days. */
export const mayWait = (reasons: readonly SecondFactorReason[]): boolean => !ownWord(reasons);

/** Where somebody without a second factor is led to one right after the password. */
export const enrolments = ['anywhere', 'inside', 'portal-only'] as const;

export const enrolsHere = (where: (typeof enrolments)[number], inside: boolean): boolean =>
  where === 'anywhere' || (where === 'inside' && inside);
