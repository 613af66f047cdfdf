// The small language of the mapping.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  attributesIn,
  evaluate,
  parseExpression,
  soleAttribute,
} from '../../src/directory/expression.ts';

const entry: Readonly<Record<string, readonly string[]>> = {
  cn: ['NGUYỄN VĂN AN'],
  sn: ['Nguyễn'],
  givenName: ['An'],
  mail: ['an@angiang.gov.vn', 'an2@angiang.gov.vn'],
  mobile: ['0912 345 678'],
};
const read = (text: string) =>
  evaluate(parseExpression(text)!, (attribute) => entry[attribute] ?? []);

describe('an expression', () => {
  test.each([
    ['sn', ['Nguyễn']],
    ['mail', ['an@angiang.gov.vn', 'an2@angiang.gov.vn']],
    ['displayName | cn', ['NGUYỄN VĂN AN']],
    ['displayName|cn:title', ['Nguyễn Văn An']],
    ['mail:local', ['an', 'an2']],
    ['mobile:digits', ['0912345678']],
    ['{sn} {middle} {givenName}', ['Nguyễn An']],
    ['{mail:local}.{sn:lower}', ['an.nguyễn']],
    ['{nothing} của {nowhere} | "Chưa rõ"', ['Chưa rõ']],
    ['"một | hai"', ['một | hai']],
    ['nothing', []],
    ['nothing | nowhere', []],
  ])('%s', (text, values) => {
    expect(read(text)).toEqual(values);
  });

  test.each([
    '',
    ' ',
    '|',
    'cn |',
    '| cn',
    'cn || sn',
    'không phải',
    'cn:rot13',
    'cn:constructor',
    '{cn',
    'cn}',
    '{{cn}}',
    '{}',
    '""',
    '"cn',
    '"a" "b"',
    'words alone',
  ])('%j is none', (text) => {
    expect(parseExpression(text)).toBeUndefined();
  });

  test('names the attributes that a directory must be asked for, each once', () => {
    const parsed = parseExpression('displayName | {sn} {givenName} | sn | "An Giang"')!;
    expect(attributesIn(parsed)).toEqual(['displayName', 'sn', 'givenName']);
  });

  test('only an attribute alone counts as one', () => {
    expect(soleAttribute(parseExpression('uid')!)).toBe('uid');
    for (const text of ['uid:lower', 'uid | cn', '{uid}', '"uid"'])
      expect(soleAttribute(parseExpression(text)!)).toBeUndefined();
  });

  test('whatever is typed and whatever stands in the directory, it gives clean texts or nothing', () => {
    const pieces = fc.constantFrom(
      'cn',
      'sn',
      '{cn}',
      '{sn:title}',
      ' | ',
      '"x"',
      ':local',
      '{',
      '}',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 8 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, fc.array(fc.string({ unit: 'binary' })), (typed, values) => {
        const parsed = parseExpression(typed);
        if (!parsed) return;
        for (const value of evaluate(parsed, () => values)) {
          expect(value).not.toBe('');
          expect(value).toBe(value.trim().normalize('NFC'));
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
