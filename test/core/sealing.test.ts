import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createSealing } from '../../src/core/sealing.ts';

const [older, newer] = ['aa'.repeat(32), 'bb'.repeat(32)];
const sealing = createSealing([older]);
const refused = expect.objectContaining({ code: 'sealing.cannot-open' });

function opening(act: () => string): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

describe('a sealed secret', () => {
  test('opens to what was sealed, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(sealing.open('bind password', sealing.seal('bind password', text))).toBe(text);
      }),
    );
  });

  test('is never twice the same', () => {
    expect(sealing.seal('p', 'x')).not.toBe(sealing.seal('p', 'x'));
  });

  test('does not open with another key', () => {
    const sealed = sealing.seal('p', 'x');
    expect(opening(() => createSealing([newer]).open('p', sealed))).toEqual(refused);
  });

  test('does not open for another purpose', () => {
    const sealed = sealing.seal('bind password', 'x');
    expect(opening(() => sealing.open('signing key', sealed))).toEqual(refused);
  });

  test('does not open after a change of any character', () => {
    const sealed = sealing.seal('p', 'secret');
    fc.assert(
      fc.property(fc.nat({ max: sealed.length - 1 }), (at) => {
        const other = sealed[at] === 'A' ? 'B' : 'A';
        const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
        const opened = opening(() => sealing.open('p', changed));
        // base64url has spare bits in its last character: such a change is none
        expect([refused, 'secret']).toContainEqual(opened);
        if (at < sealed.length - 1) expect(opened).toEqual(refused);
      }),
    );
  });

  test.each(['', 'v1', 'v1..', 'v2.a.b', 'secret', `v1.${'0'.repeat(8)}.AAAA`])(
    'is not %j',
    (text) => expect(opening(() => sealing.open('p', text))).toEqual(refused),
  );
});

describe('a change of keys', () => {
  const both = createSealing([newer, older]);

  test('opens the old and seals with the new', () => {
    expect(both.open('p', sealing.seal('p', 'x'))).toBe('x');
    expect(createSealing([newer]).open('p', both.seal('p', 'x'))).toBe('x');
  });
});

describe('a derived secret', () => {
  test('is the same on every node, another for each purpose and key', () => {
    expect(createSealing([older]).derive('client portal')).toBe(sealing.derive('client portal'));
    expect(sealing.derive('client console')).not.toBe(sealing.derive('client portal'));
    expect(createSealing([newer]).derive('client portal')).not.toBe(
      sealing.derive('client portal'),
    );
  });
});
