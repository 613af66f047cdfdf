// The small rules below the reading of a directory, each for any text there can be.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ancestorKeys, dnKey, parseDn, rdnValue } from '../../src/directory/dn.ts';
import { externalIdFilter, externalIdOf } from '../../src/directory/external-id.ts';
import { readFrames } from '../../src/directory/frames.ts';
import { dividedName } from '../../src/directory/person-name.ts';
import { toE164 } from '../../src/directory/phone-number.ts';
import { sourceSettings, type SourceSettingsInput } from '../../src/directory/settings.ts';

const suffix = 'dc=angiang,dc=gov,dc=vn';
const given: SourceSettingsInput = {
  urls: ['ldap://localhost:389'],
  security: 'startTls',
  bindDn: `cn=admin,${suffix}`,
  bases: { people: `ou=units,${suffix}` },
};
const settings = sourceSettings.parse(given);

describe('names', () => {
  test.each([
    ['Nguyễn Văn An', { family: 'Nguyễn', given: 'An' }, ['Nguyễn', 'Văn', 'An']],
    ['Đặng Thị Ánh Nguyệt', { family: 'Đặng' }, ['Đặng', 'Thị Ánh', 'Nguyệt']],
    ['Néang Srey', { family: 'Néang' }, ['Néang', null, 'Srey']],
    ['Mohamad', { family: 'Mohamad' }, [null, null, 'Mohamad']],
    ['Văn thư xã An Phú', { family: 'Văn thư' }, ['Văn thư', 'xã An', 'Phú']],
    ['Tôn Nữ Thị Ninh', { family: 'Tôn Nữ', given: 'Ninh' }, ['Tôn Nữ', 'Thị', 'Ninh']],
    ['Lê Thị Hồng Hạnh', { given: 'Hồng Hạnh' }, ['Lê', 'Thị', 'Hồng Hạnh']],
    ['Lê An', { family: 'Trần', given: 'Bình' }, ['Lê', null, 'An']],
    ['Phạm Đình Hoà', { family: 'Phạm', given: 'Hòa' }, ['Phạm', 'Đình', 'Hoà']],
  ])('%s divides where the directory says so', (full, hints, [family, middle, last]) => {
    expect(dividedName(full, hints)).toEqual({ family, middle, given: last });
  });

  test('the parts always make the whole again', () => {
    const word = fc.constantFrom('Nguyễn', 'Văn', 'An', 'Thị', 'Hòa', 'Hoà', 'đ');
    const words = fc.array(word, { minLength: 1, maxLength: 5 }).map((list) => list.join(' '));
    fc.assert(
      fc.property(words, fc.option(words), fc.option(words), (full, family, last) => {
        const hints = { family: family ?? undefined, given: last ?? undefined };
        const parts = dividedName(full, hints);
        expect([parts.family, parts.middle, parts.given].filter(Boolean).join(' ')).toBe(full);
      }),
    );
  });
});

describe('telephone numbers', () => {
  test.each([
    ['0912000001', '+84912000001'],
    ['+84 912 000 003', '+84912000003'],
    ['84912000003', '+84912000003'],
    ['(0296) 3852.123', '+842963852123'],
    ['+1 415 555 2671', '+14155552671'],
    ['01234567890', undefined],
    ['máy lẻ 123', undefined],
    ['', undefined],
  ])('%s is %s', (text, wanted) => expect(toE164(text)).toBe(wanted));
});

