// An invented directory of any size for tests of synchronisation.
export const suffix = 'dc=angiang,dc=gov,dc=vn';
export const servicePassword = 'service of the tests';
export const personPassword = 'Person-of-the-tests-1!';

export const root = `dn: ${suffix}
objectClass: dcObject
objectClass: organization
dc: angiang
o: UBND tỉnh An Giang

dn: ou=units,${suffix}
objectClass: organizationalUnit
ou: units

dn: ou=groups,${suffix}
objectClass: organizationalUnit
ou: groups
`;

export const serviceDn = `uid=svc-dongbo,ou=units,${suffix}`;
export const service = `dn: ${serviceDn}
objectClass: inetOrgPerson
uid: svc-dongbo
cn: Tài khoản dịch vụ đồng bộ
sn: Dịch vụ
employeeType: dichvu
userPassword: ${servicePassword}
`;

export const unit = (
  ou: string,
  name: string,
  code: string,
  above = 'ou=units',
) => `dn: ou=${ou},${above},${suffix}
objectClass: organizationalUnit
ou: ${ou}
description: ${name}
businessCategory: ${code}
`;

export const personDn = (uid: string, ou: string) => `uid=${uid},ou=${ou},ou=units,${suffix}`;

/** @param more further lines, such as `title: Chuyên viên`. */
export const person = (uid: string, ou: string, name: string, more: readonly string[] = []) =>
  [
    `dn: ${personDn(uid, ou)}`,
    'objectClass: inetOrgPerson',
    `uid: ${uid}`,
    `cn: ${name}`,
    `sn: ${name.split(' ')[0]}`,
    `mail: ${uid}@angiang.gov.vn`,
    ...(more.some((line) => line.startsWith('title:')) ? [] : ['title: Chuyên viên']),
    `userPassword: ${personPassword}`,
    ...more,
    '',
  ].join('\n');

export const groupDn = (cn: string) => `cn=${cn},ou=groups,${suffix}`;

export const group = (cn: string, members: readonly string[]) =>
  [
    `dn: ${groupDn(cn)}`,
    'objectClass: groupOfNames',
    `cn: ${cn}`,
    ...members.map((dn) => `member: ${dn}`),
    '',
  ].join('\n');

const families = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Đặng', 'Huỳnh', 'Châu', 'Danh'];
const middles = ['Văn', 'Thị', 'Hoàng', 'Minh', 'Thanh'];
const givens = ['An', 'Ánh', 'Bình', 'Dũng', 'Đức', 'Hòa', 'Ngọc', 'Tâm', 'Yến'];

/** `count` people over 20 units, and a group of every hundredth of them. */
export function manyPeople(count: number): string {
  const units = Array.from({ length: 20 }, (_, i) => unit(`u${i}`, `Đơn vị số ${i}`, `H01.9${i}`));
  const people = Array.from({ length: count }, (_, i) => {
    const name = `${families[i % 8]} ${middles[i % 5]} ${givens[i % 9]}`;
    return person(`p${i}.u${i % 20}`, `u${i % 20}`, name, [
      `mobile: 09${String(10_000_000 + i)}`,
      `employeeNumber: ${i}`,
    ]);
  });
  const some = people.flatMap((_, i) =>
    i % 100 === 0 ? [personDn(`p${i}.u${i % 20}`, `u${i % 20}`)] : [],
  );
  return [root, ...units, service, ...people, group('Một phần trăm', some)].join('\n');
}
