// What the columns of each list's file are. Titles are the words of the page in the person's language;
// those that an import reads back carry codes beside names.
import type { EffectLine } from '../../src/access/effects.ts';
import type { ApplicationOf } from '../../src/access/applications-of.ts';
import type { Grant } from '../../src/access/grant-rows.ts';
import type { GroupListItem } from '../../src/accounts/groups.ts';
import type { FoundSession } from '../../src/oidc/session-search.ts';
import type { UnitListItem } from '../../src/organization/units.ts';
import type { Because, Decision, Unmet } from '../../src/access/decide.ts';
import type { PersonOf } from '../../src/access/people-of.ts';
import type { AccountListItem } from '../../src/accounts/accounts.ts';
import type { Account } from '../../src/accounts/account.ts';
import type { ApplicationListItem } from '../../src/applications/applications.ts';
import type { ListColumn } from '../../src/web/list-file.ts';
import type { Locale, Messages } from '../../src/web/messages/messages.ts';
import { nameIn } from '../named.ts';
import { becauseText, conditionsText, subjectText } from '../access/sentence.ts';

const who = (t: Messages): ListColumn<Account>[] => [
  { title: t.people.username, cell: (person) => person.username },
  { title: t.people.fullName, cell: (person) => person.fullName },
];

export const peopleColumns = (t: Messages): ListColumn<AccountListItem>[] => [
  ...who(t),
  { title: t.people.kind, cell: ({ kind }) => t.people.kinds[kind] },
  { title: t.people.mail, cell: ({ mail }) => mail },
  { title: t.people.phone, cell: ({ phone }) => phone },
  { title: t.lists.unitCode, cell: ({ unitCode }) => unitCode },
  { title: t.people.unit, cell: ({ unitName }) => unitName },
  { title: t.people.title_, cell: ({ title }) => title },
  { title: t.console.state, cell: ({ state }) => t.people.states[state] },
  {
    title: t.lists.origin,
    cell: ({ sourceId }) => (sourceId ? t.console.fromDirectory : t.people.local),
  },
  { title: t.people.lastSignIn, cell: ({ lastSignInAt }) => lastSignInAt, moment: true },
  { title: t.people.createdAt, cell: ({ createdAt }) => createdAt, moment: true },
  { title: t.people.id, cell: ({ id }) => id },
];

export type MemberRow = { account: Account; origin: string };

export const memberColumns = (
  t: Messages,
  group: { code: string; name: string },
): ListColumn<MemberRow>[] => [
  { title: t.groups.code, cell: () => group.code },
  { title: t.groups.name, cell: () => group.name },
  { title: t.people.username, cell: ({ account }) => account.username },
  { title: t.people.fullName, cell: ({ account }) => account.fullName },
  { title: t.console.state, cell: ({ account }) => t.people.states[account.state] },
  {
    title: t.lists.origin,
    cell: ({ origin }) => (origin === 'directory' ? t.console.fromDirectory : t.console.byHand),
  },
];

export const effectColumns = (t: Messages, locale: Locale): ListColumn<EffectLine>[] => [
  { title: t.people.username, cell: ({ person }) => person.username },
  { title: t.people.fullName, cell: ({ person }) => person.fullName },
  { title: t.grants.application, cell: ({ application }) => nameIn({ locale }, application) },
  { title: t.whatIf.effect, cell: ({ gains }) => (gains ? t.whatIf.gains : t.whatIf.loses) },
  { title: t.grants.conditions, cell: ({ partly }) => (partly ? t.whatIf.partly : null) },
];

export const applicationColumns = (
  t: Messages,
  classes: ReadonlyMap<string, string>,
): ListColumn<ApplicationListItem>[] => [
  { title: t.applications.clientId, cell: ({ clientId }) => clientId },
  { title: t.applications.name, cell: ({ name }) => name },
  { title: t.applications.nameEn, cell: ({ nameEn }) => nameEn },
  { title: t.lists.classCode, cell: (each) => each.class },
  { title: t.applications.class, cell: (each) => classes.get(each.class) ?? each.class },
  { title: t.applications.article, cell: ({ article }) => article },
  { title: t.applications.owner, cell: ({ ownerUnitName }) => ownerUnitName },
  { title: t.applications.contact, cell: ({ contact }) => contact },
  { title: t.applications.link, cell: ({ link }) => link },
  { title: t.console.state, cell: ({ state }) => t.applications.states[state] },
  { title: t.applications.order, cell: ({ order }) => order },
  { title: t.people.createdAt, cell: ({ createdAt }) => createdAt, moment: true },
];

