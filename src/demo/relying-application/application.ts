// A small application of somebody else's, as a developer in an agency would connect it. `/` shows who
// is signed in and with which claims, `/login` begins, `/logout` signs out everywhere. It keeps its
// sessions in memory and owns no user table: that is all a demo needs.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import express, { type Express, type Request, type Response } from 'express';
import { createLogoutTokenCheck } from './logout-token.ts';
import { nobodyPage, refusedPage, somebodyPage, type Look } from './page.ts';
import { createSignIn, refusal, type Pending, type Settings, type SignedIn } from './sign-in.ts';

export type RelyingApplication = { url: string; stop: () => Promise<void> };
type Session = { pending?: Pending; signedIn?: SignedIn };

const style = fileURLToPath(new URL('style.css', import.meta.url));
const mostSessions = 1_000;

/** Sessions by the value of a cookie. Browsers share cookies between ports, so the name holds it. */
function createSessions(cookie: string) {
  const sessions = new Map<string, Session>();
  const idOf = (req: Request) =>
    new RegExp(`(?:^|; )${cookie}=([\\w-]+)`).exec(req.headers.cookie ?? '')?.[1] ?? '';

  return {
    find: (req: Request): Session => sessions.get(idOf(req)) ?? {},
    /** Always under a new id, so that nobody can plant one. */
    replace(req: Request, res: Response, session: Session): void {
      sessions.delete(idOf(req));
      if (sessions.size >= mostSessions) sessions.delete(sessions.keys().next().value ?? '');
      const id = randomBytes(24).toString('base64url');
      sessions.set(id, session);
      res.cookie(cookie, id, { httpOnly: true, sameSite: 'lax' });
    },
    end: (req: Request) => sessions.delete(idOf(req)),
    endWhere(matches: (person: SignedIn) => boolean): void {
      for (const [id, { signedIn }] of sessions)
        if (signedIn && matches(signedIn)) sessions.delete(id);
    },
  };
}

function buildApplication(settings: Settings, look: Look): Express {
  const app = express().disable('x-powered-by');
  const signIn = createSignIn(settings);
  const sessions = createSessions(`application_${settings.url.port}`);
  const checkLogoutToken = createLogoutTokenCheck({
    issuer: settings.issuer.href,
    audience: settings.clientId,
    keysAddress: () => signIn.keysAddress(),
  });

  app.use((_req, res, next) => {
    res.set('Content-Security-Policy', "default-src 'none'; style-src 'self'; base-uri 'none'");
    res.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
    next();
  });
  app.get('/style.css', (_req, res) => res.sendFile(style));

  app.get('/', (req, res) => {
    const { signedIn } = sessions.find(req);
    res.send(signedIn ? somebodyPage(look, signedIn.claims) : nobodyPage(look));
  });

  app.get('/login', async (req, res) => {
    const { to, pending } = await signIn.begin();
    sessions.replace(req, res, { pending });
    res.redirect(to.href);
  });

  app.get('/callback', async (req, res) => {
    const { pending } = sessions.find(req);
    if (!pending) return res.redirect('/'); // a reload, or a link from elsewhere
    try {
      const signedIn = await signIn.finish(req.originalUrl, pending);
      sessions.replace(req, res, { signedIn });
      res.redirect('/');
    } catch (error) {
      sessions.end(req);
      const refused = refusal(error);
      if (!refused) throw error;
      res.status(403).send(refusedPage(look, refused));
    }
  });

  app.get('/logout', async (req, res) => {
    const { signedIn } = sessions.find(req);
    sessions.end(req);
    res.redirect(signedIn ? (await signIn.end(signedIn)).href : '/');
  });

  // Called by the identity provider when the person signs out elsewhere, or loses the right to be here.
  const form = express.urlencoded({ extended: false, limit: '16kb' });
  app.post('/backchannel-logout', form, async (req, res) => {
    const token: unknown = (req.body as Record<string, unknown> | undefined)?.['logout_token'];
    try {
      const { sub, sid } = await checkLogoutToken(String(token));
      sessions.endWhere((person) => (sid ? person.sid === sid : person.sub === sub));
      res.status(200).end();
    } catch {
      res.status(400).json({ error: 'invalid_request' });
    }
  });

  app.use((error: unknown, _req: Request, res: Response, _next: () => void) => {
    console.error(`${look.name}: ${String(error)}`);
    res.status(502).send(refusedPage(look, { code: 'server_error', description: '' }));
  });
  return app;
}

/** Opens the application on loopback, on the port of its address. */
export function startRelyingApplication(
  settings: Settings,
  look: Look,
): Promise<RelyingApplication> {
  const server = createServer(buildApplication(settings, look));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(Number(settings.url.port), '127.0.0.1', () =>
      resolve({ url: settings.url.origin, stop }),
    );
  });
}
