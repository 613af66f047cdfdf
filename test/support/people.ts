// People and applications for tests that go in by the front door.
import type { App } from '../../src/app.ts';
import type { Kind } from '../../src/accounts/account.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { createBrowser, type Browser, type Page } from './browser.ts';

export const goodPassword = 'Cửa sổ số 7 nhìn ra sông';

/** A local account that signs in with `goodPassword`, unless told otherwise. */
export async function addPerson(
  app: App,
  username: string,
  options: { kind?: Kind; fullName?: string; mail?: string; mustChange?: boolean } = {},
) {
  const { kind = 'official', fullName = `Lê Thị ${username}`, mail, mustChange } = options;
  const account = await app.accounts.createLocal(by, {
    username,
    fullName,
    kind,
    ...(mail !== undefined && { mail }),
  });
  await app.passwords.set(by, account.id, goodPassword, { mustChange: mustChange ?? false });
  return account;
}

/** A relying application that nobody listens for: what counts is where a browser is sent. */
export async function addApplication(
  app: App,
  clientId: string,
  more: { contact?: string; link?: string } | string = {}, // or where it listens
) {
  const at = typeof more === 'string' ? more : `http://localhost:9/${clientId}`;
  const redirectUri = `${at}/callback`;
  const { application } = await app.applications.apply(by, {
    client_id: clientId,
    name: `Phần mềm ${clientId}`,
    class: 'shared',
    contact: 'Phòng Công nghệ thông tin, số 0296 000 000',
    state: 'active',
    redirect_uris: [redirectUri],
    scope: 'openid profile email',
    ...(typeof more === 'string' ? {} : more),
  });
  return { id: application.id, clientId, redirectUri };
}

type Asking = { clientId: string; redirectUri: string };

export function authorizeUrl(
  app: App,
  { clientId, redirectUri }: Asking,
  more: Record<string, string> = {},
): string {
  return `${app.config.issuer.href}/auth?${new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid profile',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    state: 'xyz',
    nonce: 'n',
    ...more,
  })}`;
}

/** Follows redirects inside the product and stops where the application would be reached. */
export async function follow(browser: Browser, first: Promise<Page>): Promise<Page> {
  let page = await first;
  while (page.location && new URL(page.location).port !== '9')
    page = await browser.get(page.location, { follow: false });
  return page;
}

/** A browser that has just signed in at the portal. */
export async function signedIn(app: App, login: string, password = goodPassword): Promise<Browser> {
  const browser = createBrowser(app.config.publicUrl.href);
  await browser.get('/');
  await browser.submit({ login, password });
  return browser;
}