describe('distinguished names', () => {
  test('compare without regard to case, spaces, escapes and Unicode form', () => {
    const same = [
      'cn=Lê\\, An,ou=Sở Y tế,dc=vn',
      'CN=Lê\\2c An, OU=sở  y tế, DC=VN',
      'cn=L\\c3\\aa\\, an,ou=Sở Y tế,dc=vn'.normalize('NFD'),
    ];
    expect(new Set(same.map(dnKey)).size).toBe(1);
    expect(dnKey('cn=Lê,cn=An,dc=vn')).not.toBe(dnKey('cn=Lê\\,cn=An,dc=vn'));
  });

  test('have one key however plain or escaped they are written', () => {
    const letter = fc.constantFrom(...'abyzAZ09 ._@-'.split(''));
    const words = fc.array(letter, { minLength: 1, maxLength: 12 }).map((all) => all.join(''));
    const escaped = (text: string) =>
      [...text].map((c) => `\\${c.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
    fc.assert(
      fc.property(words, words, (uid, ou) => {
        const key = dnKey(`UID=${escaped(uid)},ou=${escaped(ou)},dc=vn`);
        expect(dnKey(`uid=${uid},ou=${ou},dc=vn`)).toBe(key);
        expect(dnKey(` uid = ${uid} , OU=${ou},DC=VN`)).toBe(key);
      }),
    );
  });

  test('give their parents, nearest first, and the value of their own component', () => {
    expect(ancestorKeys('uid=a,ou=b,dc=c')).toEqual(['ou=b,dc=c', 'dc=c']);
    expect(rdnValue('UID=nvan+cn=An,ou=x', 'uid')).toBe('nvan');
  });

  test('survive any text in a value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (value) => {
        const escaped = [...Buffer.from(value)].map((b) => `\\${b.toString(16).padStart(2, '0')}`);
        expect(parseDn(`cn=${escaped.join('')},dc=vn`)[0]?.[0]?.value).toBe(
          Buffer.from(value).toString().trim(),
        );
      }),
    );
  });

  test('text that is none gives none, and no exception', () => {
    fc.assert(fc.property(fc.string(), (text) => void dnKey(text)));
    expect(parseDn('nonsense')).toEqual([]);
  });
});

describe('permanent ids', () => {
  test('an objectGUID is read and searched for in the same bytes', () => {
    const bytes = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
    const entry = { dn: 'cn=x', attributes: new Map([['objectguid', [bytes]]]) };
    const id = externalIdOf(entry, 'objectGUID')!;
    expect(id).toBe('33221100-5544-7766-8899-aabbccddeeff');
    expect(externalIdFilter('objectGUID', id).equals).toEqual(bytes);
  });

  test('an objectGUID that happens to be text is still an id', () => {
    const entry = {
      dn: 'cn=x',
      attributes: new Map([['objectguid', [Buffer.from('sixteen letters!')]]]),
    };
    expect(externalIdOf(entry, 'objectGUID')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('an nsUniqueId is kept like every other id, and searched for as 389 writes it', () => {
    const written = 'd83f0b0f-e81a11f1-8777f5e0-13e09780';
    const attributes = new Map([['nsuniqueid', [Buffer.from(written)]]]);
    const id = externalIdOf({ dn: 'cn=x', attributes }, 'nsUniqueId')!;
    expect(id).toBe('d83f0b0f-e81a-11f1-8777-f5e013e09780');
    expect(externalIdFilter('nsUniqueId', id).equals).toBe(written);
  });
});

describe('messages in a stream', () => {
  const frame = (length: number) =>
    Buffer.concat([Buffer.from([0x30, 0x82, length >> 8, length & 255]), Buffer.alloc(length, 7)]);

  test('come out whole however the stream is cut', () => {
    const frames = [0, 1, 127, 128, 300, 5_000].map(frame);
    const stream = Buffer.concat(frames);
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 30 }), (cuts) => {
        const reader = readFrames(10_000);
        const places = [0, ...cuts.sort((a, b) => a - b), stream.length];
        const out = places
          .slice(1)
          .flatMap((end, i) => reader.push(stream.subarray(places[i], end)));
        expect(Buffer.concat(out)).toEqual(stream);
        expect(out.map((one) => one.length)).toEqual(frames.map((one) => one.length));
        expect(reader.waiting).toBe(0);
      }),
    );
  });

  test('are refused by their header where they are too large or no messages', () => {
    expect(() => readFrames(100).push(frame(101))).toThrow('too large');
    expect(() => readFrames(100).push(Buffer.from('GET / HTTP/1.1'))).toThrow(
      'not an LDAP message',
    );
    expect(() => readFrames(100).push(Buffer.from([0x30, 0x80, 0]))).toThrow('unreadable');
  });
});

describe('settings of a source', () => {
  const problem = (changes: object) =>
    sourceSettings.safeParse({ ...given, ...changes }).error?.issues[0]?.message;

  test.each([
    ['source.plain', { security: 'plain' }],
    ['source.writable-plain', { security: 'plain', allowPlain: true, writable: true }],
    ['source.url-security', { security: 'ldaps' }],
    ['source.url', { urls: ['ldap://host/dc=vn'] }],
    ['source.url', { urls: ['https://host'] }],
    ['source.dn', { bindDn: 'nobody' }],
    ['source.filter', { filters: { people: 'objectClass=*' } }],
    ['source.ca', { ca: 'not a certificate' }],
  ])('are refused with %s', (code, changes) => expect(problem(changes)).toBe(code));

  test('plain is taken on the administrator’s word alone', () => {
    expect(problem({ security: 'plain', allowPlain: true })).toBeUndefined();
  });

  test('all defaults stand in the result', () => {
    expect(settings).toMatchObject({
      pageSize: 500,
      brake: { maxLeavingPercent: 10, maxLeavingCount: 50 },
    });
  });
});
