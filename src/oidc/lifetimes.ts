// How long things live, in seconds, and why. Whatever outlives a change of access is asked about again
// at every use (account.ts), so none of these is the only guard.
import { after } from '../core/clock.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

export const lifetimes = {
  /** A redirect and one request from server to server. RFC 6749, section 4.1.2 says ten minutes at most. */
  authorizationCode: minute,
  /** Opaque and looked up at each use; short all the same, for applications that never ask. */
  accessToken: 10 * minute,
  clientCredentials: 10 * minute,
  /** Read once, when it arrives. */
  idToken: 10 * minute,
  /** Reading the page, finding the telephone with the code, typing. */
  interaction: hour,
  /** Walking to a computer and typing what the device shows. */
  deviceCode: 10 * minute,
  /** Before anyone signed in: as long as the interaction it waits for. */
  anonymousSession: hour,
  /** With offline_access, for programs that work while the person is away; each refresh begins anew … */
  offlineRefreshToken: 14 * day,
  /** … up to this end, after which the person signs in again. */
  grant: 30 * day,
} as const;

/** Discovery and JWKS may be kept by applications and proxies for this long. */
export const publishedSeconds = 5 * minute;

/** A new key is published this long before it signs, so that every copy of the JWKS has it. */
export const keyAnnouncementSeconds = 2 * publishedSeconds;

/** A key that no longer signs is published this long: an ID token is sent back as a hint at sign-out. */
export const keyRetirementSeconds = lifetimes.offlineRefreshToken;

/**
 * Seconds left of a session that lasts for `longest` seconds from the sign-in; at least one, since the engine takes no less. The engine reads the
 * machine's clock by itself, so whatever it keeps goes by that one.
 */
export function sessionSeconds(
  loginTs: number | undefined,
  longest: number,
  now = new Date(),
): number {
  if (loginTs === undefined) return lifetimes.anonymousSession;
  const end = after(new Date(loginTs * 1000), longest);
  return Math.max(1, Math.floor((end.getTime() - now.getTime()) / 1000));
}
