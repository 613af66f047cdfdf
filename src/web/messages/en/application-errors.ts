import type { applicationErrors as vi } from '../vi/application-errors.ts';

export const applicationErrors: typeof vi = {
  'application.not-found': () => 'There is no such application. Look it up in the list again.',
  'application.built-in': () =>
    'This application is part of the system and cannot be changed in this way.',
  'application.no-owner': () =>
    'An application needs an owner unit or a contact before it can be active. Add one and try again.',
  'application.transition': () =>
    'The application cannot go to this state from the state it is in. Reload the page to see its present state.',
  'application.class-unknown': (p) =>
    `The catalogue has no class ${p['value'] ?? ''}. Use one of its codes, such as shared, sector or basic.`,
  'application.owner-unit-unknown': () =>
    'No unit has this code. Check the code of the owner unit.',
  'application.unknown-field': (p) =>
    `There is no field ${p['field'] ?? ''}. Leave it out or correct its name.`,
  'application.field-malformed': (p) =>
    `The field ${p['field'] ?? ''} is malformed. See the integration guide and correct it.`,
  'application.client-id-malformed': () =>
    'A client id has lower-case unmarked letters, digits, dots, hyphens and underscores only; 2 to 64 of them.',
  'application.client-id-taken': () =>
    'There is an application with this client id. Choose another, or open that one to edit it.',
  'application.name-missing': () => 'The name of the application is missing. Enter it.',
  'application.address': (p) =>
    `The address in ${p['field'] ?? ''} cannot be used: ${p['value'] ?? ''}. Use https:// without * and without #; http:// is for this machine and the allowed private hosts only.`,
  'application.redirect-uris-missing': () => 'The redirect address is missing. Enter at least one.',
  'application.grant-type': (p) =>
    `The grant type ${p['value'] ?? ''} is not supported. See the list of grant types in the integration guide.`,
  'application.profile': (p) =>
    `There is no security profile ${p['value'] ?? ''}. Use standard, fapi2 or fapi2-message-signing.`,
  'application.profile-algorithm': (p) =>
    `FAPI 2.0 does not allow the algorithm ${p['value'] ?? ''} in ${p['field'] ?? ''}. Use PS256, ES256 or EdDSA.`,
  'application.profile-authentication': () =>
    'FAPI 2.0 asks an application to prove itself by a key of its own. Choose private_key_jwt.',
  'application.profile-confidential': () =>
    'FAPI 2.0 is for applications on servers, not for those installed on people’s devices.',
  'application.auth-method': (p) =>
    `The authentication method ${p['value'] ?? ''} does not fit here. Use client_secret_basic, client_secret_post, private_key_jwt, or none where the application cannot keep a secret.`,
  'application.signing-algorithm': (p) =>
    `The signing algorithm ${p['value'] ?? ''} is not supported. Use PS256, RS256, ES256 or EdDSA.`,
  'application.scope': (p) =>
    `There is no scope ${p['value'] ?? ''}. See the list of scopes in the integration guide.`,
  'application.keys-missing': () => 'private_key_jwt needs the public keys. Give jwks or jwks_uri.',
  'application.keys-private': () =>
    'The keys sent hold a private key. Send public keys only and replace the one that leaked.',
  'application.sector': () =>
    'The redirect addresses are on several hosts, or there is none. Enter the address of the sector they belong to.',
  'application.pairwise-device': () =>
    'Pairwise subjects and the sign-in by a code on a device do not go together. Give up one of them.',
  'application.certificate-name': () =>
    'tls_client_auth needs exactly one name of the certificate. Enter its subject (DN), or its DNS name.',
  'application.resource-missing': () =>
    'The address of the API (resource) is missing. Enter it, or clear the fields below it where the application has no API.',
  'application.resource-taken': () =>
    'This address is the API of another application already. Use another one.',
  'application.resource-scope': (p) =>
    `The scope ${p['value'] ?? ''} cannot be used. Begin with a small letter, use small letters, digits and : . _ / - only, and none of the scopes there are (openid, profile …).`,
  'application.resource-clients': (p) =>
    `${p['value'] ?? ''} is no client id. Enter one client id per line, as on the page of that application.`,
  'application.access-token-seconds': () =>
    'The lifetime must be between 30 and 600 seconds. Enter it again, or leave it empty.',
  'application.cannot-try': () =>
    'This sign-in cannot be tried: people must sign in to the application, and it must be a draft or active.',
  'application.trial-unknown': () =>
    'No trial is waiting here. Open the page of the application and start it again.',
  'application.section-unknown': () => 'There is no such section any more. Choose one of the list.',
  'application.no-secret': () =>
    'This application does not use a secret. Change its authentication method first.',
};
