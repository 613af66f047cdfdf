// Snippets for applications that keep no secret, and for programs without a person. Pure.
import type { Values } from './snippets.ts';

export const browser = (v: Values): string => `// npm install oidc-client-ts
import { UserManager } from 'oidc-client-ts';

const manager = new UserManager({
  authority: '${v.issuer}',
  client_id: '${v.clientId}',
  redirect_uri: '${v.redirectUri}',
  post_logout_redirect_uri: '${v.postLogoutUri}',
  response_type: 'code', // with PKCE, by itself
  scope: '${v.scope}',
  loadUserInfo: true,
});

export const signIn = () => manager.signinRedirect();
export const comeBack = () => manager.signinRedirectCallback(); // at the redirect address
export const signOut = () => manager.signoutRedirect();
`;

export const native = (v: Values): string => `{
  "issuer": "${v.issuer}",
  "client_id": "${v.clientId}",
  "redirect_uri": "${v.redirectUri}",
  "end_session_redirect_uri": "${v.postLogoutUri}",
  "authorization_scope": "${v.scope}",
  "discovery_uri": "${v.issuer}/.well-known/openid-configuration"
}
`;

export const device = (
  v: Values,
): string => `# 1. the device asks, and shows user_code and verification_uri
curl --silent --data client_id=${v.clientId} --data-urlencode "scope=${v.scope}" \\
  "${v.issuer}/device/auth"
# 2. and asks every five seconds until the answer is no longer authorization_pending
curl --silent --data client_id=${v.clientId} --data "device_code=$DEVICE_CODE" \\
  --data grant_type=urn:ietf:params:oauth:grant-type:device_code \\
  "${v.issuer}/token"
`;

export const curl = (v: Values): string => `# CLIENT_SECRET in the environment
curl --silent --fail --user "${v.clientId}:$CLIENT_SECRET" \\
  --data grant_type=client_credentials \\
  "${v.issuer}/token"
`;
