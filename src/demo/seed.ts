// Fills the demo through the same verbs that administrators use, so that what one sees has a journal.
// A later start keeps whatever was changed meanwhile; only addresses follow the ports.
import type { App } from '../app.ts';
import { administratorsGroup } from '../accounts/administrators.ts';
import type { Source } from '../directory/source-safe.ts';
import { system, type Actor } from '../journal/actor.ts';
import {
  administrator,
  applications,
  contact,
  demoPassword,
  type DemoApplication,
} from './cast.ts';
import { directoryPassword, directorySettings, sourceName } from './source.ts';

type Secrets = Record<string, string>;
type Given = { directoryUrl: string; addresses: readonly URL[]; secrets: Secrets };

const by: Actor = { ...system, name: 'demo' };

/** @returns the secrets of the applications by client id: those given, and what was issued now. */
export async function seed(app: App, given: Given): Promise<Secrets> {
  await seedAdministrator(app);
  await seedPeople(app, given.directoryUrl);
  const secrets: Secrets = {};
  for (const [i, application] of applications.entries()) {
    const url = given.addresses[i];
    if (!url) throw new Error('each demo application needs an address');
    const known = given.secrets[application.clientId];
    secrets[application.clientId] = await seedApplication(app, application, url, known);
  }
  return secrets;
}

async function seedAdministrator(app: App): Promise<void> {
  if (await app.accounts.findByLoginName(administrator.username)) return;
  const group = await app.groups.findByCode(administratorsGroup);
  if (!group) throw new Error(`the group ${administratorsGroup} is missing`);
  // Said on the start page of the console: whoever looks around has no telephone set up for it.
  await app.settings.save(by, { secondFactorPeople: 'nobody' });
  const account = await app.accounts.createLocal(by, { ...administrator, kind: 'administrator' });
  await app.passwords.set(by, account.id, demoPassword);
  await app.groups.addAccount(by, group.id, account.id);
}

async function seedPeople(app: App, url: string): Promise<void> {
  const known = (await app.sources.list()).find(({ name }) => name === sourceName);
  if (known) return followPort(app, known, url);
  const source = await app.sources.save(by, {
    name: sourceName,
    enabled: true,
    everyMinutes: 60,
    settings: directorySettings(url),
    password: directoryPassword,
  });
  await app.sync.run(by, source.id, { dryRun: false });
  const { unitCode, ...values } = contact;
  await app.units.update(by, await unitId(app, unitCode), values);
}

async function followPort(app: App, source: Source, url: string): Promise<void> {
  const { id, name, settings } = source;
  if (settings.urls.join() === url) return;
  const moved = { id, name, settings: { ...settings, urls: [url] }, password: directoryPassword };
  await app.sources.save(by, moved);
}

async function unitId(app: App, code: string): Promise<string> {
  const unit = await app.units.findByCode(code);
  if (!unit) throw new Error(`the demo directory holds no unit ${code}`);
  return unit.id;
}

async function seedApplication(
  app: App,
  { clientId, name, allowed }: DemoApplication,
  url: URL,
  known: string | undefined,
): Promise<string> {
  const old = await app.applications.findByClientId(clientId);
  const isNew = !old || old.state === 'draft';
  const { application, secret } = await app.applications.apply(by, {
    client_id: clientId,
    name: old?.name ?? name,
    class: old?.class ?? 'shared',
    ...(isNew ? { owner_unit: contact.unitCode, state: 'active' as const } : {}),
    ...protocolOf(url),
  });
  if (isNew) await grant(app, application.id, allowed);
  return secret ?? known ?? (await app.applications.issueSecret(by, application.id));
}

const protocolOf = (url: URL) => ({
  link: url.href,
  redirect_uris: [new URL('/callback', url).href],
  post_logout_redirect_uris: [url.href],
  backchannel_logout_uri: new URL('/backchannel-logout', url).href,
  scope: 'openid profile email org',
});

async function grant(app: App, applicationId: string, to: DemoApplication['allowed']) {
  for (const wanted of to) {
    const subject =
      wanted.type === 'unit'
        ? { type: 'unit' as const, id: await unitId(app, wanted.code) }
        : wanted;
    await app.grants.add(by, { subject, applicationId, effect: 'allow' });
  }
}
