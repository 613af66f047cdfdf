// Bare oidc-provider with its in-memory adapter: what the library itself costs. The same clients, keys
// of the same kind, rotation and one-page sign-in as the product has; no password is checked, nothing
// is decided, written down or stored. Use: node bench/hot/bare.ts <port> <clients as JSON>
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { Provider, type ClientMetadata } from 'oidc-provider';
import { signingAlg } from './clients.ts';

const [port, clients] = [process.argv[2], JSON.parse(process.argv[3] ?? '[]') as ClientMetadata[]];
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = { ...privateKey.export({ format: 'jwk' }), alg: signingAlg, use: 'sig', kid: 'bench' };

const claims = {
  name: 'Nguyễn Văn An',
  family_name: 'Nguyễn',
  given_name: 'An',
  preferred_username: 'an',
  locale: 'vi',
  email: 'an@example.gov.vn',
  email_verified: true,
};

const provider = new Provider(`http://localhost:${port}`, {
  clients,
  jwks: { keys: [jwk] },
  cookies: { keys: [randomBytes(32).toString('base64url')] },
  findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ sub: accountId, ...claims }) }),
  scopes: ['openid', 'profile', 'email', 'offline_access'],
  claims: { profile: Object.keys(claims), email: ['email', 'email_verified'] },
  responseTypes: ['code'],
  pkce: { required: () => true },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    userinfo: { enabled: true },
  },
  ttl: {
    AccessToken: 600,
    AuthorizationCode: 60,
    ClientCredentials: 600,
    Grant: 86_400,
    IdToken: 600,
    Interaction: 3600,
    RefreshToken: 28_800,
    Session: 28_800,
  },
  issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  interactions: { url: (_ctx, interaction) => `/sign-in/${interaction.uid}` },
  async loadExistingGrant(ctx) {
    const { session, client, account } = ctx.oidc;
    const id = session?.grantIdFor(client!.clientId);
    const kept = id === undefined ? undefined : await provider.Grant.find(id);
    if (kept) return kept;
    const grant = new provider.Grant({
      accountId: account!.accountId,
      clientId: client!.clientId,
    });
    grant.addOIDCScope([...ctx.oidc.requestParamOIDCScopes]);
    await grant.save();
    return grant;
  },
});

async function signIn(req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (req.method === 'GET') {
    await provider.interactionDetails(req, res);
    res.setHeader('content-type', 'text/html');
    return void res.end('<form method="post"><input name="login"><input name="password"></form>');
  }
  let body = '';
  for await (const chunk of req) body += String(chunk);
  const accountId = new URLSearchParams(body).get('login') ?? '';
  await provider.interactionFinished(req, res, { login: { accountId, amr: ['pwd'] } });
}

const callback = provider.callback();
createServer((req, res) => {
  if (!req.url?.startsWith('/sign-in/')) return void callback(req, res);
  signIn(req, res).catch((error: unknown) => {
    console.error(error);
    res.statusCode = 500;
    res.end();
  });
}).listen(Number(port), '127.0.0.1', () => process.send?.('ready'));
