// What a telephone and a browser of a person with a second factor do in tests.
import { Secret, TOTP } from 'otpauth';
import type { App } from '../../src/app.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import type { Browser } from './browser.ts';

/** For tests that are about something else: as an installation that is only tried out. */
export const withoutSecondFactor = (app: App): Promise<void> =>
  app.settings.save(by, { secondFactorPeople: 'nobody', secondFactorOutside: 'no' });

/** The code that a telephone shows at that moment. */
export const codeAt = (secret: string, at: Date): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });

/** The secret on the page that sets up a code application. */
export const secretOn = (text: string): string =>
  /class="mono secret">([A-Z2-7 ]+)</.exec(text)![1]!.replaceAll(' ', '');

export const codesOn = (text: string): string[] =>
  [...text.matchAll(/<li>([a-z0-9]{5}-[a-z0-9]{5})<\/li>/g)].map(([, code]) => code!);

/** A code application for an account, by the product's own verbs. Its first code is spent. */
export async function giveTotp(app: App, account: { id: string; username: string }) {
  const { totps, factors } = app.secondStep;
  const offer = totps.offer(account, 'test');
  const code = codeAt(offer.secret, app.clock.now());
  const added = await factors.addTotp(by, account.id, offer.sealed, code);
  return { secret: offer.secret, recovery: added!.codes! };
}

/** On the page that leads to a second factor: sets up a code application and keeps the codes. */
export async function enrolTotp(app: App, browser: Browser) {
  await browser.get('?way=totp');
  const secret = secretOn(browser.page.text);
  await browser.submit({ code: codeAt(secret, app.clock.now()) }, undefined, { follow: false });
  return { secret, recovery: codesOn(browser.page.text) };
}
