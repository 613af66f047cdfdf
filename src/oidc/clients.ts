// Applications as the protocol engine's clients. Each node keeps those it used until one changes
// anywhere. Only active applications exist here; a secret is known by its digest alone.
import type { AdapterPayload } from 'oidc-provider';
import { builtInMetadata, isBuiltInClient, secretPurpose } from '../applications/built-in.ts';
import type { ClientMetadata } from '../applications/client-metadata.ts';
import { responseModesOf, settledByProfile } from '../applications/security-profile.ts';
import { trialMetadata, trialPath } from '../applications/trial-metadata.ts';
import type { Trial, Trials } from '../applications/trial.ts';
import type { Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import type { Notifications } from '../core/notifications.ts';
import { digest, sameSecret } from '../core/random.ts';
import type { Sealing } from '../core/sealing.ts';
import { canProve, type CertificateSource } from './certificates.ts';

export type Clients = ReturnType<typeof createClients>;

/** `expiresAt` in seconds since 1970, null for a secret without an end. */
type Secret = { hash: string; expiresAt: number | null };

export type ClientApplication = {
  id: string;
  clientId: string;
  name: string;
  nameEn: string;
  builtIn: boolean;
  state: string;
  metadata: AdapterPayload;
  secrets: Secret[];
};

const find: Statement = {
  name: 'oidc-client',
  text: `
    SELECT id, client_id AS "clientId", name, name_en AS "nameEn", built_in AS "builtIn", state, metadata,
      coalesce((SELECT jsonb_agg(jsonb_build_object('hash', s.hash, 'expiresAt', extract(epoch FROM s.expires_at)))
                FROM application_secret s WHERE s.application_id = a.id), '[]') AS secrets
    FROM application a WHERE client_id = $1`,
};

const findByResource: Statement = {
  name: 'oidc-resource',
  text: `SELECT client_id AS "clientId" FROM application WHERE metadata ->> 'resource' = $1 AND metadata ? 'resource'`,
};

const clientId = /^[\x21-\x7e]{1,255}$/;
/** A listener that lost its connection hears nothing; no copy is believed longer than this. */
const keepMs = 30_000;
const minimalScope = 'openid profile';

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

/** Client metadata (OpenID Connect Registration 1.0, section 2) with our defaults: the least that works. */
export function toMetadata(application: ClientApplication): AdapterPayload {
  const { metadata, secrets } = application;
  const grants = strings(metadata.grant_types ?? ['authorization_code']);
  const method = metadata.token_endpoint_auth_method ?? 'client_secret_basic';
  const modes = responseModesOf(metadata as ClientMetadata);
  return {
    scope: minimalScope,
    redirect_uris: [],
    ...metadata,
    ...settledByProfile(metadata as ClientMetadata),
    ...(modes && { response_modes: modes }),
    client_id: application.clientId,
    client_name: application.name,
    grant_types: grants,
    response_types: grants.includes('authorization_code') ? ['code'] : [],
    token_endpoint_auth_method: method,
    ...(method.startsWith('client_secret') && { client_secret: writeSecrets(secrets) }),
    ...(metadata.backchannel_logout_uri && { backchannel_logout_session_required: true }),
  };
}

/** The engine wants one text for a secret: ours lists digests, `-` where there is none. */
const writeSecrets = (secrets: readonly Secret[]): string =>
  secrets.map(({ hash, expiresAt }) => `${hash}@${expiresAt ?? ''}`).join(' ') || '-';

/** Every live secret is compared, so that the time tells neither which nor how many. */
function isSecret(written: string, given: string, now: Date): boolean {
  const hash = digest(given);
  let matches = false;
  for (const entry of written.split(' ')) {
    const [known = '', end = ''] = entry.split('@');
    const live = end === '' || Number(end) * 1000 > now.getTime();
    if (sameSecret(known, hash) && live) matches = true;
  }
  return matches;
}

/** Origins a form may lead to: where the application takes people back to. */
export function originsOf(metadata: AdapterPayload): string[] {
  const uris = [
    ...strings(metadata.redirect_uris),
    ...strings(metadata['post_logout_redirect_uris']),
  ];
  const urls = uris.filter((uri) => URL.canParse(uri)).map((uri) => new URL(uri));
  // An app on a telephone has a scheme of its own and no origin.
  return [...new Set(urls.map(({ origin, protocol }) => (origin === 'null' ? protocol : origin)))];
}

/** A mere link in the portal is no client; what is called by others is one, to ask about their tokens. */
const isClient = ({ metadata }: ClientApplication) =>
  strings(metadata.redirect_uris).length > 0 ||
  strings(metadata.grant_types).length > 0 ||
  metadata['resource'] !== undefined;

export function createClients(deps: {
  db: Database;
  clock: Clock;
  notifications: Pick<Notifications, 'on'>;
  sealing: Sealing;
  publicUrl: URL;
  consoleUrl: URL;
  trials: Pick<Trials, 'read' | 'secretOf'>;
  certificates: CertificateSource | undefined;
}) {
  const { db, clock, sealing, trials } = deps;
  const builtIn = builtInMetadata(deps);
  const kept = new Map<string, { application: ClientApplication; until: number }>();
  let generation = 0;
  deps.notifications.on(['application', 'application_secret'], () => {
    generation += 1;
    kept.clear();
  });

  /** Our own pages: the configuration says what they are, and nobody stores their secret. */
  function complete(row: ClientApplication): ClientApplication {
    if (!row.builtIn || !isBuiltInClient(row.clientId)) return row;
    const secret = sealing.derive(secretPurpose(row.clientId));
    const metadata = { ...builtIn[row.clientId] } as AdapterPayload;
    return { ...row, metadata, secrets: [{ hash: digest(secret), expiresAt: null }] };
  }

  async function load(id: string): Promise<ClientApplication | undefined> {
    const began = generation;
    const [row] = await db.sql.query<ClientApplication>(find, [id]);
    if (!row) return undefined;
    const application = complete(row);
    // News that came while we were reading may be about what we read.
    if (began === generation) kept.set(id, { application, until: performance.now() + keepMs });
    return application;
  }

  /** An administrator's trial (applications/trial.ts): the application under another name, for a while. */
  async function asTrial(id: string, trial: Trial): Promise<ClientApplication | undefined> {
    const application = await findApplication(trial.clientId);
    if (!application || application.builtIn) return undefined;
    const live = trial.live && ['draft', 'active'].includes(application.state);
    const redirectUri = new URL(trialPath(application.id), deps.consoleUrl).href;
    return {
      ...application,
      clientId: id,
      state: live ? 'active' : 'retired',
      metadata: trialMetadata(application.metadata as ClientMetadata, redirectUri),
      secrets: [{ hash: digest(trials.secretOf(id)), expiresAt: null }],
    };
  }

  /** Made once for each version of an application: whoever keeps something by it may go by the object. */
  const made = new WeakMap<ClientApplication, AdapterPayload>();
  function metadataOf(application: ClientApplication): AdapterPayload {
    const metadata = made.get(application) ?? toMetadata(application);
    made.set(application, metadata);
    return metadata;
  }

  /** Where no proxy hands certificates on, whoever needs one cannot prove itself. */
  function isPossible(metadata: ClientMetadata): boolean {
    const bound = metadata.tls_client_certificate_bound_access_tokens === true;
    const method = metadata.token_endpoint_auth_method ?? '';
    return canProve(method, deps.certificates) && (!bound || deps.certificates !== undefined);
  }

  /** The application in any state. */
  async function findApplication(id: string): Promise<ClientApplication | undefined> {
    if (!clientId.test(id)) return undefined;
    const trial = trials.read(id);
    if (trial) return asTrial(id, trial);
    const entry = kept.get(id);
    return entry && entry.until > performance.now() ? entry.application : load(id);
  }

  return {
    find: findApplication,
    /** The application that calls itself by that address (RFC 8707), in any state. */
    async byResource(resource: string): Promise<ClientApplication | undefined> {
      if (resource.length > 2000) return undefined;
      const [row] = await db.sql.query<{ clientId: string }>(findByResource, [resource]);
      return row && findApplication(row.clientId);
    },
    /** Metadata of an application that may sign people in now; undefined for every other. */
    async metadata(id: string): Promise<AdapterPayload | undefined> {
      const application = await findApplication(id);
      if (!application || application.state !== 'active' || !isClient(application))
        return undefined;
      if (!isPossible(application.metadata as ClientMetadata)) return undefined;
      return metadataOf(application);
    },
    isSecret: (written: string, given: string) => isSecret(written, given, clock.now()),
  };
}
