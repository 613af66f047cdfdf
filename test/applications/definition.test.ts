import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nativeAddress, webAddress } from '../../src/applications/address.ts';
import { builtInMetadata } from '../../src/applications/built-in.ts';
import { mistakesBetween, scopes, usesSecret } from '../../src/applications/client-metadata.ts';
import { checkDefinition, readDefinition } from '../../src/applications/definition.ts';
import { applicationStates, checkState } from '../../src/applications/application.ts';
import { scopes as answered } from '../../src/oidc/claims.ts';

const hosts = ['app.lan', '10.1.0.0/16', '192.168.5.5', 'fd00::/8'];
const isWeb = webAddress(hosts);
const isNative = nativeAddress(isWeb);
const good = {
  client_id: 'van-ban',
  name: 'Văn bản',
  class: 'shared',
  redirect_uris: ['https://vanban.angiang.gov.vn/callback'],
};
const mistakes = (changes: object) =>
  readDefinition({ ...good, ...changes }, hosts).mistakes.map(({ field, code }) => [field, code]);

describe('an address of an application', () => {
  test.each([
    'https://app.example/callback?x=1',
    'https://app.example:8443/',
    'http://localhost:3002/callback',
    'http://127.0.0.1/callback',
    'http://[::1]:3000/callback',
    'http://app.lan/callback',
    'http://10.1.2.3/callback',
    'http://192.168.5.5/callback',
    'http://[fd12::1]/callback',
    'https://sở-tnmt.example/callback',
  ])('may be %s', (text) => expect(isWeb(text)).toBe(true));

  test.each([
    'http://app.example/callback',
    'http://10.2.0.1/callback',
    'http://localhost.evil.example/',
    'http://127.0.0.1.evil.example/',
    'https://*.example/callback',
    'https://app.example/callback#part',
    'https://app.example/call back',
    'https://user:pass@app.example/',
    'https://app.example;sandbox/',
    "https://app.example'/",
    'https://app.example/\u0000',
    'https://app.example/\u202e',
    'https://app.example\\@evil.example/',
    'https:app.example',
    '//app.example/callback',
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://app.example/',
    'https://',
    '',
    `https://app.example/${'a'.repeat(2000)}`,
  ])('may not be %s', (text) => expect(isWeb(text)).toBe(false));

  test('may be a scheme of its own for native applications, never one that browsers run', () => {
    expect(isNative('vn.gov.angiang.app:/done')).toBe(true);
    for (const text of ['javascript:/x', 'app:/x', 'vn.gov.app:#x', 'vn.gov.app:/*', 'vn.gov.app:'])
      expect(isNative(text)).toBe(false);
  });

  test('is never let through by chance', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()), (text) => {
        if (isWeb(text)) expect(new URL(text).protocol).toMatch(/^https?:$/);
      }),
    );
  });
});

