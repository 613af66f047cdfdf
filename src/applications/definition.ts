// The definition of an application as it comes from a file, a form or the demo: what it is, and what
// it says of itself to the protocol. Pure.
import { z } from 'zod';
import { AppError, catalogue, type ErrorCode } from '../core/errors.ts';
import { clean } from '../core/text.ts';
import { applicationStates } from './application.ts';
import { webAddress } from './address.ts';
import {
  metadataFields,
  mistakesBetween,
  type ClientMetadata,
  type Mistake,
} from './client-metadata.ts';

const say = (code: ErrorCode) => ({ error: code }) as const;
const text = (longest: number) => z.string().max(longest).transform(clean);
const optional = (longest: number) =>
  text(longest)
    .transform((value) => value || null)
    .nullable()
    .optional();

const schema = (privateHosts: readonly string[]) => {
  const isAddress = webAddress(privateHosts);
  return z.strictObject({
    client_id: z
      .string(say('application.client-id-malformed'))
      .regex(/^[a-z0-9][a-z0-9._-]{1,63}$/, say('application.client-id-malformed')),
    name: text(300).refine((name) => name !== '', say('application.name-missing')),
    name_en: optional(300),
    class: text(64),
    owner_unit: optional(300),
    description: optional(2000),
    contact: optional(300),
    link: z.string().refine(isAddress, say('application.address')).nullable().optional(),
    state: z.enum(applicationStates).optional(),
    order: z.number().int().min(-100_000).max(100_000).optional(),
    ...metadataFields(privateHosts),
  });
};

/** As it comes from outside: client_id, name and class at least. */
export type ApplicationDefinition = z.input<ReturnType<typeof schema>>;

type Parsed = z.output<ReturnType<typeof schema>>;
export type CheckedDefinition = Omit<Parsed, keyof ClientMetadata> & { metadata: ClientMetadata };

const isCode = (message: string): message is ErrorCode => message in catalogue;

/** What stood at `path`, shortened, to be quoted in the message. */
function valueAt(input: unknown, path: readonly PropertyKey[]): string | undefined {
  let at: unknown = input;
  for (const key of path) at = (at as Record<PropertyKey, unknown> | undefined)?.[key];
  return typeof at === 'string' ? at.slice(0, 200) : undefined;
}

function mistakesOf(input: unknown, issue: z.core.$ZodIssue): Mistake[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((field) => ({ field, code: 'application.unknown-field' }));
  const [field = 'definition'] = issue.path;
  const value = valueAt(input, issue.path);
  const code = isCode(issue.message) ? issue.message : 'application.field-malformed';
  return [{ field: String(field), code, ...(value === undefined ? {} : { value }) }];
}

const withoutUndefined = (fields: object) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** Reads a definition; every mistake at once, none where it is right. */
export function readDefinition(
  input: unknown,
  privateHosts: readonly string[],
): { definition: CheckedDefinition; mistakes: [] } | { mistakes: [Mistake, ...Mistake[]] } {
  const parsed = schema(privateHosts).safeParse(input);
  const mistakes = parsed.error?.issues.flatMap((issue) => mistakesOf(input, issue)) ?? [];
  if (!parsed.data) return { mistakes: mistakes as [Mistake, ...Mistake[]] };
  const { client_id, name, name_en, class: kind, owner_unit, ...rest } = parsed.data;
  const { description, contact, link, state, order, ...fields } = rest;
  const metadata = withoutUndefined(fields) as ClientMetadata;
  const between = mistakesBetween(metadata);
  if (between.length > 0) return { mistakes: between as [Mistake, ...Mistake[]] };
  const about = { client_id, name, name_en, class: kind, owner_unit, description, contact };
  return { definition: { ...about, link, state, order, metadata }, mistakes: [] };
}

/** @throws AppError with the code of the first mistake and its field. */
export function checkDefinition(
  input: unknown,
  privateHosts: readonly string[],
): CheckedDefinition {
  const read = readDefinition(input, privateHosts);
  if ('definition' in read) return read.definition;
  const [{ code, field, value }] = read.mistakes;
  throw new AppError(code, { params: { field, ...(value === undefined ? {} : { value }) } });
}

/**
 * The fields of the protocol alone, each right by itself; what they lack together is not asked here.
 * @throws AppError with the code of the first mistake and its field.
 */
export function checkMetadata(input: unknown, privateHosts: readonly string[]): ClientMetadata {
  const parsed = z.strictObject(metadataFields(privateHosts)).safeParse(input);
  if (parsed.data) return withoutUndefined(parsed.data);
  const [first] = parsed.error.issues.flatMap((issue) => mistakesOf(input, issue));
  const { code, field, value } = first!;
  throw new AppError(code, { params: { field, ...(value === undefined ? {} : { value }) } });
}
