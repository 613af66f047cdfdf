import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ApplicationDefinition } from '../../src/applications/definition.ts';
import { startStage, type Stage } from '../oidc/stage.ts';

const tokenExchange = 'urn:ietf:params:oauth:grant-type:token-exchange';
const files = 'https://ho-so.example.gov.vn/api';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  await stage.application('ho-so', { resource: files });
});
afterAll(() => stage.end());

describe('what an application says of its resource', () => {
  const apply = (more: Partial<ApplicationDefinition>) =>
    stage.application('khac', { redirect_uris: [], grant_types: [], ...more });

  test.each([
    ['an address that another has', { resource: files }, 'application.resource-taken'],
    ['no address', { resource_clients: ['cong'] }, 'application.resource-missing'],
    [
      'a scope of ours',
      { resource: 'https://a.vn/', resource_scopes: ['openid'] },
      'application.resource-scope',
    ],
    [
      'an hour',
      { resource: 'https://a.vn/', access_token_seconds: 3600 },
      'application.access-token-seconds',
    ],
    [
      'exchange without a proof of who it is',
      {
        resource: 'https://a.vn/',
        grant_types: [tokenExchange],
        token_endpoint_auth_method: 'none',
      },
      'application.auth-method',
    ],
  ] as const)('%s is refused', async (_what, more, code) => {
    await expect(apply(more as never)).rejects.toMatchObject({ code });
  });
});
