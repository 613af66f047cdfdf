// Applications of one sector know a person by the same pairwise subject (OpenID Connect Core 1.0, section
// 8.1). Pure. Administrators say which sector that is; nobody registers by themselves, so the address is
// a name and is not fetched.
import type { ClientMetadata, Mistake } from './client-metadata.ts';

export const subjectTypes = ['public', 'pairwise'] as const;

/** The host of the sector's address, or the one host of all redirect addresses; undefined where there is none. */
export function sectorOf(metadata: ClientMetadata): string | undefined {
  if (metadata.sector_identifier_uri) return new URL(metadata.sector_identifier_uri).host;
  const hosts = new Set((metadata.redirect_uris ?? []).map((uri) => new URL(uri).host));
  const [only] = hosts;
  return hosts.size === 1 && only ? only : undefined;
}

export function mistakesOfSubject(metadata: ClientMetadata): Mistake[] {
  if (metadata.subject_type !== 'pairwise' || sectorOf(metadata) !== undefined) return [];
  return [{ field: 'sector_identifier_uri', code: 'application.sector' }];
}
