// The forms of the wizard, read and shown again. Pure. Addresses have a field each, so that a mistake
// stands beside its own.
import { z } from 'zod';
import { clean } from '../core/text.ts';
import { nativeAddress, webAddress } from './address.ts';
import type { Application } from './application.ts';
import type { ClientMetadata } from './client-metadata.ts';
import { kindOf, kinds, readableScopes, scopesRead, type ApplicationKind } from './kind.ts';

const line = (max: number) =>
  z.string('required').transform(clean).pipe(z.string().max(max, 'too-long'));
const optional = (max: number) => line(max).default('');

export const aboutForm = z.object({
  name: line(300).pipe(z.string().min(1, 'required')),
  name_en: optional(300),
  client_id: optional(64),
  class: line(64),
  owner_unit: optional(64),
  contact: optional(300),
});
export type AboutValues = z.output<typeof aboutForm>;

export const kindForm = z.object({
  kind: z.enum(kinds, 'not-a-choice'),
  ...Object.fromEntries(readableScopes.map((name) => [`scope_${name}`, z.string().optional()])),
});

/** Bounds alone: which fields there are depends on how many addresses were typed. */
export const addressForm = z.record(z.string().max(40), z.string().max(2000, 'too-long'));

export const aboutValuesOf = (application: Application) => ({
  name: application.name,
  name_en: application.nameEn,
  class: application.class,
  owner_unit: application.ownerUnitId,
  contact: application.contact,
});

export function kindValuesOf(application: Application): Record<string, string> {
  const read: readonly string[] = scopesRead(application.metadata);
  const ticks = readableScopes.map((name) => [`scope_${name}`, read.includes(name) ? 'yes' : '']);
  const values = Object.fromEntries(ticks) as Record<string, string>;
  return { ...values, kind: kindOf(application) ?? 'web' };
}

/** The lists of addresses, one field a line: `redirect_uris_0`, `redirect_uris_1` … */
export const addressLists = ['redirect_uris', 'post_logout_redirect_uris'] as const;
export type AddressList = (typeof addressLists)[number];
const mostLines = 50;

export type Addresses = Pick<ClientMetadata, AddressList | 'backchannel_logout_uri'> & {
  link: string | null;
};
export type AddressMistake = { field: string; value: string };

const numberOf = (list: AddressList, name: string): number =>
  Number(new RegExp(`^${list}_(\\d{1,2})$`).exec(name)?.[1] ?? NaN);

/** The names of the fields to show: up to the last that is filled in, or was sent (`all`), and `spare` more. */
export function linesOf(
  values: Readonly<Record<string, string>>,
  list: AddressList,
  spare: number,
  all = false,
): string[] {
  const names = Object.keys(values).filter((name) => all || values[name]);
  const used = names.map((name) => numberOf(list, name) + 1);
  const count = Math.min(Math.max(0, ...used.filter((n) => n > 0)) + spare, mostLines);
  return Array.from({ length: count }, (_, i) => `${list}_${i}`);
}

export function addressValuesOf({ metadata, link }: Application): Record<string, string> {
  const lines = addressLists.flatMap((list) =>
    (metadata[list] ?? []).map((address, i) => [`${list}_${i}`, address]),
  );
  return {
    ...(Object.fromEntries(lines) as Record<string, string>),
    backchannel_logout_uri: metadata.backchannel_logout_uri ?? '',
    link: link ?? '',
  };
}

/** What was typed, with every address that is none; empty lines count for nothing. */
export function readAddresses(
  values: Readonly<Record<string, string>>,
  kind: ApplicationKind,
  privateHosts: readonly string[],
): { addresses: Addresses; mistakes: AddressMistake[] } {
  const web = webAddress(privateHosts);
  const rule = kind === 'native' ? nativeAddress(web) : web;
  const mistakes: AddressMistake[] = [];
  const read = (field: string, isAddress: (text: string) => boolean): string[] => {
    const value = clean(values[field] ?? '');
    if (value && !isAddress(value)) mistakes.push({ field, value: value.slice(0, 200) });
    return value ? [value] : [];
  };
  const [redirects = [], logouts = []] = addressLists.map((list) => [
    ...new Set(linesOf(values, list, 0).flatMap((field) => read(field, rule))),
  ]);
  const [backchannel] = read('backchannel_logout_uri', web);
  const [link = null] = read('link', web);
  const addresses: Addresses = {
    link,
    ...(redirects.length > 0 && { redirect_uris: redirects }),
    ...(logouts.length > 0 && { post_logout_redirect_uris: logouts }),
    ...(backchannel !== undefined && { backchannel_logout_uri: backchannel }),
  };
  return { addresses, mistakes };
}
