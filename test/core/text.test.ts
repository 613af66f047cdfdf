import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  clean,
  escapeLike,
  foldLoginName,
  isUsername,
  nameParts,
  searchKey,
  sortKey,
} from '../../src/core/text.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 40 });
const vietnamese =
  'aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ';
const consonant = fc.constantFrom(
  '',
  'b',
  'c',
  'd',
  'đ',
  'gi',
  'h',
  'kh',
  'l',
  'ng',
  'th',
  'tr',
  'x',
);
const rhyme = fc.constantFrom(
  'a',
  'ă',
  'â',
  'e',
  'ê',
  'i',
  'o',
  'ô',
  'ơ',
  'u',
  'ư',
  'an',
  'anh',
  'ăn',
  'ân',
  'iên',
  'oa',
  'uyên',
  'ương',
);
const tone = fc.constantFrom('', '\u0300', '\u0309', '\u0303', '\u0301', '\u0323');
const syllable = fc
  .tuple(consonant, rhyme, tone)
  .map(([head, body, mark]) => (head + body.charAt(0) + mark + body.slice(1)).normalize('NFC'));
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const name = syllable.map(capital);

const byKey = (given: string, family = '', middle = '') => sortKey({ given, family, middle });
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const inBytes = (a: string, b: string) => Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));

describe('a text from outside', () => {
  test('is cleaned once and for all, into NFC, whatever it held', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const cleaned = clean(text);
        expect(clean(cleaned)).toBe(cleaned);
        expect(cleaned.normalize('NFC')).toBe(cleaned);
        expect(cleaned).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]|\s\s|^\s|\s$/u);
      }),
    );
  });

  test('reads alike whether its marks were typed composed or apart', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (words) => {
        const text = words.join(' ');
        expect(clean(text.normalize('NFD'))).toBe(clean(text));
        expect(searchKey(text.normalize('NFD'))).toBe(searchKey(text));
        expect(foldLoginName(text.normalize('NFD'))).toBe(foldLoginName(text));
      }),
    );
  });

  test('loses what cannot be seen, without falling apart', () => {
    expect(clean('\uFEFFNgu\u200Byễn\u00A0 Văn\u0000An\u202E')).toBe('Nguyễn Văn An');
    expect(clean('Nguye\u200D\u0302\u0303n')).toBe('Nguyễn');
    expect(clean('a\uD800b')).toBe('ab');
  });
});

describe('a search', () => {
  test('is blind to marks, to đ and to case, and the same the second time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const key = searchKey(text);
        expect(searchKey(key)).toBe(key);
        expect(key).not.toMatch(/[đðɖ]/);
      }),
    );
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (words) => {
        expect(searchKey(words.join(' '))).toMatch(/^[a-z ]+$/);
      }),
    );
  });

  test.each([
    ['Phạm Đình Hoà', 'phạm đình hòa'],
    ['ĐẶNG THỊ ÁNH NGUYỆT', 'dang thi anh nguyet'],
    ['Ðặng', 'Đặng'],
  ])('finds %s as %s', (a, b) => expect(searchKey(a)).toBe(searchKey(b)));

  test('takes % and _ for what they are', () => {
    expect(escapeLike('50%_a\\b')).toBe('50\\%\\_a\\\\b');
  });
});

describe('a login name', () => {
  test.each(['NTAN', 'ntân', ' n tan ', 'Ntạ\u200Bn'])('%s is the same as ntan', (typed) =>
    expect(foldLoginName(typed)).toBe('ntan'),
  );
  test.each(['a', '.abc', 'a b', 'ntân', 'NTAN', 'a@b', `a${'b'.repeat(64)}`])(
    '%s is no user name as it stands',
    (text) => expect(isUsername(text)).toBe(false),
  );
  test.each(['tvbnam.tanan', 'svc-dongbo', '0912345678', 'ab'])('%s is one', (text) =>
    expect(isUsername(text)).toBe(true),
  );
});

describe('the parts of a name', () => {
  test.each([
    ['Nguyễn Văn An', 'Nguyễn', 'Văn', 'An'],
    ['Trần Thị Bích Ngọc', 'Trần', 'Thị Bích', 'Ngọc'],
    ['Néang Srey', 'Néang', null, 'Srey'],
    ['Srey', null, null, 'Srey'],
    ['', null, null, null],
  ])('of %s', (full, family, middle, given) => {
    expect(nameParts(full)).toEqual({ family, middle, given });
  });

  test('put together again are the name', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { family, middle, given } = nameParts(text);
        expect([family, middle, given].filter(Boolean).join(' ')).toBe(clean(text));
      }),
    );
  });
});

describe('the order of people', () => {
  test('follows the Vietnamese alphabet and its tones', () => {
    const list = 'An Anh Ảnh Ánh Ăn Ân Bình Dũng Đức Em Ê Hòa Oanh Ô Ơ Uyên Ước Vân Ý'.split(' ');
    const shuffled = list.toSorted((a, b) => compare(searchKey(a), searchKey(b))).toReversed();
    expect(shuffled.toSorted((a, b) => compare(byKey(a), byKey(b)))).toEqual(list);
    const tones = ['Ma', 'Mà', 'Mả', 'Mã', 'Má', 'Mạ'];
    expect(tones.toReversed().toSorted((a, b) => compare(byKey(a), byKey(b)))).toEqual(tones);
  });

  test('asks for tên wholly, then họ, then tên đệm', () => {
    const people = [
      ['Trần', 'Văn', 'An'],
      ['Bùi', '', 'Anh'],
      ['Bùi', 'Đức', 'Anh'],
      ['Trần', '', 'Anh'],
      ['Bùi', '', 'Ánh'],
    ] as const;
    const sorted = people
      .toReversed()
      .toSorted((a, b) => compare(byKey(a[2], a[0], a[1]), byKey(b[2], b[0], b[1])));
    expect(sorted).toEqual(people);
  });

  test('is that of the Vietnamese collation of Unicode', () => {
    const collator = new Intl.Collator('vi', { sensitivity: 'accent' });
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(inBytes(byKey(a), byKey(b))).toBe(Math.sign(collator.compare(a, b)));
      }),
      { numRuns: 2000 },
    );
  });

  test('is whole and the same in bytes, also with letters of other languages', () => {
    const part = fc.oneof(name, fc.string({ unit: 'grapheme', maxLength: 6 }));
    fc.assert(
      fc.property(part, part, part, part, (a, b, c, d) => {
        const [one, two] = [byKey(a, b), byKey(c, d)];
        expect(inBytes(one, two)).toBe(-inBytes(two, one));
        if (clean(a).toLowerCase() === clean(c).toLowerCase())
          expect(inBytes(one, two)).toBe(inBytes(byKey('', b), byKey('', d)));
      }),
    );
  });

  test('knows every letter of the alphabet', () => {
    for (const letter of vietnamese) expect(byKey(letter)).not.toContain('~');
    expect(compare(byKey("K'Brơi"), byKey('Kan'))).toBe(-1);
  });
});
