// Portal and console sign their people in through the product's own OpenID Connect, as any application
// does. Owns the way there and back, the cookie, and the question asked at every request: is this
// session alive, and may this person still be here.
import {
  Router,
  type CookieOptions,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import { isStrong } from '../core/assurance.ts';
import { after, isRecent, type Clock } from '../core/clock.ts';
import { AppError, isAppError } from '../core/errors.ts';
import { sameSecret } from '../core/random.ts';
import type { Sealing } from '../core/sealing.ts';
import { actorOf, contextOf } from './context.ts';
import { cookieName, readCookie } from './cookies.ts';
import type { OwnClient, Pending, Prove } from './own-client.ts';
import { returnTo } from './return-to.ts';
import { allowFormTargets } from './security-headers.ts';
import type { Proof, SignOut, SiteName, WebSessions } from './web-sessions.ts';

/** What access/ answers about the person, as much of it as is asked for here. */
type Entry = {
  account: { id: string; fullName: string };
  application: { id: string };
  decision: { allowed: boolean };
};

type Browser = { address: string | null; amr: readonly string[] };
type Visitor<E> = Proof & { entry: E; browser: Browser };
type Trip = Pending & { to: string; until: string };

/** Time to read, to find the telephone, to type. The identity provider gives an hour as well. */
const tripSeconds = 3600;
/** Tabs that may be signing in at once, as far as they fit: browsers drop a cookie of more than 4096 bytes. */
const tripsKept = 4;
const cookieMost = 3800;

/** A proof is fresh for so long: deeds on what one signs in with ask for it. */
const freshSeconds = 600;

export function createOwnSignIn<E extends Entry>(deps: {
  name: SiteName;
  site: URL;
  issuer: URL;
  clock: Clock;
  sealing: Sealing;
  client: OwnClient;
  sessions: WebSessions;
  /** Whether the identity provider's session goes on, by what it calls it here. */
  goesOn: (accountId: string, sid: string) => Promise<boolean>;
  /** Whether a sign-in by these methods (RFC 8176) opens this site just now. */
  isEnough: (amr: readonly string[]) => boolean;
  /** The decision about this site, with all its pages want to know of the person. */
  ask: (accountId: string, browser: Browser) => Promise<E | undefined>;
  /** Undefined unless it is a logout token of ours for this client. */
  verifyLogoutToken: (token: string) => Promise<{ sub?: string; sid?: string } | undefined>;
}) {
  const { name, site, clock, sealing, client, sessions } = deps;
  const sessionCookie = cookieName(site, `motchia_${name}`);
  const tripCookie = cookieName(site, `motchia_${name}_trip`);
  const purpose = `own sign-in ${name}`;
  const options: CookieOptions = {
    httpOnly: true,
    sameSite: 'lax',
    secure: site.protocol === 'https:',
    path: '/',
  };

  function tripsOf(req: Request): Trip[] {
    try {
      const trips = JSON.parse(sealing.open(purpose, readCookie(req, tripCookie) ?? '')) as Trip[];
      return trips.filter((trip) => new Date(trip.until) > clock.now());
    } catch {
      return []; // none, or not ours
    }
  }

  /** The latest of them. */
  function keepTrips(res: Response, trips: readonly Trip[]): void {
    if (trips.length === 0) return void res.clearCookie(tripCookie, options);
    const value = sealing.seal(purpose, JSON.stringify(trips));
    if (value.length > cookieMost && trips.length > 1) return keepTrips(res, trips.slice(1));
    res.cookie(tripCookie, value, { ...options, maxAge: tripSeconds * 1000 });
  }

  const proveOf = (asked: unknown): Prove | undefined =>
    asked === 'sign-in' || asked === 'second-factor' ? asked : undefined;

  async function leave(req: Request, res: Response): Promise<void> {
    const { address, pending } = await client.begin(
      contextOf(res).locale,
      proveOf(req.query['prove']),
    );
    const to = returnTo(site, req.query['return_to']);
    const until = after(clock.now(), tripSeconds).toISOString();
    keepTrips(res, [...tripsOf(req), { ...pending, to, until }].slice(-tripsKept));
    res.redirect(303, address.href);
  }

  async function comeBack(req: Request, res: Response): Promise<void> {
    const [trips, state] = [tripsOf(req), req.query['state']];
    const trip = trips.find((one) => typeof state === 'string' && sameSecret(one.state, state));
    if (!trip) {
      // The Back button after signing in, or a trip of another browser.
      if (await entryOfRequest(req, res)) return res.redirect(303, '/');
      throw new AppError('sign-in.expired');
    }
    keepTrips(
      res,
      trips.filter((one) => one !== trip),
    );
    if (req.query['error'] === 'access_denied') throw new AppError('sign-in.refused');
    if (req.query['error'] !== undefined) throw new AppError('sign-in.not-completed');
    // RFC 9207, section 2.4: an answer of another server, or of none, is not carried any further.
    if (typeof req.query['code'] !== 'string' || req.query['iss'] !== deps.issuer.href)
      throw new AppError('request.malformed');
    const query = req.originalUrl.slice(req.originalUrl.indexOf('?'));
    const person = await client.complete(query, trip);
    await endHere(req); // whoever was here before in this browser
    res.cookie(sessionCookie, await sessions.start(person), options);
    res.redirect(303, trip.to);
  }

  /** Ends the session of this browser. Gives the ID token it came from. */
  async function endHere(req: Request, by?: SignOut): Promise<string | undefined> {
    const value = readCookie(req, sessionCookie);
    if (value === undefined) return undefined;
    return sessions.end(value, by).catch((error: unknown) => {
      if (isAppError(error, 'sealing.cannot-open')) return undefined;
      throw error;
    });
  }

  /**
   * One deed, one entry of the journal. The identity provider writes it where its session ends; where
   * that is over already, this site does.
   */
  async function nobodyElseTells(req: Request, res: Response): Promise<SignOut | undefined> {
    const visitor = await whoAsks(req, res);
    if (!visitor) return undefined;
    const { entry, sid } = visitor;
    if (await deps.goesOn(entry.account.id, sid)) return undefined;
    return { actor: actorOf(res, entry.account), applicationId: entry.application.id };
  }

  async function signOut(req: Request, res: Response): Promise<void> {
    const idToken = await endHere(req, await nobodyElseTells(req, res));
    res.clearCookie(sessionCookie, options);
    res.redirect(303, idToken ? (await client.endSessionUrl(idToken)).href : '/');
  }

  /** OpenID Connect Back-Channel Logout 1.0, sections 2.5 to 2.8. */
  async function logoutFromBehind(req: Request, res: Response): Promise<void> {
    const token = (req.body as Record<string, unknown> | undefined)?.['logout_token'];
    const named = typeof token === 'string' ? await deps.verifyLogoutToken(token) : undefined;
    if (!named) {
      res.locals['errorCode'] = 'invalid_request';
      res.status(400).json({ error: 'invalid_request' });
      return;
    }
    await sessions.endNamed(named);
    res.status(200).end();
  }

  async function whoAsks(req: Request, res: Response): Promise<Visitor<E> | undefined> {
    const value = readCookie(req, sessionCookie);
    const session = value === undefined ? undefined : await sessions.find(value);
    if (!session || !deps.isEnough(session.amr)) return undefined;
    const browser = { address: contextOf(res).address, amr: session.amr };
    const entry = await deps.ask(session.accountId, browser);
    return entry?.decision.allowed ? { entry, browser, ...session } : undefined;
  }
  const entryOfRequest = async (req: Request, res: Response) => (await whoAsks(req, res))?.entry;

  const required: RequestHandler = async (req, res, next) => {
    const visitor = await whoAsks(req, res);
    if (visitor) {
      res.locals['signedIn'] = visitor;
      // The form "sign out" of every page ends at the identity provider.
      if (deps.issuer.origin !== site.origin) allowFormTargets(res, [deps.issuer.origin]);
      return next();
    }
    await forgetHere(req, res); // suspended, refused or idle: out at once
    if (req.method !== 'GET' && req.method !== 'HEAD') throw new AppError('sign-in.required');
    const to = returnTo(site, req.originalUrl);
    res.redirect(303, to === '/' ? '/login' : `/login?return_to=${encodeURIComponent(to)}`);
  };

  /** Ends the session of this browser here, and only here. */
  async function forgetHere(req: Request, res: Response): Promise<void> {
    await endHere(req);
    res.clearCookie(sessionCookie, options);
  }

  /** Only behind `required`. */
  function signedIn(res: Response): Visitor<E> {
    const visitor = res.locals['signedIn'] as Visitor<E> | undefined;
    if (!visitor) throw new Error('a page was reached without its session');
    return visitor;
  }
  const entryOf = (res: Response): E => signedIn(res).entry;

  const isFresh = ({ provedAt, amr }: Proof, what: Prove): boolean =>
    isRecent(provedAt, freshSeconds) && (what === 'sign-in' || isStrong(amr));

  /**
   * True where the person has just proved who they are; else they are on the way to prove it, and come
   * back to `to`. Only behind `required`.
   */
  function proves(res: Response, what: Prove, to: string): boolean {
    if (isFresh(signedIn(res), what)) return true;
    res.redirect(303, `/login?${new URLSearchParams({ prove: what, return_to: to }).toString()}`);
    return false;
  }

  const router = Router()
    .get('/login', leave)
    .get('/callback', comeBack)
    .post('/logout', signOut)
    .post('/backchannel-logout', logoutFromBehind);

  return {
    router,
    required,
    entryOf,
    accountOf: (res: Response): E['account'] => entryOf(res).account,
    /** By what the identity provider knows the session that this browser came with. */
    sidOf: (res: Response): string => signedIn(res).sid,
    /** From where this request comes, and how the person proved who they are. */
    browserOf: (res: Response): Browser => signedIn(res).browser,
    proves,
    forgetHere,
    /** For pages that strangers may read too. */
    visitorOf: whoAsks,
  };
}
