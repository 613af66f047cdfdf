import { describe, expect, test } from '@jest/globals';
import { plainError } from '../../src/core/logger.ts';

describe('an error in the log', () => {
  test('is told with its reason and cause, without what a library hung on it', () => {
    const lost = Object.assign(new Error('connection lost'), {
      code: '57P01',
      client: { secretKey: 1234 },
    });
    const told = plainError(new Error('cannot serve', { cause: lost }));
    expect(told).toMatchObject({
      message: 'cannot serve',
      cause: { message: 'connection lost', reason: '57P01' },
    });
    expect(JSON.stringify(told)).not.toContain('secretKey');
  });

  test('may be anything that was thrown', () => {
    expect(plainError('just a text')).toBe('just a text');
  });
});
