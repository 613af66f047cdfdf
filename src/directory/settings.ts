// Settings of a source: where a directory is, how to speak with it, and what its attributes mean.
// Kept as JSON in the row of the source; the bind password is sealed beside it, never in here.
import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { parseDn } from './dn.ts';

export type SourceSettings = z.output<typeof sourceSettings>;
export type SourceSettingsInput = z.input<typeof sourceSettings>;

const dn = z
  .string()
  .max(1000)
  .refine((text) => parseDn(text).length > 0, 'source.dn');
const filter = z
  .string()
  .max(2000)
  .regex(/^\(.*\)$/s, 'source.filter');
const attribute = z.string().regex(/^[a-zA-Z][a-zA-Z0-9.-]{0,127}$/, 'source.attribute');
const rule = z.object({ attribute, values: z.array(z.string().min(1).max(200)).min(1).max(50) });

const url = z
  .string()
  .max(300)
  .refine((text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, hostname, pathname, search, username } = new URL(text);
    return (
      /^ldaps?:$/.test(protocol) && hostname !== '' && `${pathname}${search}${username}` === ''
    );
  }, 'source.url');

function isCertificate(pem: string): boolean {
  try {
    return pem.includes('BEGIN CERTIFICATE') && new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

/** Attribute names as OpenLDAP's inetOrgPerson has them. */
const mapping = z.object({
  username: attribute.default('uid'),
  fullName: attribute.default('cn'),
  familyName: attribute.default('sn'),
  middleName: attribute.default('initials'),
  givenName: attribute.default('givenName'),
  mail: attribute.default('mail'),
  phone: attribute.default('mobile'),
  title: attribute.default('title'),
  employeeNumber: attribute.default('employeeNumber'),
  division: attribute.nullable().default('departmentNumber'), // a part of the unit without an entry of its own
  unit: attribute.default('ou'), // of a person, where unitsFrom is 'attribute'
  unitName: attribute.default('description'),
  unitCode: attribute.default('businessCategory'),
  groupName: attribute.default('cn'),
  groupDescription: attribute.default('description'),
  groupMembers: z.array(attribute).min(1).max(5).default(['member', 'uniqueMember']),
});

/** Shares and numbers above which a run is held for an administrator. */
const brake = z.object({
  maxLeavingPercent: z.number().int().min(0).max(100).default(10),
  maxLeavingCount: z.number().int().min(0).max(100_000).default(50),
});

/** How what changes in the directory is heard between two full readings. */
const changes = z.object({
  method: z.enum(['auto', 'syncrepl', 'dirsync', 'timestamp', 'none']).default('none'),
  persist: z.boolean().default(true), // keeps a connection open where the server tells by itself
  everySeconds: z.number().int().min(5).max(3600).default(30), // between two questions otherwise
});

export const sourceSettings = z
  .object({
    urls: z.array(url).min(1).max(5), // tried in this order
    security: z.enum(['startTls', 'ldaps', 'plain']),
    allowPlain: z.boolean().default(false), // the administrator's word that passwords may travel in the clear
    ca: z.string().max(100_000).refine(isCertificate, 'source.ca').nullable().default(null),
    bindDn: dn,
    bases: z.object({
      people: dn,
      units: dn.nullable().default(null), // null: as people
      groups: dn.nullable().default(null), // null: no groups are read
    }),
    scope: z.enum(['one', 'sub']).default('sub'),
    filters: z
      .object({
        people: filter.default('(objectClass=inetOrgPerson)'),
        units: filter.default('(objectClass=organizationalUnit)'),
        groups: filter.default('(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames))'),
      })
      .prefault({}),
    idAttribute: z.enum(['entryUUID', 'objectGUID']).default('entryUUID'),
    unitsFrom: z.enum(['tree', 'attribute']).default('tree'),
    groupsFrom: z.enum(['entries', 'memberOf']).default('entries'),
    mapping: mapping.prefault({}),
    rules: z
      .object({
        suspended: z
          .array(rule)
          .max(10)
          .default([{ attribute: 'employeeType', values: ['nghihuu'] }]),
        service: z
          .array(rule)
          .max(10)
          .default([{ attribute: 'employeeType', values: ['dichvu'] }]),
        shared: z
          .array(rule)
          .max(10)
          .default([{ attribute: 'employeeType', values: ['dungchung'] }]),
      })
      .prefault({}),
    brake: brake.prefault({}),
    changes: changes.prefault({}),
    pageSize: z.number().int().min(10).max(5000).default(500),
    connectSeconds: z.number().int().min(1).max(60).default(5),
    operationSeconds: z.number().int().min(1).max(600).default(60),
  })
  .superRefine((settings, context) => {
    const wanted = settings.security === 'ldaps' ? 'ldaps:' : 'ldap:';
    const wrong = settings.urls.some(
      (text) => URL.canParse(text) && new URL(text).protocol !== wanted,
    );
    if (wrong) context.addIssue({ code: 'custom', path: ['urls'], message: 'source.url-security' });
    if (settings.security === 'plain' && !settings.allowPlain)
      context.addIssue({ code: 'custom', path: ['security'], message: 'source.plain' });
  });

/** What differs from the defaults for Active Directory. */
const activeDirectory = {
  idAttribute: 'objectGUID',
  groupsFrom: 'entries',
  filters: {
    people: '(&(objectCategory=person)(objectClass=user))',
    units: '(objectClass=organizationalUnit)',
    groups: '(objectClass=group)',
  },
  mapping: {
    username: 'sAMAccountName',
    fullName: 'displayName',
    division: 'department',
    groupMembers: ['member'],
  },
} as const;

/** Its accounts are locked by an operational attribute; ids are of its entryUUID plug-in. */
const directoryServer389 = {
  rules: {
    suspended: [
      { attribute: 'employeeType', values: ['nghihuu'] },
      { attribute: 'nsAccountLock', values: ['true'] },
    ],
  },
};

/** Starting points for the form of a new source. */
export const presets = {
  openldap: {},
  '389-ds': directoryServer389,
  'active-directory': activeDirectory,
} as const;
export type Preset = keyof typeof presets;
