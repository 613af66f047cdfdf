import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { returnTo } from '../../src/web/return-to.ts';

const site = new URL('https://sso.example.gov.vn');

describe('the page to go to after signing in', () => {
  test.each([
    ['/', '/'],
    ['/people?q=an&page=2', '/people?q=an&page=2'],
    ['/a/../b', '/b'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['/.//evil.example', '/'],
    ['/x/..//evil.example', '/'],
    ['https://evil.example/', '/'],
    ['javascript:alert(1)', '/'],
    ['/login', '/'],
    ['/callback?code=x', '/'],
    ['/logout', '/'],
    [undefined, '/'],
    [['/a'], '/'],
    [`/${'x'.repeat(2000)}`, '/'],
  ])('%j leads to %s', (asked, path) => expect(returnTo(site, asked)).toBe(path));

  test('is always a page of this site', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '@',
      ':',
      '?',
      '#',
      '\t',
      '\n',
      'evil.example',
      'https:',
      '%2f',
      'a',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const path = returnTo(site, `/${pieces.join('')}`);
        expect(new URL(path, site.href).origin).toBe(site.origin);
        expect(path).toMatch(/^\/(?![/\\])/);
      }),
      { numRuns: 2000 },
    );
  });
});
