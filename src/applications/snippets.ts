// What a developer pastes to connect an application, filled in with its own values. Pure. A secret is
// never written in: each snippet reads it from the environment, or says where to put it.
import { deviceGrant, type ClientMetadata } from './client-metadata.ts';
import { kindOf, type ApplicationKind } from './kind.ts';
import { apache, aspnet, authlib, node, oauth2Proxy, php, spring } from './snippets-server.ts';
import { browser, curl, device, native } from './snippets-other.ts';

/** What snippets are filled in with: only values that mean the same inside every kind of quotes. */
export type Values = {
  issuer: string;
  clientId: string;
  redirectUri: string;
  postLogoutUri: string;
  origin: string; // of the application
  path: string; // of the redirect address
  scope: string;
  algorithm: string;
};

export type Snippet = {
  id: string;
  title: string; // names of products are the same in every language
  file: string;
  code: string;
  /** True where a test runs this very text; false where it is written from the product's documentation. */
  tried: boolean;
};

type Recipe = Omit<Snippet, 'code'> & { code: (values: Values) => string };

const server: readonly Recipe[] = [
  { id: 'node', title: 'Node.js: openid-client', file: 'server.mjs', tried: true, code: node },
  { id: 'spring', title: 'Java: Spring Boot', file: 'application.yml', tried: false, code: spring },
  { id: 'aspnet', title: 'C#: ASP.NET Core', file: 'Program.cs', tried: false, code: aspnet },
  { id: 'php', title: 'PHP: jumbojett/openid-connect-php', file: 'login.php', tried: false, code: php },
  { id: 'python', title: 'Python: Flask + Authlib', file: 'app.py', tried: false, code: authlib },
  { id: 'apache', title: 'Apache: mod_auth_openidc', file: 'site.conf', tried: false, code: apache },
  { id: 'nginx', title: 'nginx: oauth2-proxy', file: 'oauth2-proxy.cfg', tried: false, code: oauth2Proxy },
]; // prettier-ignore

const recipes: Record<ApplicationKind, readonly Recipe[]> = {
  web: server,
  browser: [
    { id: 'browser', title: 'JavaScript: oidc-client-ts', file: 'sign-in.js', tried: false, code: browser },
  ], // prettier-ignore
  native: [
    { id: 'native', title: 'AppAuth', file: 'auth.json', tried: false, code: native },
  ], // prettier-ignore
  machine: [{ id: 'curl', title: 'curl', file: 'token.sh', tried: false, code: curl }],
  link: [],
};

const byCode: readonly Recipe[] = [
  { id: 'device', title: 'curl', file: 'device.sh', tried: false, code: device },
];

/** Letters that end no quotes and start no substitution, in any language below. */
const plain = /^[\w:/.?=&%~+,@[\]-]+$/;
const plainOr = (text: string | undefined, otherwise: string): string =>
  text !== undefined && plain.test(text) ? text : otherwise;

function valuesOf(
  issuer: string,
  clientId: string,
  metadata: ClientMetadata,
  consoleSample: string,
): Values {
  const redirectUri = plainOr(metadata.redirect_uris?.[0], `${consoleSample}/callback`);
  const { origin, pathname } = new URL(redirectUri);
  const home = origin === 'null' ? redirectUri : origin;
  return {
    issuer,
    clientId: plainOr(clientId, 'CLIENT_ID'),
    redirectUri,
    postLogoutUri: plainOr(metadata.post_logout_redirect_uris?.[0], `${home}/`),
    origin: home,
    path: pathname,
    scope: metadata.scope ?? 'openid profile',
    algorithm: metadata.id_token_signed_response_alg ?? 'RS256',
  };
}

/** In the order they are shown. None for a mere link. */
export function snippetsOf(issuer: string, clientId: string, metadata: ClientMetadata): Snippet[] {
  const kind = kindOf({ metadata, link: null }) ?? 'link';
  const values = valuesOf(issuer, clientId, metadata, 'https://ung-dung.example.gov.vn');
  const coded = metadata.grant_types?.includes(deviceGrant) ? byCode : [];
  const others = kind === 'native' && !metadata.redirect_uris?.length ? [] : recipes[kind];
  return [...others, ...coded].map((recipe) => ({ ...recipe, code: recipe.code(values) }));
}
