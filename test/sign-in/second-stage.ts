// People and an application at the second step, by HTTP and without a script.
import { commandLine as by } from '../../src/journal/actor.ts';
import type { SettingValues } from '../../src/settings/registry.ts';
import { createBrowser, type Browser } from '../support/browser.ts';
import {
  addApplication,
  addPerson,
  authorizeUrl,
  follow,
  goodPassword,
} from '../support/people.ts';
import { startWorld } from '../support/world.ts';

export const mfa = 'urn:motchia:acr:mfa';

export type SecondStage = Awaited<ReturnType<typeof startSecondStage>>;

/** What the application was told; undefined on a page of ours. */
export const reached = (page: { location: string | undefined }) =>
  page.location ? new URL(page.location).searchParams : undefined;

const relaxed = {
  secondFactorPeople: 'nobody',
  secondFactorOutside: 'no',
  secondFactorClasses: null,
  secondFactorGraceDays: 0,
  enrolAtSignIn: 'anywhere',
  trustedDeviceDays: 14,
} as const;

export async function startSecondStage() {
  const world = await startWorld({ TRUSTED_PROXIES: '127.0.0.1' });
  const { app } = world;
  const application = await addApplication(app, 'viec');
  await app.grants.add(by, {
    applicationId: application.id,
    effect: 'allow',
    subject: { type: 'everyone' },
  });
  let count = 0;

  /** Everything else as it is where nobody is asked. */
  const set = (wanted: Partial<SettingValues>) => app.settings.save(by, { ...relaxed, ...wanted });
  const somebody = (kind: 'official' | 'administrator' = 'official') =>
    addPerson(app, `nguoi${(count += 1)}`, { kind });
  const from = (address?: string): Browser =>
    createBrowser(world.publicUrl, address ? { 'x-forwarded-for': address } : {});
  /** To the application, up to where it or a page is reached. */
  const enter = (browser: Browser, more: Record<string, string> = {}) =>
    follow(browser, browser.get(authorizeUrl(app, application, more), { follow: false }));
  const send = (browser: Browser, fields: Record<string, string>, button?: string) =>
    follow(browser, browser.submit(fields, button, { follow: false }));

  return {
    world,
    app,
    application,
    set,
    somebody,
    from,
    enter,
    send,
    /** With the right password, from the first page on. */
    withPassword: async (browser: Browser, login: string, more: Record<string, string> = {}) => {
      await enter(browser, more);
      return send(browser, { login, password: goodPassword });
    },
    journal: (event: string, accountId: string) =>
      app.db.sql.query<{ detail: Record<string, unknown>; outcome: string }>(
        {
          name: 'test-journal',
          text: 'SELECT detail, outcome FROM journal WHERE event = $1 AND account_id = $2 ORDER BY id',
        },
        [event, accountId],
      ),
    amrOf: async (accountId: string) => (await app.oidc.sessions.list(accountId))[0]?.amr,
    later: (seconds: number) => new Date(world.app.clock.now().getTime() + seconds * 1000),
  };
}
