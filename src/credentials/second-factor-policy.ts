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
  /** A rule of access lets in, but only with a second factor. */
  ruled: boolean;
};

/** `wanted`, `rule` and `application` want the factor itself: no grace and no trusted device stands for it. */
export type SecondFactorReason =
  'wanted' | 'rule' | 'application' | 'account-kind' | 'class' | 'group' | 'outside';

export function reasonsFor(
  facts: SecondFactorFacts,
  rules: SecondFactorRules,
): SecondFactorReason[] {
  const { kind, application, groupAsks, inside, wanted, ruled } = facts;
  const of: Record<SecondFactorReason, boolean> = {
    wanted,
    rule: ruled,
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

const itself: readonly SecondFactorReason[] = ['wanted', 'rule', 'application'];
const wantsItself = (reasons: readonly SecondFactorReason[]): boolean =>
  reasons.some((reason) => itself.includes(reason));

/** Whether a browser that gave its second factor some days ago is asked again all the same. */
export const trustsDevices = (kind: string, reasons: readonly SecondFactorReason[]): boolean =>
  !isAdministrator(kind) && !wantsItself(reasons);

/** Whether somebody who has no second factor yet may put it off for some days. */
export const mayWait = (reasons: readonly SecondFactorReason[]): boolean => !wantsItself(reasons);

/** Where somebody without a second factor is led to one right after the password. */
export const enrolments = ['anywhere', 'inside', 'portal-only'] as const;

export const enrolsHere = (where: (typeof enrolments)[number], inside: boolean): boolean =>
  where === 'anywhere' || (where === 'inside' && inside);
