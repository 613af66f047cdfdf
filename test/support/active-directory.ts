// Entries of an invented province as Active Directory keeps them, and a source of it.
import type { SourceInput } from '../../src/directory/sources.ts';
import { presets } from '../../src/directory/settings.ts';
import type { Samba } from './samba.ts';

const domain = 'DC=angiang,DC=test';
export const adPassword = 'Mat-Khau-Cu-1!';
export const unitDn = `OU=skhcn,OU=donvi,${domain}`;
export const adPerson = (name: string) => `CN=${name},${unitDn}`;
export const adGroup = (name: string) => `CN=${name},OU=nhom,${domain}`;
const serviceDn = `CN=svc-dongbo,OU=nhom,${domain}`;

const add = (dn: string, lines: readonly string[]) =>
  [`dn: ${dn}`, 'changetype: add', ...lines, ''].join('\n');

const password = `unicodePwd:: ${Buffer.from(`"${adPassword}"`, 'utf16le').toString('base64')}`;

const user = (dn: string, login: string, name: string, more: readonly string[] = []) =>
  add(
    dn,
    ['objectClass: user', `sAMAccountName: ${login}`, `displayName: ${name}`].concat(
      ['userAccountControl: 512', password],
      more,
    ),
  );

const person = (login: string, name: string) => {
  const more = [`mail: ${login}@angiang.gov.vn`, 'title: Chuyên viên', 'mobile: 0912 000 001'];
  return user(adPerson(name), login, name, [...more, `sn: ${name.split(' ')[0]}`]);
};

const group = (name: string, members: readonly string[]) =>
  add(adGroup(name), ['objectClass: group', ...members.map((dn) => `member: ${dn}`)]);

const unit = (dn: string, more: readonly string[] = []) =>
  add(dn, ['objectClass: organizationalUnit', ...more]);

/** People by login name; groups one in the other: An is in Lãnh đạo, which is in Cán bộ with Bình. */
export function fillDomain(samba: Samba, people: Readonly<Record<string, string>>): void {
  const [an = '', binh = ''] = Object.values(people);
  samba.modify(
    [
      unit(`OU=donvi,${domain}`),
      unit(unitDn, ['description: Sở Khoa học và Công nghệ', 'businessCategory: H01.14']),
      unit(`OU=nhom,${domain}`),
      user(serviceDn, 'svc-dongbo', 'Tài khoản đồng bộ'),
      ...Object.entries(people).map(([login, name]) => person(login, name)),
      group('Lãnh đạo', [adPerson(an)]),
      group('Cán bộ', [adGroup('Lãnh đạo'), adPerson(binh)]),
    ].join('\n'),
  );
}

/** By the preset, as an account without any right but to read. */
export const adSettings = (
  samba: Samba,
  changes: Partial<SourceInput['settings']> = {},
): SourceInput['settings'] => ({
  ...presets['active-directory'],
  mapping: { ...presets['active-directory'].mapping, groupMembers: ['member'] },
  urls: [samba.ldapsUrl],
  security: 'ldaps',
  ca: samba.ca,
  bindDn: serviceDn,
  bases: { people: `OU=donvi,${domain}`, groups: `OU=nhom,${domain}` },
  brake: { maxLeavingPercent: 100 },
  ...changes,
});
