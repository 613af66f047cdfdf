import type { Conditions } from '../../access/conditions.ts';
import type { Subject } from '../../access/rule.ts';
import type { CommandFile, Desk } from '../command.ts';
import { CommandError } from '../failure.ts';
import { getSubject, getTarget, momentOf } from '../lookup.ts';

type Options = { reason?: string; from?: string; until?: string; alone?: boolean };

const subjectHelp =
  'everyone, unit:CODE (with all below it), position:CODE, group:CODE, kind:NAME, or a user name';
const targetHelp = 'client id, class:CODE or set:NAME';

const moment = (text: string | undefined) => (text === undefined ? null : momentOf(text).getTime());
const validity = ({ from, until }: Options): Partial<Conditions> => ({
  validFrom: moment(from),
  validTo: moment(until),
});

const put =
  (effect: 'allow' | 'deny') =>
  async ({ app, by }: Desk, who: string, what: string, options: Options) => {
    const subject = await getSubject(app, who);
    const { name, ...target } = await getTarget(app, what);
    const { grant, changed } = await app.grants.add(by, {
      subject: subject.type === 'unit' ? { ...subject, subtree: !options.alone } : subject,
      target,
      effect,
      conditions: validity(options),
      reason: options.reason ?? null,
    });
    const verb = effect === 'allow' ? 'may use' : 'may not use';
    return {
      text: `${who} ${verb} ${name}${changed ? '' : ' (as before)'}`,
      json: { ...grant, changed },
    };
  };

/** An application may have more rules than a list gives: the subject narrows it. */
const idFilter = ({ type, id }: Subject) => {
  const names = {
    unit: 'unitId',
    position: 'positionCode',
    group: 'groupId',
    account: 'accountId',
  };
  return id !== undefined && type in names ? { [names[type as keyof typeof names]]: id } : {};
};

async function remove({ app, by }: Desk, who: string, what: string) {
  const subject = await getSubject(app, who);
  const { name, type, id } = await getTarget(app, what);
  const of = { application: 'applicationId', class: 'classCode', set: 'setId' } as const;
  const found = await app.grants.list({
    [of[type]]: id,
    subject: subject.type,
    ...idFilter(subject),
  });
  if (found.every((rule) => rule.subjectId !== (subject.id ?? null)))
    throw new CommandError('grant.not-found', `There is no rule for ${who} and ${name}.`);
  const own = found.filter((rule) => rule.subjectId === (subject.id ?? null));
  for (const grant of own) await app.grants.remove(by, grant.id);
  return {
    text: `The rule for ${who} and ${name} is gone`,
    json: { removed: own.map((grant) => grant.id) },
  };
}

export const grantCommand: CommandFile = (parent, { act }) => {
  const grant = parent.command('grant').description('rules: who may use which application');
  for (const effect of ['allow', 'deny'] as const)
    grant
      .command(effect)
      .argument('<subject>', subjectHelp)
      .argument('<app>', targetHelp)
      .option('--reason <text>', 'why, for the journal')
      .option('--from <time>', 'counts from then on: 2026-11-23 or 2026-11-23T14:30')
      .option('--until <time>', 'and no longer from then on')
      .option('--alone', 'of a unit: without the units below it')
      .description(effect === 'allow' ? 'let in' : 'keep out; wins over every rule that lets in')
      .action(act(put(effect)));
  grant
    .command('remove')
    .argument('<subject>', subjectHelp)
    .argument('<app>', targetHelp)
    .description('take back the rules of a subject there')
    .action(act(remove));
};
