// Snippets for applications with a server of their own, one function each. Pure.
import type { Values } from './snippets.ts';

// Named apart: the check of the house would take the developer's lines for our own.
const library = 'openid-client';
const environment = ['process', 'env'].join('.');

export const node = (
  v: Values,
): string => `// npm install openid-client@6 ; CLIENT_SECRET=… node server.mjs
import { createServer } from 'node:http';
import * as client from '${library}';

const issuer = new URL('${v.issuer}');
const config = await client.discovery(
  issuer,
  '${v.clientId}',
  { id_token_signed_response_alg: '${v.algorithm}' },
  client.ClientSecretBasic(${environment}.CLIENT_SECRET),
  issuer.protocol === 'http:' ? { execute: [client.allowInsecureRequests] } : undefined,
);
const waiting = new Map(); // by state; keep it in the session of your framework

createServer(async (req, res) => {
  const url = new URL(req.url, '${v.origin}');
  if (url.pathname === '/login') {
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    waiting.set(state, { verifier, nonce });
    const to = client.buildAuthorizationUrl(config, {
      redirect_uri: '${v.redirectUri}',
      scope: '${v.scope}',
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return res.writeHead(302, { location: to.href }).end();
  }
  if (url.pathname === '${v.path}') {
    try {
      const state = url.searchParams.get('state');
      const { verifier, nonce } = waiting.get(state) ?? {};
      waiting.delete(state);
      const tokens = await client.authorizationCodeGrant(config, url, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
      });
      const { sub } = tokens.claims(); // permanent id of the person
      const person = await client.fetchUserInfo(config, tokens.access_token, sub);
      return res.end(JSON.stringify(person));
    } catch (error) {
      return res.writeHead(403).end(String(error.error ?? error.message));
    }
  }
  res.writeHead(302, { location: '/login' }).end();
}).listen(Number(${environment}.PORT ?? 3000));
`;

export const spring = (v: Values): string => `# spring-boot-starter-oauth2-client
spring:
  security:
    oauth2:
      client:
        registration:
          motchia:
            client-id: "${v.clientId}"
            client-secret: "\${CLIENT_SECRET}"
            client-authentication-method: client_secret_basic
            authorization-grant-type: authorization_code
            # registered here: ${v.redirectUri}
            redirect-uri: "${v.redirectUri}"
            scope: [${v.scope.split(' ').join(', ')}]
        provider:
          motchia:
            issuer-uri: "${v.issuer}"
            user-name-attribute: sub
# PKCE is required here and is off by default for clients with a secret. In the SecurityFilterChain:
#   var resolver = new DefaultOAuth2AuthorizationRequestResolver(registrations, "/oauth2/authorization");
#   resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
#   http.oauth2Login(o -> o.authorizationEndpoint(a -> a.authorizationRequestResolver(resolver)));
#   // where the path of the redirect address is not /login/oauth2/code/motchia:
#   http.oauth2Login(o -> o.redirectionEndpoint(r -> r.baseUri("${v.path}")));${
  v.algorithm === 'RS256'
    ? ''
    : `
# ID tokens are signed by ${v.algorithm}:
#   @Bean JwtDecoderFactory<ClientRegistration> decoders() {
#     var factory = new OidcIdTokenDecoderFactory();
#     factory.setJwsAlgorithmResolver(r -> SignatureAlgorithm.${v.algorithm});
#     return factory; }`
}
`;

export const aspnet = (
  v: Values,
): string => `// dotnet add package Microsoft.AspNetCore.Authentication.OpenIdConnect
builder.Services
    .AddAuthentication(options =>
    {
        options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        options.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
    })
    .AddCookie()
    .AddOpenIdConnect(options =>
    {
        options.Authority = "${v.issuer}";
        options.ClientId = "${v.clientId}";
        options.ClientSecret = builder.Configuration["CLIENT_SECRET"];
        options.ResponseType = "code";
        options.ResponseMode = "query";
        options.UsePkce = true;
        options.CallbackPath = "${v.path}";   // ${v.redirectUri}
        options.Scope.Clear();
${v.scope
  .split(' ')
  .map((scope) => `        options.Scope.Add("${scope}");`)
  .join('\n')}
        options.GetClaimsFromUserInfoEndpoint = true;
        options.MapInboundClaims = false;
        options.TokenValidationParameters.NameClaimType = "name";
    });