/** The answer and why, as the page says it, in one cell each. */
function decisionColumns<Row extends { decision: Decision }>(t: Messages): ListColumn<Row>[] {
  const rule = (each: Because): string => {
    const { effect, path, conditions } = each;
    const words = t.people.rule(t.grants.effects[effect], becauseText(t, each));
    const way = path.slice(0, -1).join(' → ');
    const through = path.length > 1 ? t.lists.ruleThrough(words, way) : words;
    return [through, conditionsText(t, conditions)].filter(Boolean).join(', ');
  };
  const unmet = (each: Unmet): string =>
    `${rule(each)}: ${each.missing.map((code) => t.grants.missing[code]).join(', ')}`;
  return [
    {
      title: t.people.decision,
      cell: ({ decision }) => (decision.allowed ? t.people.allowed : t.people.refused),
    },
    { title: t.people.why, cell: ({ decision }) => t.people.codes[decision.code] ?? decision.code },
    { title: t.people.because, cell: ({ decision }) => decision.because.map(rule).join('; ') },
    { title: t.grants.unmet, cell: ({ decision }) => decision.unmet.map(unmet).join('; ') },
  ];
}

export const peopleOfColumns = (t: Messages): ListColumn<PersonOf>[] => [
  ...who(t).map(({ title, cell }) => ({ title, cell: (row: PersonOf) => cell(row.account) })),
  { title: t.people.unit, cell: ({ unitName }) => unitName },
  { title: t.console.state, cell: ({ account }) => t.people.states[account.state] },
  ...decisionColumns<PersonOf>(t),
];

type Answer = Pick<ApplicationOf, 'decision'> & {
  application: Pick<ApplicationOf['application'], 'clientId' | 'name' | 'state'>;
};

/** Applications of a person, a group or a unit. */
export const answerColumns = (t: Messages): ListColumn<Answer>[] => [
  { title: t.applications.clientId, cell: ({ application }) => application.clientId },
  { title: t.grants.application, cell: ({ application }) => application.name },
  { title: t.console.state, cell: ({ application }) => t.applications.states[application.state] },
  ...decisionColumns<Answer>(t),
];

export const grantListColumns = (t: Messages): ListColumn<Grant>[] => [
  { title: t.grants.kind, cell: ({ subject }) => t.grants.subjects[subject] },
  { title: t.grants.subject, cell: (grant) => subjectText(t, grant) },
  { title: t.applications.clientId, cell: ({ clientId }) => clientId },
  { title: t.grants.target, cell: ({ targetName }) => targetName },
  { title: t.grants.targetKind, cell: ({ target }) => t.grants.targets[target] },
  { title: t.grants.effect, cell: ({ effect }) => t.grants.effects[effect] },
  { title: t.grants.conditions, cell: ({ conditions }) => conditionsText(t, conditions) },
  { title: t.grants.roles, cell: ({ roles }) => roles.join(', ') },
  { title: t.console.reason, cell: ({ reason }) => reason },
  { title: t.grants.decisionNo, cell: ({ decisionNo }) => decisionNo },
  { title: t.grants.decisionDate, cell: ({ decisionDate }) => decisionDate },
  { title: t.grants.createdAt, cell: ({ createdAt }) => createdAt, moment: true },
  { title: t.journal.actor, cell: ({ createdByName }) => createdByName },
];

export const groupListColumns = (t: Messages): ListColumn<GroupListItem>[] => [
  { title: t.groups.code, cell: ({ code }) => code },
  { title: t.groups.name, cell: ({ name }) => name },
  { title: t.groups.description, cell: ({ description }) => description },
  { title: t.lists.peopleIn, cell: ({ accounts }) => accounts },
  { title: t.lists.groupsIn, cell: ({ groups }) => groups },
  { title: t.console.state, cell: ({ state }) => t.groups.states[state] },
  {
    title: t.lists.origin,
    cell: ({ sourceId }) => (sourceId ? t.console.fromDirectory : t.console.byHand),
  },
];

export const unitListColumns = (t: Messages): ListColumn<UnitListItem>[] => [
  { title: t.lists.unitCode, cell: ({ code }) => code },
  { title: t.units.name, cell: ({ name }) => name },
  { title: t.units.parent, cell: ({ parentName }) => parentName },
  { title: t.units.contactName, cell: ({ contactName }) => contactName },
  { title: t.units.contactMail, cell: ({ contactMail }) => contactMail },
  { title: t.units.contactPhone, cell: ({ contactPhone }) => contactPhone },
  { title: t.console.state, cell: ({ state }) => t.units.states[state] },
  {
    title: t.lists.origin,
    cell: ({ sourceId }) => (sourceId ? t.console.fromDirectory : t.console.byHand),
  },
];

export const sessionColumns = (t: Messages): ListColumn<FoundSession>[] => [
  { title: t.people.username, cell: ({ username }) => username },
  { title: t.people.fullName, cell: ({ fullName }) => fullName },
  { title: t.people.unit, cell: ({ unitName }) => unitName },
  { title: t.frame.sessions.since, cell: ({ signedInAt }) => signedInAt, moment: true },
  { title: t.frame.sessions.until, cell: ({ expiresAt }) => expiresAt, moment: true },
  { title: t.frame.sessions.address, cell: ({ address }) => address },
  { title: t.frame.sessions.browser, cell: ({ userAgent }) => userAgent },
  { title: t.frame.sessions.applications, cell: ({ applications }) => applications.join(', ') },
];
