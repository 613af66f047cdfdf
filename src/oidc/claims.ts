// What an application is told of a person. Pure: it runs after a refresh token was spent, where an
// error would cost the person their session. The engine keeps of this only what the scopes allow.
import type { AccountClaims } from 'oidc-provider';
import type { Entry } from '../access/access.ts';
import { isStrong } from '../core/assurance.ts';

/** How a person proved who they are: by password alone, or with a second factor. */
export const acr = { password: 'urn:motchia:acr:password', strong: 'urn:motchia:acr:mfa' } as const;

/** From the methods used (RFC 8176). */
export const acrOf = (amr: readonly string[] = []): string =>
  isStrong(amr) ? acr.strong : acr.password;

/** Claims per scope. `openid` is in every ID token; the rest comes from the userinfo endpoint. */
export const claimsByScope = {
  openid: ['sub', 'sid', 'acr', 'amr', 'auth_time'],
  profile: ['name', 'family_name', 'middle_name', 'given_name', 'preferred_username', 'locale'],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
  org: ['org'],
  roles: ['roles'],
};

export const scopes = [...Object.keys(claimsByScope), 'offline_access'];

/** The claim `org`: where a person works, as what, and in which groups. */
export type OrgClaim = {
  /** The unit of the main post; often a division, which has no code of its own. */
  unit: { code: string | null; name: string } | null;
  /** The agency that unit belongs to: the nearest one upwards with an identifier code (mã định danh). */
  agency: { code: string; name: string } | null;
  /** Every post, the main one first. */
  positions: {
    unit: { code: string | null; name: string };
    agency: { code: string; name: string } | null;
    code: string | null;
    name: string | null;
    main: boolean;
  }[];
  groups: { code: string; name: string }[];
};

function orgOf({ posts, groups }: Entry): OrgClaim {
  const unitOf = ({ unit }: Entry['posts'][number]) => ({ code: unit.code, name: unit.name });
  return {
    unit: posts[0] ? unitOf(posts[0]) : null,
    agency: posts[0]?.agency ?? null,
    positions: posts.map((post) => ({
      unit: unitOf(post),
      agency: post.agency,
      code: post.positionCode,
      name: post.positionName ?? post.title,
      main: post.main,
    })),
    groups: groups.map(({ code, name }) => ({ code, name })),
  };
}

/**
 * What is left of them where the application's scope (space-separated, RFC 6749, section 3.3) was
 * narrowed after its tokens were issued: the tokens still name the wider one.
 */
export function within(claims: AccountClaims, scope: string): AccountClaims {
  const kept = scope
    .split(' ')
    .flatMap((name) => claimsByScope[name as keyof typeof claimsByScope] ?? []);
  return { ...Object.fromEntries(kept.map((name) => [name, claims[name]])), sub: claims.sub };
}

export function claimsOf(entry: Entry): AccountClaims {
  const { account } = entry;
  // Somebody keeps a directory's addresses right; those typed in here nobody has tried.
  const verified = account.sourceId !== null;
  return {
    sub: account.id,
    name: account.fullName,
    family_name: account.familyName ?? undefined,
    middle_name: account.middleName ?? undefined,
    given_name: account.givenName ?? undefined,
    preferred_username: account.username,
    locale: account.locale ?? 'vi',
    ...(account.mail && { email: account.mail, email_verified: verified }),
    ...(account.phone && { phone_number: account.phone, phone_number_verified: verified }),
    org: orgOf(entry),
    roles: entry.decision.roles, // of all rules that let in just now
  };
}
