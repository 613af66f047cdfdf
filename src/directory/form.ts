// The form of a source and its settings: one to the other and back. Field names are the paths of the
// settings, so that a mistake finds its field. Pure.
import { z } from 'zod';
import { clean } from '../core/text.ts';
import { presets, sourceSettings, type Preset, type SourceSettings } from './settings.ts';
import type { Source } from './source-safe.ts';

const mappingFields = [
  'username',
  'fullName',
  'familyName',
  'middleName',
  'givenName',
  'mail',
  'phone',
  'title',
  'employeeNumber',
  'division',
  'unit',
  'unitName',
  'unitCode',
  'groupName',
  'groupDescription',
] as const;
const ruleFields = ['skip', 'suspended', 'service', 'shared'] as const;
const replaceFields = ['title', 'unit'] as const;

export type SourceFormValues = Readonly<Record<string, string>>;

/** The problems that settings.ts names, as errors of a field. */
export const problems = {
  'source.dn': 'not-a-dn',
  'source.filter': 'not-a-filter',
  'source.attribute': 'not-an-attribute',
  'source.expression': 'not-an-expression',
  'source.url': 'not-an-ldap-url',
  'source.ca': 'not-a-certificate',
  'source.url-security': 'url-and-security-differ',
  'source.plain': 'plain-needs-consent',
  'source.number': 'not-a-number',
  'source.writable-plain': 'writable-needs-encryption',
} as const;

const linesOf = (text = '') => text.split(/\r?\n/).map(clean).filter(Boolean);

/** `employeeType = nghihuu, thoiviec`; undefined where a line is no rule. */
function ruleOf(line: string): { attribute: string; values: string[] } | undefined {
  const at = line.indexOf('=');
  const values = line
    .slice(at + 1)
    .split(',')
    .map(clean)
    .filter(Boolean);
  const attribute = line.slice(0, at).trim();
  return at > 0 && values.length > 0 ? { attribute, values } : undefined;
}

/** `PGĐ = Phó Giám đốc`; undefined where a line is none. */
function replacementOf(line: string): { from: string; to: string } | undefined {
  const at = line.indexOf('=');
  const [from, to] = [clean(line.slice(0, at)), clean(line.slice(at + 1))];
  return at > 0 && from && to ? { from, to } : undefined;
}

/** Settings as typed, not checked yet; numbers that are none stay NaN and are refused by the schema. */
function typedSettings(values: SourceFormValues) {
  const text = (name: string) => clean(values[name] ?? '');
  const optional = (name: string) => text(name) || null;
  const mapping = Object.fromEntries(mappingFields.map((name) => [name, text(`mapping.${name}`)]));
  const lines = (prefix: string, names: readonly string[], read: (line: string) => unknown) =>
    Object.fromEntries(
      names.map((name) => [name, linesOf(values[`${prefix}.${name}`]).map(read)]),
    ) as object;
  const number = (name: string) => (text(name) === '' ? Number.NaN : Number(text(name)));
  return {
    urls: linesOf(values['urls']),
    security: text('security'),
    allowPlain: Boolean(values['allowPlain']),
    ca: (values['ca'] ?? '').trim() || null,
    bindDn: text('bindDn'),
    bases: {
      people: text('bases.people'),
      units: optional('bases.units'),
      groups: optional('bases.groups'),
    },
    scope: text('scope'),
    filters: {
      people: text('filters.people'),
      units: text('filters.units'),
      groups: text('filters.groups'),
    },
    idAttribute: text('idAttribute'),
    unitsFrom: text('unitsFrom'),
    groupsFrom: text('groupsFrom'),
    writable: Boolean(values['writable']),
    mapping: {
      ...mapping,
      division: optional('mapping.division'),
      groupMembers: linesOf(values['mapping.groupMembers']),
    },
    rules: lines('rules', ruleFields, ruleOf),
    replace: lines('replace', replaceFields, replacementOf),
    brake: {
      maxLeavingPercent: number('brake.maxLeavingPercent'),
      maxLeavingCount: number('brake.maxLeavingCount'),
    },
    outage: { policy: text('outage.policy'), hours: number('outage.hours') },
    changes: {
      method: text('changes.method'),
      persist: Boolean(values['changes.persist']),
      everySeconds: number('changes.everySeconds'),
    },
    pageSize: number('pageSize'),
    connectSeconds: number('connectSeconds'),
    operationSeconds: number('operationSeconds'),
  };
}

