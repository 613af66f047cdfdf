// Settings of a source: where a directory is, how to speak with it, and what its attributes mean.
// Kept as JSON in the row of the source; the bind password is sealed beside it, never in here.
import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { parseDn } from './dn.ts';
import { parseExpression } from './expression.ts';

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
/** A value may begin or end with `*`: any text. */
const rule = z.object({ attribute, values: z.array(z.string().min(1).max(200)).min(1).max(50) });
const rules = z.array(rule).max(10);
const expression = z
  .string()
  .max(500)
  .refine((text) => parseExpression(text) !== undefined, 'source.expression');
/** A value of the directory, and what stands for it here. */
const replacement = z.object({ from: z.string().min(1).max(300), to: z.string().min(1).max(300) });
const replacements = z.array(replacement).max(1000).default([]);

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

/** Expressions; the defaults are attributes as OpenLDAP's inetOrgPerson has them. */
const mapping = z.object({
  username: expression.default('uid'),
  fullName: expression.default('cn'),
  familyName: expression.default('sn'),
  middleName: expression.default('initials'),
  givenName: expression.default('givenName'),
  mail: expression.default('mail'),
  phone: expression.default('mobile'),
  title: expression.default('title'),
  employeeNumber: expression.default('employeeNumber'),
  division: expression.nullable().default('departmentNumber'), // a part of the unit without an entry of its own
  unit: expression.default('ou'), // of a person, where unitsFrom is 'attribute'
  unitName: expression.default('description'),
  unitCode: expression.default('businessCategory'),
  groupName: expression.default('cn'),
  groupDescription: expression.default('description'),
  groupMembers: z.array(attribute).min(1).max(5).default(['member', 'uniqueMember']),
});

/** Shares and numbers above which a run is held for an administrator. */
const brake = z.object({
  maxLeavingPercent: z.number().int().min(0).max(100).default(10),
  maxLeavingCount: z.number().int().min(0).max(100_000).default(50),
});

/** Whether people may sign in by a verifier kept here while every server is down, and how long after the directory last knew them. */
const outage = z.object({
  policy: z.enum(['accept', 'refuse']).default('accept'),
  hours: z
    .number('source.number')
    .int('source.number')
    .min(1, 'source.number')
    .max(720, 'source.number')
    .default(72),
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
    idAttribute: z.enum(['entryUUID', 'objectGUID', 'nsUniqueId']).default('entryUUID'),
    unitsFrom: z.enum(['tree', 'attribute']).default('tree'),
    groupsFrom: z.enum(['entries', 'memberOf', 'inChain']).default('entries'),
    writable: z.boolean().default(false), // people may change the password they have there
    mapping: mapping.prefault({}),
    rules: z
      .object({
        skip: rules.default([]), // entries that are no accounts of ours at all
        suspended: rules.default([{ attribute: 'employeeType', values: ['nghihuu'] }]),
        service: rules.default([{ attribute: 'employeeType', values: ['dichvu'] }]),
        shared: rules.default([{ attribute: 'employeeType', values: ['dungchung'] }]),
      })
      .prefault({}),
    replace: z.object({ title: replacements, unit: replacements }).prefault({}),
    brake: brake.prefault({}),
    outage: outage.prefault({}),
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
    if (settings.writable && settings.security === 'plain')
      context.addIssue({ code: 'custom', path: ['writable'], message: 'source.writable-plain' });
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
    middleName: 'middleName', // initials hold six characters there
    division: 'department',
    groupMembers: ['member'],
  },
} as const;

/** Every entry has nsUniqueId; entryUUID is there only where its plug-in was switched on. */
const directoryServer389 = { idAttribute: 'nsUniqueId' } as const;

/** Starting points for the form of a new source. */
export const presets = {
  openldap: {},
  '389-ds': directoryServer389,
  'active-directory': activeDirectory,
} as const;
export type Preset = keyof typeof presets;
