import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readDefinition, type ApplicationDefinition } from '../../applications/definition.ts';
import { messagesFor } from '../../web/messages/messages.ts';
import type { CommandFile, Desk } from '../command.ts';
import { CommandError } from '../failure.ts';
import { table } from '../table.ts';

function readJson(path: string): unknown[] {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return Array.isArray(value) ? (value as unknown[]) : [value];
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new CommandError('file.unreadable', `There is no file ${path}.`);
    throw new CommandError('file.unreadable', `${path} cannot be read as JSON: ${message}`);
  }
}

/** Nothing is applied unless every definition of the file is right; all mistakes are told at once. */
function readDefinitions(path: string, privateHosts: readonly string[]): ApplicationDefinition[] {
  const inputs = readJson(path);
  const { errors } = messagesFor('en');
  const told = inputs.flatMap((input, i) =>
    readDefinition(input, privateHosts).mistakes.map(({ code, field, value }) => {
      const sentence = errors[code]({ field, ...(value === undefined ? {} : { value }) });
      return `${inputs.length > 1 ? `${i + 1}: ` : ''}${field}: ${sentence}`;
    }),
  );
  if (told.length > 0) throw new CommandError('application.definition', told.join('\n'));
  return inputs as ApplicationDefinition[];
}

async function apply({ app, by, shell }: Desk, file: string) {
  const path = resolve(shell.folder, file);
  const results = [];
  for (const definition of readDefinitions(path, app.config.privateHosts)) {
    const { application, secret, changed } = await app.applications.apply(by, definition);
    results.push({ ...application, changed, ...(secret ? { secret } : {}) });
  }
  const lines = results.map(({ clientId, name, changed, secret }) => {
    const told = secret ? `\n  client_secret, shown only now: ${secret}` : '';
    return `${clientId}  ${name}: ${changed ? 'applied' : 'unchanged'}${told}`;
  });
  const issuer = app.config.issuer.href;
  return {
    text: [...lines, `Issuer: ${issuer}`].join('\n'),
    json: { issuer, applications: results },
  };
}

async function list({ app }: Desk) {
  const applications = await app.applications.list();
  const rows = applications.map((item) => [item.clientId, item.state, item.class, item.name]);
  return { text: table(['client id', 'state', 'class', 'name'], rows), json: applications };
}

export const appCommand: CommandFile = (parent, { act }) => {
  const app = parent.command('app').description('applications that sign their people in here');
  app
    .command('apply')
    .argument('<file>', 'JSON: one application, or an array of them')
    .description('create or update applications from a file; a new secret is shown once')
    .action(act(apply));
  app.command('list').description('every application and its state').action(act(list));
};