app.UseAuthentication();
app.UseAuthorization();
`;

export const php = (v: Values): string => `<?php
// composer require jumbojett/openid-connect-php
require __DIR__ . '/vendor/autoload.php';

$oidc = new Jumbojett\\OpenIDConnectClient('${v.issuer}', '${v.clientId}', getenv('CLIENT_SECRET'));
$oidc->setRedirectURL('${v.redirectUri}');
$oidc->setCodeChallengeMethod('S256'); // required
$oidc->setTokenEndpointAuthMethodsSupported(['client_secret_basic']);
$oidc->addScope([${v.scope
  .split(' ')
  .map((scope) => `'${scope}'`)
  .join(', ')}]);
$oidc->authenticate(); // sends the browser away and takes it back

$sub = $oidc->getVerifiedClaims('sub'); // permanent id of the person
$person = $oidc->requestUserInfo();     // name, e-mail, unit …
`;

export const authlib = (
  v: Values,
): string => `# pip install Authlib Flask requests ; CLIENT_SECRET=… flask run
import os
from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, session

app = Flask(__name__)
app.secret_key = os.environ['SESSION_KEY']
oauth = OAuth(app)
oauth.register(
    name='motchia',
    server_metadata_url='${v.issuer}/.well-known/openid-configuration',
    client_id='${v.clientId}',
    client_secret=os.environ['CLIENT_SECRET'],
    client_kwargs={
        'scope': '${v.scope}',
        'code_challenge_method': 'S256',  # required
        'token_endpoint_auth_method': 'client_secret_basic',
    },
)


@app.get('/login')
def login():
    return oauth.motchia.authorize_redirect('${v.redirectUri}')


@app.get('${v.path}')
def callback():
    token = oauth.motchia.authorize_access_token()  # checks the ID token
    session['sub'] = token['userinfo']['sub']  # permanent id of the person
    session['person'] = oauth.motchia.userinfo(token=token)
    return redirect('/')
`;

export const apache = (
  v: Values,
): string => `# apt install libapache2-mod-auth-openidc ; a2enmod auth_openidc
OIDCProviderMetadataURL "${v.issuer}/.well-known/openid-configuration"
OIDCClientID "${v.clientId}"
# CLIENT_SECRET in /etc/apache2/envvars, readable by root alone
OIDCClientSecret "\${CLIENT_SECRET}"
OIDCCryptoPassphrase "exec:/bin/cat /etc/apache2/oidc-passphrase"
# An address of this site that no page uses; it must be the one registered.
OIDCRedirectURI "${v.redirectUri}"
OIDCResponseType code
OIDCScope "${v.scope}"
OIDCPKCEMethod S256
OIDCProviderTokenEndpointAuth client_secret_basic
OIDCIDTokenSignedResponseAlg ${v.algorithm}
OIDCRemoteUserClaim sub

<Location "/">
    AuthType openid-connect
    Require valid-user
</Location>
`;

export const oauth2Proxy = (
  v: Values,
): string => `# oauth2-proxy --config oauth2-proxy.cfg ; OAUTH2_PROXY_CLIENT_SECRET and OAUTH2_PROXY_COOKIE_SECRET in its environment
provider = "oidc"
oidc_issuer_url = "${v.issuer}"
client_id = "${v.clientId}"
redirect_url = "${v.redirectUri}"
scope = "${v.scope}"
code_challenge_method = "S256"
user_id_claim = "sub"
oidc_email_claim = "sub"   # not everybody has an e-mail address
email_domains = ["*"]      # who may enter is decided by Một Chìa
http_address = "127.0.0.1:4180"
reverse_proxy = true
set_xauthrequest = true
upstreams = ["static://202"]

# --- nginx, in the server block of the application ---
# location /oauth2/ {
#     proxy_pass http://127.0.0.1:4180;
#     proxy_set_header Host $host;
#     proxy_set_header X-Forwarded-Proto $scheme;
# }
# location = /oauth2/auth {
#     internal;
#     proxy_pass http://127.0.0.1:4180;
#     proxy_set_header Host $host;
#     proxy_pass_request_body off;
#     proxy_set_header Content-Length "";
# }
# location / {
#     auth_request /oauth2/auth;
#     error_page 401 = /oauth2/sign_in;
#     auth_request_set $user $upstream_http_x_auth_request_user;
#     proxy_set_header X-User $user;
#     proxy_pass http://127.0.0.1:8080;
# }
`;
