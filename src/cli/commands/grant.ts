import type { CommandFile, Desk } from '../command.ts';
import { CommandError } from '../failure.ts';
import { getApplication, getSubject } from '../lookup.ts';

type Options = { reason?: string };

const subjectHelp = 'everyone, unit:CODE (with all below it), group:CODE, or a user name';

const put =
  (effect: 'allow' | 'deny') =>
  async ({ app, by }: Desk, who: string, clientId: string, options: Options) => {
    const subject = await getSubject(app, who);
    const application = await getApplication(app, clientId);
    const applicationId = application.id;
    const { grant, changed } = await app.grants.add(by, {
      subject,
      applicationId,
      effect,
      reason: options.reason ?? null,
    });
    const verb = effect === 'allow' ? 'may use' : 'may not use';
    return {
      text: `${who} ${verb} ${application.name}${changed ? '' : ' (as before)'}`,
      json: { ...grant, changed },
    };
  };

async function remove({ app, by }: Desk, who: string, clientId: string) {
  const subject = await getSubject(app, who);
  const application = await getApplication(app, clientId);
  const [grant] = await app.grants.list({
    applicationId: application.id,
    subject: subject.type,
    ...(subject.type !== 'everyone' && { [`${subject.type}Id`]: subject.id }),
  });
  if (!grant)
    throw new CommandError(
      'grant.not-found',
      `There is no rule for ${who} and ${application.name}.`,
    );
  await app.grants.remove(by, grant.id);
  return {
    text: `The rule for ${who} and ${application.name} is gone`,
    json: { removed: grant.id },
  };
}

export const grantCommand: CommandFile = (parent, { act }) => {
  const grant = parent.command('grant').description('rules: who may use which application');
  for (const effect of ['allow', 'deny'] as const)
    grant
      .command(effect)
      .argument('<subject>', subjectHelp)
      .argument('<app>', 'client id')
      .option('--reason <text>', 'why, for the journal')
      .description(effect === 'allow' ? 'let in' : 'keep out; wins over every rule that lets in')
      .action(act(put(effect)));
  grant
    .command('remove')
    .argument('<subject>', subjectHelp)
    .argument('<app>', 'client id')
    .description('take a rule back')
    .action(act(remove));
};
