// Rules of the settings: which there are, what each may be and what it is until somebody changes it.
// Pure. Their words are in web/messages/…/settings.ts; a setting that nothing reads does not belong here.
import { z } from 'zod';
import { AppError } from '../core/errors.ts';

export const settingGroups = [
  'installation',
  'help',
  'notice',
  'sessions',
  'second-factor',
  'signing',
  'attention',
  'lists',
] as const;
export type SettingGroup = (typeof settingGroups)[number];

type Unit = 'minutes' | 'hours' | 'days' | 'rows';
export type Control =
  | { kind: 'line'; most: number; format?: 'mail' | 'phone'; required?: boolean }
  | { kind: 'lines'; most: number }
  | { kind: 'number'; min: number; max: number; unit: Unit }
  | { kind: 'choice'; options: readonly string[] }
  | { kind: 'moment' };

/** `schema` is of the value as it is stored; a moment is kept as ISO 8601. */
type Setting<T> = { group: SettingGroup; control: Control; fallback: T; schema: z.ZodType<T> };

const name = (group: SettingGroup, fallback: string): Setting<string> => ({
  group,
  control: { kind: 'line', most: 60, required: true },
  fallback,
  schema: z.string().min(1).max(60),
});
const line = (
  group: SettingGroup,
  most: number,
  format?: 'mail' | 'phone',
): Setting<string | null> => ({
  group,
  control: { kind: 'line', most, ...(format && { format }) },
  fallback: null,
  schema: z.string().max(most).nullable(),
});
const lines = (group: SettingGroup, most: number): Setting<string | null> => ({
  group,
  control: { kind: 'lines', most },
  fallback: null,
  schema: z.string().max(most).nullable(),
});
const number = (
  group: SettingGroup,
  unit: Unit,
  [min, fallback, max]: readonly [number, number, number],
): Setting<number> => ({
  group,
  control: { kind: 'number', min, max, unit },
  fallback,
  schema: z.number().int().min(min).max(max),
});
const moment = (group: SettingGroup): Setting<string | null> => ({
  group,
  control: { kind: 'moment' },
  fallback: null,
  schema: z.iso.datetime().nullable(),
});
const choice = <const T extends readonly [string, ...string[]]>(
  group: SettingGroup,
  options: T,
  fallback: T[number],
): Setting<T[number]> => ({
  group,
  control: { kind: 'choice', options },
  fallback,
  schema: z.enum(options) as z.ZodType<T[number]>,
});
const yesNo = ['yes', 'no'] as const;
const languages = ['browser', 'vi', 'en'] as const;

export const registry = {
  installationName: name('installation', 'Một Chìa'),
  installationNameEn: name('installation', 'Một Chìa'),
  /** What people meet who chose no language yet. */
  firstLanguage: choice('installation', languages, 'browser'),

  helpName: line('help', 120),
  helpPhone: line('help', 50, 'phone'),
  helpMail: line('help', 254, 'mail'),

  noticeText: lines('notice', 600),
  noticeTextEn: lines('notice', 600),
  noticeFrom: moment('notice'),
  noticeUntil: moment('notice'),

  // A working day with its overtime, from the moment of signing in: once each morning.
  providerHours: number('sessions', 'hours', [1, 12, 24]),
  // A telephone or a desk left alone: what opens next asks for the password again.
  providerIdleMinutes: number('sessions', 'minutes', [5, 15, 720]),
  portalIdleMinutes: number('sessions', 'minutes', [5, 15, 1440]),
  portalHours: number('sessions', 'hours', [1, 12, 24]),
  // Who administers holds every key: five minutes away from the desk is away.
  consoleIdleMinutes: number('sessions', 'minutes', [5, 5, 60]),
  consoleHours: number('sessions', 'hours', [1, 8, 12]),

  secondFactorPeople: choice(
    'second-factor',
    ['nobody', 'administrators', 'everyone'],
    'administrators',
  ),
  secondFactorOutside: choice('second-factor', yesNo, 'yes'),
  secondFactorClasses: line('second-factor', 200),
  passkeyAlone: choice('second-factor', yesNo, 'yes'),
  enrolAtSignIn: choice('second-factor', ['anywhere', 'inside', 'portal-only'], 'anywhere'),
  secondFactorGraceDays: number('second-factor', 'days', [0, 0, 90]),
  trustedDeviceDays: number('second-factor', 'days', [0, 14, 90]),
  keyDays: number('signing', 'days', [7, 90, 365]),

  warnDays: number('attention', 'days', [1, 30, 180]),

  exportRows: number('lists', 'rows', [1_000, 50_000, 100_000]),
  keepRunDays: number('lists', 'days', [30, 400, 3650]),
  keepTrialRunDays: number('lists', 'days', [1, 30, 365]),
} as const;

