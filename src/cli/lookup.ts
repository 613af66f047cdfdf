// Finds what the words of a command name: a person, an application, the subject of a rule.
import type { Account } from '../accounts/account.ts';
import type { Subject, Target } from '../access/rule.ts';
import type { App } from '../app.ts';
import { events, type EventName } from '../journal/events.ts';
import { CommandError, exitCodes } from './failure.ts';

const usage = (message: string) => new CommandError('usage', message, exitCodes.usage);

/** By user name, mail or a former name. */
export async function getPerson(app: App, name: string): Promise<Account> {
  const found = await app.accounts.findByLoginName(name);
  if (found) return found.account;
  throw new CommandError(
    'account.not-found',
    `Nobody is called ${name}: give a user name or mail address.`,
  );
}

export async function getApplication(app: App, clientId: string) {
  const found = await app.applications.findByClientId(clientId);
  if (found) return found;
  throw new CommandError(
    'application.not-found',
    `No application has the client id ${clientId}: motchia app list shows them all.`,
  );
}

async function getUnitId(app: App, code: string): Promise<string> {
  const unit = await app.units.findByCode(code);
  if (unit) return unit.id;
  throw new CommandError('unit.not-found', `No unit has the code ${code}.`);
}

async function getGroupId(app: App, code: string): Promise<string> {
  const group = await app.groups.findByCode(code);
  if (group) return group.id;
  throw new CommandError('group.not-found', `No group has the code ${code}.`);
}

/** `everyone`, `unit:CODE`, `position:CODE`, `group:CODE`, `kind:NAME`, `account:USERNAME` or a bare user name. */
export async function getSubject(app: App, text: string): Promise<Subject> {
  if (text === 'everyone') return { type: 'everyone' };
  const [, type = 'account', name = ''] = /^(?:([a-z]+):)?(.+)$/s.exec(text) ?? [];
  if (type === 'unit') return { type, id: await getUnitId(app, name) };
  if (type === 'position' || type === 'kind') return { type, id: name };
  if (type === 'group') return { type, id: await getGroupId(app, name) };
  if (type === 'account') return { type, id: (await getPerson(app, name)).id };
  throw usage(
    `A subject is everyone, unit:CODE, position:CODE, group:CODE, kind:NAME or a user name, not ${text}`,
  );
}

/** A client id, `class:CODE` or `set:NAME`; with the name people know it by. */
export async function getTarget(app: App, text: string): Promise<Target & { name: string }> {
  const [, type, name = ''] = /^(class|set):(.+)$/s.exec(text) ?? [];
  if (type === 'class') return { type, id: name, name: text };
  if (type === 'set') {
    const set = (await app.sets.list()).find((each) => each.name === name);
    if (set) return { type, id: set.id, name: text };
    throw new CommandError('set.not-found', `No set of applications is called ${name}.`);
  }
  const application = await getApplication(app, text);
  return { type: 'application', id: application.id, name: application.name };
}

export function eventNamed(text: string): EventName {
  const event = events.find((name) => name === text);
  if (event) return event;
  throw usage(`No event is called ${text}. There are: ${events.join(', ')}`);
}

/** A day begins at midnight here; anything else is read as ISO 8601. */
export function momentOf(text: string): Date {
  const moment = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text);
  if (!Number.isNaN(moment.getTime())) return moment;
  throw usage(`${text} is no time: write 2026-11-23 or 2026-11-23T14:30`);
}

export function countOf(text: string, most: number): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw usage(`${text} must be a number from 1 to ${most}`);
}