/** The field a path of the settings belongs to: `urls.0` is of `urls`. */
const fieldOf = (path: readonly PropertyKey[]): string =>
  path.slice(0, typeof path[1] === 'string' ? 2 : 1).join('.');

export type Problem = { field: string; problem: string };

/** Settings from a form; every problem at once. */
export function settingsOf(
  values: SourceFormValues,
): { settings: SourceSettings } | { problems: Problem[] } {
  const parsed = sourceSettings.safeParse(typedSettings(values));
  if (parsed.success) return { settings: parsed.data };
  return {
    problems: parsed.error.issues.map(({ path, message }) => ({
      field: fieldOf(path),
      problem: message,
    })),
  };
}

/** What the form shows: a source as it is, or the defaults of a kind of directory. */
export function formValuesOf(
  source: Source | undefined,
  preset: Preset = 'openldap',
): Record<string, string> {
  const defaults = sourceSettings.parse({
    urls: ['ldaps://directory.invalid'],
    security: 'ldaps',
    bindDn: 'cn=none',
    bases: { people: 'dc=none' },
    ...presets[preset],
  });
  const empty = {
    ...defaults,
    urls: [],
    bindDn: '',
    bases: { people: '', units: null, groups: null },
    changes: { ...defaults.changes, method: 'auto' as const },
  };
  const settings = source?.settings ?? empty;
  return {
    name: source?.name ?? '',
    enabled: (source?.enabled ?? true) ? 'yes' : '',
    everyMinutes: String(source?.everyMinutes ?? 60),
    ...settingsValues(settings),
  };
}

function settingsValues(settings: SourceSettings): Record<string, string> {
  const { bases, filters, mapping, rules, brake, outage, changes } = settings;
  const under = (prefix: string, fields: object) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [`${prefix}.${name}`, String(value ?? '')]),
    ) as Record<string, string>;
  const ruleLines = Object.fromEntries(
    ruleFields.map((name) => [
      `rules.${name}`,
      rules[name].map(({ attribute, values }) => `${attribute} = ${values.join(', ')}`).join('\n'),
    ]),
  );
  const replaceLines = Object.fromEntries(
    replaceFields.map((name) => [
      `replace.${name}`,
      settings.replace[name].map(({ from, to }) => `${from} = ${to}`).join('\n'),
    ]),
  );
  return {
    urls: settings.urls.join('\n'),
    security: settings.security,
    allowPlain: settings.allowPlain ? 'yes' : '',
    ca: settings.ca ?? '',
    bindDn: settings.bindDn,
    ...under('bases', bases),
    scope: settings.scope,
    ...under('filters', filters),
    idAttribute: settings.idAttribute,
    unitsFrom: settings.unitsFrom,
    groupsFrom: settings.groupsFrom,
    writable: settings.writable ? 'yes' : '',
    ...under('mapping', mapping),
    'mapping.groupMembers': mapping.groupMembers.join('\n'),
    ...ruleLines,
    ...replaceLines,
    ...under('brake', brake),
    ...under('outage', outage),
    ...under('changes', changes),
    'changes.persist': changes.persist ? 'yes' : '',
    pageSize: String(settings.pageSize),
    connectSeconds: String(settings.connectSeconds),
    operationSeconds: String(settings.operationSeconds),
  };
}

const minutes = z.coerce.number().int().min(0).max(10_080);

/** Undefined where it is no whole number of minutes up to a week. */
export const minutesOf = (text: string | undefined): number | undefined =>
  text?.trim() ? minutes.safeParse(text).data : undefined;