export type SettingKey = keyof typeof registry;
export type SettingValues = {
  readonly [K in SettingKey]: z.output<(typeof registry)[K]['schema']>;
};

export const settingKeys = Object.keys(registry) as SettingKey[];
export const isSetting = (key: unknown): key is SettingKey =>
  typeof key === 'string' && Object.hasOwn(registry, key);
export const isSettingGroup = (group: unknown): group is SettingGroup =>
  (settingGroups as readonly unknown[]).includes(group);
export const keysOf = (group: SettingGroup): SettingKey[] =>
  settingKeys.filter((key) => registry[key].group === group);

/** Words of a line or of lines. */
export const wordsIn = (text: string | null): string[] =>
  (text ?? '').split(/[\s,;]+/).filter(Boolean);

export type StoredSetting = { key: string; value: unknown };

/** What is stored, over the defaults. What a newer or older node wrote and this one cannot read is passed over. */
export function valuesOf(stored: readonly StoredSetting[]): SettingValues {
  const known = new Map(stored.map(({ key, value }) => [key, value]));
  const valueOf = (key: SettingKey) => {
    const read = registry[key].schema.safeParse(known.get(key));
    return read.success ? read.data : registry[key].fallback;
  };
  return Object.fromEntries(settingKeys.map((key) => [key, valueOf(key)])) as SettingValues;
}

export const defaults = valuesOf([]);

const wrong = (
  field: SettingKey,
  code: 'setting.dates' | 'setting.idle' | 'setting.no-text' | 'setting.codes',
) => new AppError(code, { params: { field } });

/** What two settings must be to each other. @throws AppError `setting.…` with the field. */
export function checkTogether(values: SettingValues): void {
  const { noticeText, noticeTextEn, noticeFrom, noticeUntil } = values;
  if (!noticeText && noticeTextEn) throw wrong('noticeText', 'setting.no-text');
  if (noticeFrom && noticeUntil && noticeUntil <= noticeFrom)
    throw wrong('noticeUntil', 'setting.dates');
  if (wordsIn(values.secondFactorClasses).some((code) => !/^[a-z0-9-]+$/.test(code)))
    throw wrong('secondFactorClasses', 'setting.codes');
  if (values.portalIdleMinutes > values.portalHours * 60)
    throw wrong('portalIdleMinutes', 'setting.idle');
  if (values.consoleIdleMinutes > values.consoleHours * 60)
    throw wrong('consoleIdleMinutes', 'setting.idle');
}

/** The notice of the sign-in page at that moment; undefined where there is none. */
export function noticeAt(
  { noticeText, noticeTextEn, noticeFrom, noticeUntil }: SettingValues,
  now: Date,
): { vi: string; en: string } | undefined {
  if (!noticeText) return undefined;
  if (noticeFrom && now < new Date(noticeFrom)) return undefined;
  if (noticeUntil && now >= new Date(noticeUntil)) return undefined;
  return { vi: noticeText, en: noticeTextEn ?? noticeText };
}
