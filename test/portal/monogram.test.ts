// The mark on a tile: two letters that tell one application from the next.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { initials } from '../../views/portal/monogram.ts';

test('what half of all names begin with is passed over', () => {
  expect(initials('Phần mềm quản lý văn bản và chỉ đạo điều hành')).toBe('VB');
  expect(initials('Hệ thống thông tin một cửa điện tử tỉnh')).toBe('MC');
  expect(initials('Hệ thống thư điện tử công vụ tỉnh')).toBe('TĐ');
  expect(initials('Cơ sở dữ liệu đất đai')).toBe('ĐĐ');
  expect(initials('Shared e-mail')).toBe('SE');
});

test('a name that is nothing else keeps its own letters', () => {
  expect(initials('Quản lý')).toBe('QL');
  expect(initials('Thông tin')).toBe('TT');
});

test('what stands before a name does not change its mark', () => {
  const words = fc.array(fc.constantFrom('Văn', 'bản', 'đất', 'đai', 'Lịch', '2026'), {
    minLength: 1,
  });
  const before = fc.array(fc.constantFrom('Hệ thống', 'Phần mềm', 'quản lý', 'The', 'system'));
  fc.assert(
    fc.property(before, words, (first, rest) => {
      expect(initials([...first, ...rest].join(' '))).toBe(initials(rest.join(' ')));
      expect(initials(rest.join(' '))).toHaveLength(Math.min(2, rest.length));
    }),
  );
});
