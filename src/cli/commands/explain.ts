import type { Because, DecisionCode } from '../../access/decide.ts';
import type { Cure } from '../../access/explain.ts';
import type { CommandFile, Desk } from '../command.ts';
import { CommandError, exitCodes } from '../failure.ts';
import { getApplication, getPerson } from '../lookup.ts';

const reasons: Record<DecisionCode, string> = {
  allowed: 'a rule lets them in and none keeps them out',
  denied: 'a rule keeps them out, and such a rule wins',
  'no-grant': 'no rule lets them in',
  'needs-second-factor': 'a rule lets them in, but only with a second factor',
  'outside-zone': 'a rule lets them in, but only from other parts of the network',
  'outside-hours': 'a rule lets them in, but only on other days or at other hours',
  'account-not-active': 'the account is not active',
  'account-kind': 'an account of this kind may not',
  'application-not-active': 'the application is not active',
};

const cures: Record<Cure['code'], string> = {
  'activate-account': 'restore the account',
  'change-kind': 'use an account of another kind',
  'activate-application': 'set the application to active',
  'add-allow': 'add a rule: motchia grant allow',
  'add-deny': 'add a rule: motchia grant deny',
  'remove-rule': 'remove the rule',
  meet: 'meet the conditions of the rule, or change it',
  reopen: 'reopen the unit or group that the rule goes through',
};

function ruleText({ effect, subject, subjectId, name, path, target, targetName }: Because): string {
  const way = path.length > 1 ? ` by way of ${path.join(' › ')}` : '';
  const whom = subject === 'kind' ? `kind ${subjectId}` : `${subject}${name && ` ${name}`}`;
  const shared = target === 'application' ? '' : `, for the ${target} ${targetName}`;
  return `${effect} ${whom}${way}${shared}`;
}

const cureText = (cure: Cure): string =>
  cures[cure.code] + ('rule' in cure ? ` (${ruleText(cure.rule)})` : '');

async function explain({ app }: Desk, person: string, clientId: string) {
  const [account, application] = [
    await getPerson(app, person),
    await getApplication(app, clientId),
  ];
  const found = await app.access.explain(account.id, application.id);
  if (!found) throw new CommandError('request.not-found', 'One of them has just disappeared.');
  const { decision, idle, cures: changes } = found;
  const { allowed, code, because, unmet } = decision;
  const text = [
    `${account.fullName} ${allowed ? 'may' : 'may not'} use ${application.name}: ${reasons[code]}.`,
    ...because.map((rule) => `  rule: ${ruleText(rule)}`),
    ...unmet.map((rule) => `  without effect (${rule.missing.join(', ')}): ${ruleText(rule)}`),
    ...idle.map((rule) => `  without effect, something on its way is closed: ${ruleText(rule)}`),
    ...(allowed ? [] : changes.map((cure) => `  to change it: ${cureText(cure)}`)),
  ].join('\n');
  const json = { account: account.username, application: application.clientId };
  return {
    text,
    json: { ...json, ...decision, idle, cures: changes },
    exit: allowed ? exitCodes.ok : exitCodes.refused,
  };
}

export const explainCommand: CommandFile = (parent, { act }) => {
  parent
    .command('explain')
    .argument('<person>', 'user name or mail address')
    .argument('<app>', 'client id')
    .description(
      'may this person use this application, and because of which rules (exit 3: no); on the inner network, with a second factor',
    )
    .action(act(explain));
};
