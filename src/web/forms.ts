// Forms: one zod schema per form parses what a browser sends. What does not fit comes back beside
// its field, in the same page (422), with everything the person typed still there.
import type { Response } from 'express';
import { z } from 'zod';
import { AppError, type ErrorCode, type ErrorParams } from '../core/errors.ts';
import { clean } from '../core/text.ts';
import { parseDateTime } from './dates.ts';

/** What can be wrong with a field before any verb is asked; sentences in messages/…/forms.ts. */
const fieldErrors = [
  'required',
  'too-long',
  'malformed',
  'not-a-choice',
  'not-a-number',
  'not-a-date',
  'not-an-address',
  'not-a-mail',
  'not-a-phone',
  'not-a-moment',
  'not-a-time',
  'not-a-user-name',
  'not-a-code',
  'not-json',
  'not-a-dn',
  'not-a-filter',
  'not-an-ldap-url',
  'url-and-security-differ',
  'plain-needs-consent',
  'writable-needs-encryption',
  'not-a-certificate',
  'not-an-attribute',
  'not-an-expression',
  'not-a-rule',
] as const;
export type FieldErrorCode = (typeof fieldErrors)[number];

export type FieldError = { code: FieldErrorCode | ErrorCode; params?: ErrorParams };

/** `errors['']` belongs to the form as a whole. */
export type FormState = {
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, FieldError>>;
  /** What somebody else saved meanwhile, of each field that differs: see edits.ts. */
  readonly saved?: Readonly<Record<string, string>>;
};

export type Parsed<T> = { ok: true; value: T; form: FormState } | { ok: false; form: FormState };

/** A form as it is first shown. Null and undefined show as empty. */
export function blank(
  values: Readonly<Record<string, string | number | null | undefined>> = {},
): FormState {
  const entries = Object.entries(values).map(([k, v]) => [
    k,
    v === null || v === undefined ? '' : String(v),
  ]);
  return { values: Object.fromEntries(entries) as Record<string, string>, errors: {} };
}

const issue = (code: FieldErrorCode) => ({ error: code });

/** One line of text: NFC, no control characters. Empty is refused. */
export const text = (max = 200) =>
  z
    .string(issue('required'))
    .transform(clean)
    .pipe(z.string().min(1, 'required').max(max, 'too-long'));

/** As `text`; empty is null. */
export const optionalText = (max = 200) =>
  z
    .string(issue('malformed'))
    .default('')
    .transform(clean)
    .pipe(z.string().max(max, 'too-long'))
    .transform((value) => value || null);

/** A password as it was typed: no cleaning, or the person could not sign in with it. */
export const password = (max = 1024) =>
  z.string(issue('required')).min(1, 'required').max(max, 'too-long');

export const choice = <const T extends readonly [string, ...string[]]>(options: T) =>
  z.enum(options, issue('not-a-choice'));

export const wholeNumber = (min: number, max: number) =>
  z
    .string(issue('required'))
    .trim()
    .regex(/^-?\d{1,9}$/, 'not-a-number')
    .transform(Number)
    .pipe(z.number().min(min, 'not-a-number').max(max, 'not-a-number'));

export const optionalMail = () =>
  optionalText(254).refine(
    (value) => value === null || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value),
    'not-a-mail',
  );

/** As people write it: what a telephone can dial, with spaces, dots, brackets and an extension. */
export const optionalPhone = (max = 50) =>
  optionalText(max).refine(
    (value) => value === null || /^\+?[\d(][\d\s().-]{2,}(\s*(ext|máy lẻ|-)\s*\d+)?$/i.test(value),
    'not-a-phone',
  );

/** Several lines: each as `text` has it, empty ones at the ends gone. Nothing at all is null. */
export const optionalLines = (max: number) =>
  z
    .string(issue('malformed'))
    .default('')
    .transform((value) => value.split(/\r?\n/).map(clean).join('\n').trim())
    .pipe(z.string().max(max, 'too-long'))
    .transform((value) => value || null);

/** dd/mm/yyyy HH:mm; a day alone is its first moment. Empty is null. */
export const optionalMoment = () =>
  optionalText(20)
    .refine((value) => value === null || parseDateTime(value) !== undefined, 'not-a-moment')
    .transform((value) => (value === null ? null : parseDateTime(value)!));

const known = (code: string): code is FieldErrorCode =>
  (fieldErrors as readonly string[]).includes(code);

/** Only texts count: a field sent twice or nested is nobody's mistake but a program's. */
function textsOf(body: unknown): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries((body ?? {}) as Record<string, unknown>)) {
    if (typeof value !== 'string') throw new AppError('request.malformed');
    values[name] = value;
  }
  return values;
}

/** @throws AppError `request.malformed` where a field came twice. */
export function parseForm<S extends z.ZodType>(schema: S, body: unknown): Parsed<z.output<S>> {
  const values = textsOf(body);
  const parsed = schema.safeParse(values);
  if (parsed.success) return { ok: true, value: parsed.data, form: { values, errors: {} } };
  const errors: Record<string, FieldError> = {};
  for (const { path, message } of parsed.error.issues)
    errors[String(path[0] ?? '')] ??= { code: known(message) ? message : 'malformed' };
  return { ok: false, form: { values, errors } };
}

/** The same form with one error more. */
export const withError = (form: FormState, field: string, error: FieldError): FormState => ({
  ...form,
  errors: { ...form.errors, [field]: error },
});

/**
 * Does the deed of a form. What the person can mend (a name already taken, a rule broken) comes back
 * as an error of the form; `fields` says under which field name a code is shown here. All else is thrown.
 */
export async function attempt<T>(
  form: FormState,
  deed: () => Promise<T>,
  fields: Partial<Record<ErrorCode, string>> = {},
): Promise<{ ok: true; value: T } | { ok: false; form: FormState }> {
  try {
    return { ok: true, value: await deed() };
  } catch (error) {
    if (!(error instanceof AppError) || ![400, 409, 422].includes(error.status)) throw error;
    const named = error.params['field'];
    const field = fields[error.code] ?? error.field ?? (named === undefined ? '' : String(named));
    return { ok: false, form: withError(form, field, { code: error.code, params: error.params }) };
  }
}

/** The same page again: 422 tells programs and tests that nothing was done, 409 that another was first. */
export function sendForm(res: Response, page: { text: string }, form?: FormState): void {
  res
    .status(form?.saved ? 409 : 422)
    .type('html')
    .send(page.text);
}