describe('a definition', () => {
  test('may say as little as this', () => {
    const { definition } = readDefinition(good, hosts) as { definition: object };
    expect(definition).toMatchObject({
      client_id: 'van-ban',
      metadata: { redirect_uris: good.redirect_uris },
    });
    const { redirect_uris: _uris, ...link } = good;
    expect(readDefinition({ ...link, link: 'https://tw.example/' }, hosts).mistakes).toEqual([]);
    const service = { ...link, grant_types: ['client_credentials'] };
    expect(readDefinition(service, hosts).mistakes).toEqual([]);
  });

  test('names every wrong field at once, each with its code', () => {
    const wrong = {
      client_id: 'Văn bản',
      name: '  ',
      redirect_uris: ['https://ok.example/', 'http://bad.example/'],
      grant_types: ['password'],
      token_endpoint_auth_method: 'client_secret_jwt',
      id_token_signed_response_alg: 'none',
      scope: 'openid everything',
      backchannel_logout_uri: 'https://a.example/#x',
      default_max_age: -1,
      state: 'gone',
      link: 'javascript:alert(1)',
      redirect_uri: 'https://typo.example/',
      client_secret: 'x',
    };
    expect(new Map(mistakes(wrong) as [string, string][])).toEqual(
      new Map([
        ['client_id', 'application.client-id-malformed'],
        ['name', 'application.name-missing'],
        ['redirect_uris', 'application.address'],
        ['grant_types', 'application.grant-type'],
        ['token_endpoint_auth_method', 'application.auth-method'],
        ['id_token_signed_response_alg', 'application.signing-algorithm'],
        ['scope', 'application.scope'],
        ['backchannel_logout_uri', 'application.address'],
        ['default_max_age', 'application.field-malformed'],
        ['state', 'application.field-malformed'],
        ['link', 'application.address'],
        ['redirect_uri', 'application.unknown-field'],
        ['client_secret', 'application.unknown-field'],
      ]),
    );
    expect(() => checkDefinition(wrong, hosts)).toThrow(
      expect.objectContaining({ code: 'application.client-id-malformed' }),
    );
  });

  test('says which address is wrong', () => {
    const { mistakes: found } = readDefinition(
      { ...good, redirect_uris: ['https://ok.example/', 'http://bad.example/'] },
      hosts,
    );
    expect(found).toEqual([
      { field: 'redirect_uris', code: 'application.address', value: 'http://bad.example/' },
    ]);
  });

  test.each([
    [{ redirect_uris: [] }, 'redirect_uris', 'application.redirect-uris-missing'],
    [
      { redirect_uris: undefined, scope: 'openid' },
      'redirect_uris',
      'application.redirect-uris-missing',
    ],
    [{ grant_types: ['refresh_token'] }, 'grant_types', 'application.grant-type'],
    [
      { grant_types: ['client_credentials'], token_endpoint_auth_method: 'none' },
      'token_endpoint_auth_method',
      'application.auth-method',
    ],
    [{ token_endpoint_auth_method: 'private_key_jwt' }, 'jwks', 'application.keys-missing'],
    [{ redirect_uris: ['vn.gov.app:/x'] }, 'redirect_uris', 'application.address'],
    [
      { jwks: { keys: [{ kty: 'RSA', n: 'x', e: 'y', d: 'z' }] } },
      'jwks',
      'application.keys-private',
    ],
    [{ jwks: { keys: [{ kty: 'oct', k: 'x' }] } }, 'jwks', 'application.keys-private'],
    [{ jwks: { keys: [{ kty: 'EC', x: 'a\u0000' }] } }, 'jwks', 'application.field-malformed'],
    [{ jwks: { keys: [{ kty: 'EC', x: '\ud800' }] } }, 'jwks', 'application.field-malformed'],
  ])('refuses fields that do not go together: %j', (changes, field, code) => {
    expect(mistakes(changes)).toEqual([[field, code]]);
  });

  test('may ask for every scope that the protocol answers, and for no other', () => {
    expect([...scopes].toSorted()).toEqual([...answered].toSorted());
    expect(mistakes({ scope: answered.join(' ') })).toEqual([]);
  });

  test('is read whatever it is, and never by throwing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.record({ client_id: fc.anything() })), (input) => {
        expect(readDefinition(input, hosts).mistakes.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('our own pages', () => {
  test('obey the rules for all', () => {
    const urls = {
      publicUrl: new URL('https://sso.example:8443'),
      consoleUrl: new URL('https://c.example'),
    };
    for (const metadata of Object.values(builtInMetadata(urls))) {
      expect(mistakesBetween(metadata)).toEqual([]);
      expect(usesSecret(metadata)).toBe(true);
      expect(metadata.redirect_uris?.every(isWeb)).toBe(true);
    }
  });
});

describe('the states of an application', () => {
  test('follow each other in these ways only', () => {
    const ways = applicationStates.flatMap((from) =>
      applicationStates
        .filter((to) => {
          try {
            checkState(from, to);
            return true;
          } catch {
            return false;
          }
        })
        .map((to) => `${from} ${to}`),
    );
    expect(ways).toEqual([
      'draft active',
      'draft retired',
      'active suspended',
      'active retired',
      'suspended active',
      'suspended retired',
      'retired draft',
    ]);
  });
});
