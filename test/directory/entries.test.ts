// From entries to people: the sample directory line by line, and entries that are not as they should be.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseLdif } from '../../src/demo/directory-server/ldif.ts';
import { snapshotOf } from '../../src/directory/entries.ts';
import { sourceSettings, type SourceSettingsInput } from '../../src/directory/settings.ts';

const suffix = 'dc=angiang,dc=gov,dc=vn';
const given: SourceSettingsInput = {
  urls: ['ldap://localhost:389'],
  security: 'startTls',
  bindDn: `cn=admin,${suffix}`,
  bases: { people: `ou=units,${suffix}` },
};

let ids = 0;
const uuid = () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`;

/** LDIF → what a connection would give, each entry with an id. */
function entriesOf(ldif: string) {
  return parseLdif(ldif).map(({ dn, attributes }) => {
    const values = new Map([...attributes].map(([key, attribute]) => [key, attribute.values]));
    return { dn, attributes: new Map([['entryuuid', [Buffer.from(uuid())]], ...values]) };
  });
}

function snapshotOfLdif(ldif: string, changes: Partial<SourceSettingsInput> = {}) {
  const all = entriesOf(ldif);
  const classed = (name: string) =>
    all.filter(({ attributes }) =>
      attributes.get('objectclass')?.some((value) => value.toString() === name),
    );
  const reading = {
    at: new Date('2026-11-24T08:00:00Z'),
    people: classed('inetOrgPerson'),
    units: classed('organizationalUnit'),
    groups: classed('groupOfNames'),
  };
  return snapshotOf(reading, sourceSettings.parse({ ...given, ...changes }));
}

const someone = (lines: string) => `dn: uid=ntan,ou=skhcn,ou=units,${suffix}
objectClass: inetOrgPerson
uid: ntan
cn: Nguyễn Thị An
${lines}
`;

test('what is too long is not cut through the middle of a letter', () => {
  const long = (length: number) => `${'a'.repeat(length - 1)}😀`;
  const written = someone(
    `title: ${long(300)}\nemployeeNumber: ${long(100)}\nmail: ${long(100)}\nou: ${long(500)}`,
  );
  const snapshot = snapshotOfLdif(written);
  expect(snapshot.people).toHaveLength(1);
  const halves = /\\ud[89a-f]/; // how JSON writes half a letter, which PostgreSQL refuses
  expect(JSON.stringify([...snapshot.people, ...snapshot.rejections])).not.toMatch(halves);
});

describe('the sample directory', () => {
  const snapshot = snapshotOfLdif(readFileSync('test/support/sample.ldif', 'utf8'));
  const find = (username: string) => snapshot.people.find((one) => one.username === username)!;
  const reasons = (username: string) =>
    snapshot.rejections
      .filter(({ dn }) => dn.includes(`uid=${username},`))
      .map(({ reason }) => reason);

  test('has its people, and rejects none', () => {
    expect(snapshot.people).toHaveLength(10);
    expect(snapshot.rejections.filter(({ level }) => level === 'rejected')).toEqual([]);
  });
  test('a decomposed name in base64 becomes NFC', () => {
    const name = 'Đặng Thị Ánh Nguyệt'.normalize('NFC');
    expect(find('dtanguyet.skhcn')).toMatchObject({ fullName: name, phone: '+84912000001' });
  });
  test('two of the same name in the same unit stay two', () => {
    expect(find('nvan.skhcn').fullName).toBe(find('nvan2.skhcn').fullName);
    expect(find('nvan2.skhcn')).toMatchObject({
      familyName: 'Nguyễn',
      middleName: 'Văn',
      givenName: 'An',
      phone: '+84912000003',
    });
  });
  test('concurrent posts are all kept', () => {
    const titles = ['Phó Trưởng phòng Văn hóa - Xã hội', 'Phụ trách CNTT'];
    expect(find('lhdung.xaanphu').titles).toEqual(titles);
  });
  test('a Khmer name without a middle name has none', () => {
    const parts = { familyName: 'Néang', middleName: null, givenName: 'Srey' };
    expect(find('nsrey.xaanphu')).toMatchObject(parts);
  });
  test('the other tone placement and the old mail domain come as they are', () => {
    const wanted = { fullName: 'Phạm Đình Hoà', mail: 'pdhoa@kiengiang.gov.vn' };
    expect(find('pdhoa.xaanphu')).toMatchObject(wanted);
  });
  test('without mail and title one comes in with warnings', () => {
    expect(find('ttbngoc.xaanphu')).toMatchObject({ mail: null, titles: [] });
    expect(reasons('ttbngoc.xaanphu')).toEqual(['no-mail', 'no-title']);
  });
  test('the clerks’ mailbox is a shared account', () => {
    expect(find('vanthu.xaanphu')).toMatchObject({ kind: 'shared', suspended: false });
  });
  test('the retired come in suspended', () => {
    expect(find('lttam.skhcn')).toMatchObject({ kind: 'official', suspended: true });
  });
  test('the account of the synchronisation is a service, without a unit', () => {
    expect(find('svc-dongbo')).toMatchObject({ kind: 'service', unit: null });
  });
  test('units have names, codes and the parts that people name', () => {
    expect(snapshot.units).toEqual([
      expect.objectContaining({ name: 'Sở Khoa học và Công nghệ', code: 'H01.14', parent: null }),
      expect.objectContaining({ name: 'Ủy ban nhân dân xã An Phú', code: 'H01.61', parent: null }),
      expect.objectContaining({
        name: 'Phòng Chuyển đổi số',
        code: null,
        dn: null,
        parent: snapshot.units[0]?.externalId,
      }),
    ]);
    expect(find('nvan.skhcn').unit).toBe(snapshot.units[2]?.externalId);
    expect(find('nvan2.skhcn').unit).toBe(snapshot.units[0]?.externalId);
  });
});

describe('an entry that is not as it should be', () => {
  const outcome = (ldif: string, changes = {}) => {
    const { people, rejections } = snapshotOfLdif(ldif, changes);
    return { person: people[0], reasons: rejections.map(({ reason }) => reason) };
  };

  test.each([
    ['no-name', someone('').replace(/cn: .*\n/, '')],
    ['username-invalid', someone('').replace(/uid([:=]) ?ntan/g, 'uid$1$$$$$$')],
    [
      'not-utf8',
      someone('').replace(/cn: .*/, `cn:: ${Buffer.from([0x4e, 0xe0, 0x6e]).toString('base64')}`),
    ],
  ])('is rejected with the reason %s', (reason, ldif) => {
    expect(outcome(ldif)).toMatchObject({ person: undefined });
    expect(outcome(ldif).reasons).toContain(reason);
  });

  test('loses only what is wrong where the rest will do', () => {
    const { person, reasons } = outcome(someone('mail: không phải\nmobile: 123\ntitle: Văn thư'));
    expect(person).toMatchObject({ mail: null, phone: null, titles: ['Văn thư'] });
    expect(reasons).toEqual(['mail-invalid', 'phone-invalid', 'no-unit']);
  });

  test('a user name with marks and a domain is folded to ASCII', () => {
    const ldif = someone('').replace(/uid([:=]) ?ntan/g, 'uid$1Nguyễn.Ấn@angiang.gov.vn');
    expect(outcome(ldif).person?.username).toBe('nguyen.an');
  });

  test('Active Directory’s flag for a disabled account suspends', () => {
    expect(outcome(someone('userAccountControl: 514')).person?.suspended).toBe(true);
    expect(outcome(someone('userAccountControl: 512')).person?.suspended).toBe(false);
  });

  test('any text at all gives NFC, bounded, without control characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const value = Buffer.from(text).toString('base64');
        const ldif = someone(`title:: ${value}\nmail:: ${value}\nemployeeNumber:: ${value}`);
        const { person } = outcome(ldif);
        const texts = [person!.fullName, person!.employeeNumber, person!.mail, ...person!.titles];
        for (const one of texts.flatMap((each) => each ?? [])) {
          expect(one).toBe(one.normalize('NFC'));
          expect(one).not.toMatch(/[\p{Cc}\p{Cf}]/u);
          expect(one.length).toBeLessThanOrEqual(500);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('groups', () => {
  test('of memberOf need no entries of their own', () => {
    const ldif = someone(
      'memberOf: cn=Văn thư,ou=groups,dc=vn\nmemberOf: CN=văn thư, OU=groups, DC=vn',
    );
    const { groups } = snapshotOfLdif(ldif, { groupsFrom: 'memberOf' });
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({ code: 'van-thu', name: 'văn thư' });
  });

  test('of an attribute make units of the people’s own words', () => {
    const ldif = someone('ou: Sở  Y TẾ\ndepartmentNumber: Phòng Dược');
    const { units } = snapshotOfLdif(ldif, { unitsFrom: 'attribute' });
    expect(units.map(({ name }) => name)).toEqual(['Sở Y TẾ', 'Phòng Dược']);
  });
});
