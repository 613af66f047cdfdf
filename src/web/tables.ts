// Lists in the address: filters, and a keyset cursor instead of page numbers, so that the last page
// of 70.000 rows costs what the first costs. Everything is bounded; nonsense is a 400, not a guess.
import { z } from 'zod';
import { AppError } from '../core/errors.ts';
import { isId } from '../core/random.ts';
import { clean } from '../core/text.ts';

export const pageSize = 50;

/** Lists whose columns can be chosen. */
export const listNames = [
  'people',
  'members',
  'groups',
  'units',
  'applications',
  'sessions',
  'people-of',
  'grants',
] as const;
export type ListName = (typeof listNames)[number];

/** Check boxes of one name, or several values of a field: none, one or up to `most` short texts. */
export const many = (most: number) =>
  z.preprocess(
    (value) => (value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value]),
    z.array(z.string().max(200)).max(most),
  );

const empty = (value: unknown) => (value === '' ? undefined : value);

export const filterText = (max = 100) =>
  z.preprocess(
    empty,
    z
      .string()
      .max(max)
      .transform(clean)
      .transform((value) => value || undefined)
      .optional(),
  );
export const filterChoice = <const T extends readonly [string, ...string[]]>(options: T) =>
  z.preprocess(empty, z.enum(options).optional());
export const filterId = () => z.preprocess(empty, z.string().refine(isId).optional());
/** In which order: one of the names, or `-name` for the same from its end. */
export const sortChoice = <const T extends string>(names: readonly T[]) =>
  z.preprocess(
    empty,
    z
      .string()
      .refine((value) => (names as readonly string[]).includes(value.replace(/^-/, '')))
      .transform((value) => value as T | `-${T}`)
      .optional(),
  );
/** What a page before gave. Opaque here; the verb that made it reads it. */
export const cursor = (max = 2500) => z.preprocess(empty, z.string().max(max).optional());
/** A row number as a cursor. */
export const rowCursor = () =>
  z.preprocess(
    empty,
    z
      .string()
      .regex(/^\d{1,18}$/)
      .optional(),
  );

/** @throws AppError `request.malformed` */
export function readQuery<S extends z.ZodType>(schema: S, query: unknown): z.output<S> {
  const parsed = schema.safeParse(query);
  if (!parsed.success) throw new AppError('request.malformed');
  return parsed.data;
}

/** The id of a path. @throws AppError `request.not-found` */
export function idOf(value: unknown): string {
  if (!isId(value)) throw new AppError('request.not-found');
  return value;
}

/** @throws AppError `request.not-found` */
export function found<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new AppError('request.not-found');
  return value;
}

/** Leaves out what was not asked for: verbs tell an absent condition from an undefined one. */
export function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** An id in a form that no person types. */
export const idField = () => z.string().refine(isId);
/** As `rowCursor`, for rows that are counted in the hundreds of thousands at most. */
export const rowNumber = () =>
  z.preprocess(
    empty,
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number)
      .optional(),
  );
