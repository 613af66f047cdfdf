// Configuration: the environment, read once at start. The only file that reads process.env.
// One schema; every mistake is reported together, each with its cure. Settings that administrators
// change while the system runs are rows in the database instead.
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;
export type Config = ReturnType<typeof shape>;

/** For programs that look into it before the configuration is read (command line, demo). */
export const environment: Environment = process.env;

const port = z.coerce
  .number({ error: 'must be a port number' })
  .int('must be a whole number')
  .min(0, 'must be between 0 and 65535')
  .max(65535, 'must be between 0 and 65535');

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** An origin without a path. Plain http only on this machine: codes and sessions travel through it. */
const origin = (missing: string) =>
  z
    .string(`is missing: ${missing}`)
    .refine(
      (text) => URL.canParse(text),
      'is not a URL: write it as https://host or https://host:port',
    )
    .transform((text) => new URL(text))
    .refine(
      (url) => url.pathname === '/' && !url.search,
      'must have no path: only https://host[:port]',
    )
    .refine(
      (url) =>
        url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname)),
      'must begin with https:// (plain http is for localhost only)',
    );

const list = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter(Boolean));

const isAddressOrRange = (text: string): boolean => {
  const [address = '', prefix, ...rest] = text.split('/');
  const bits = { 4: 32, 6: 128 }[isIP(address)];
  const width = Number(prefix ?? 0);
  return bits !== undefined && rest.length === 0 && Number.isInteger(width) && width <= bits;
};

/** The certificates in a file, each as PEM. */
function certificatesIn(path: string | undefined, context: z.RefinementCtx): string[] {
  if (path === undefined) return [];
  try {
    const found = readFileSync(path, 'utf8').match(
      /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g,
    );
    if (found?.every((pem) => new X509Certificate(pem).raw.length > 0)) return found;
  } catch {
    // said below
  }
  context.addIssue(`cannot be read: check that ${path} holds certificates as PEM`);
  return z.NEVER;
}

/** Every key of the environment; `.env.example` lists exactly these. */
export const schema = z.object({
  DATABASE_URL: z
    .string('is missing: the PostgreSQL to use, as postgresql://user:password@host:5432/database')
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://'),
  DATABASE_CONNECTIONS: z.coerce
    .number({ error: 'must be a number from 3 to 200' })
    .int('must be a whole number')
    .min(3, 'must be 3 or more: a scheduled synchronisation needs as many')
    .max(200, 'must be 200 or less')
    .default(10),
  PUBLIC_URL: origin(
    'the address people open in their browser, such as https://sso.example.gov.vn',
  ),
  CONSOLE_URL: origin(
    'the address administrators open, on a port or a name of its own, such as https://sso.example.gov.vn:8443',
  ),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(3000),
  CONSOLE_PORT: port.default(3001),
  SEALING_KEYS: z
    .string(
      'is missing: the key that seals secrets in the database. Make one with: openssl rand -hex 32',
    )
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .refine(
      (keys) => keys.length > 0 && keys.every((key) => /^[0-9a-f]{64}$/i.test(key)),
      'must be 64 hexadecimal characters (several keys: comma between, the first seals). Make one with: openssl rand -hex 32',
    ),
  TRUSTED_PROXIES: list.refine(
    (proxies) => proxies.every(isAddressOrRange),
    'must hold addresses or ranges, such as 127.0.0.1, 10.0.0.0/8',
  ),
  PRIVATE_HOSTS: list,
  CLIENT_CERTIFICATE_HEADER: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/, 'must be the name of a header, such as X-Client-Cert')
    .transform((name) => name.toLowerCase())
    .optional(),
  CLIENT_CERTIFICATE_AUTHORITIES: z.string().optional().transform(certificatesIn),
  SIGN_INS_PER_MINUTE: z.coerce
    .number({ error: 'must be a number from 0 to 100000' })
    .int('must be a whole number')
    .min(0, 'must be 0 (no limit) or more')
    .max(100_000, 'must be 100000 or less')
    .default(120),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, silent',
    })
    .default('info'),
  DEMO: z.enum(['0', '1'], { error: 'must be 0 or 1' }).default('0'),
});

/** Keys that hold a secret: each may be given as KEY_FILE, the path of a file with the value. */
export const secretKeys = ['DATABASE_URL', 'SEALING_KEYS'] as const;

type Mistake = { key: string; message: string };

/** All mistakes of a configuration at once. */
export class ConfigError extends Error {
  readonly mistakes: readonly Mistake[];
  constructor(mistakes: readonly Mistake[]) {
    super(mistakes.map(({ key, message }) => `${key} ${message}`).join('\n'));
    this.name = 'ConfigError';
    this.mistakes = mistakes;
  }
}

function withFiles(env: Environment, mistakes: Mistake[]): Record<string, string | undefined> {
  const values = Object.fromEntries(
    Object.keys(schema.shape).map((key) => [key, env[key] === '' ? undefined : env[key]]),
  );
  for (const key of secretKeys) {
    const path = env[`${key}_FILE`];
    if (!path) continue;
    if (values[key] !== undefined)
      mistakes.push({ key, message: `is given twice: keep either ${key} or ${key}_FILE` });
    try {
      values[key] = readFileSync(path, 'utf8').trim();
    } catch {
      mistakes.push({
        key: `${key}_FILE`,
        message: `cannot be read: check the path ${path} and its rights`,
      });
    }
  }
  return values;
}

const shape = (env: z.output<typeof schema>) =>
  ({
    database: { url: env.DATABASE_URL, maxConnections: env.DATABASE_CONNECTIONS },
    publicUrl: env.PUBLIC_URL,
    issuer: new URL('/oidc', env.PUBLIC_URL),
    consoleUrl: env.CONSOLE_URL,
    listen: { host: env.HOST, port: env.PORT, consolePort: env.CONSOLE_PORT },
    sealingKeys: env.SEALING_KEYS,
    trustedProxies: env.TRUSTED_PROXIES,
    privateHosts: env.PRIVATE_HOSTS,
    certificates: env.CLIENT_CERTIFICATE_HEADER
      ? { header: env.CLIENT_CERTIFICATE_HEADER, authorities: env.CLIENT_CERTIFICATE_AUTHORITIES }
      : undefined,
    signInsPerMinute: env.SIGN_INS_PER_MINUTE,
    logLevel: env.LOG_LEVEL,
    demo: env.DEMO === '1',
  }) as const;

/**
 * Pure but for the files named by KEY_FILE.
 * @throws ConfigError with every mistake.
 */
export function loadConfig(env: Environment = environment): Config {
  const mistakes: Mistake[] = [];
  const parsed = schema.safeParse(withFiles(env, mistakes));
  for (const issue of parsed.error?.issues ?? [])
    mistakes.push({ key: String(issue.path[0]), message: issue.message });
  if (parsed.data && parsed.data.PUBLIC_URL.origin === parsed.data.CONSOLE_URL.origin)
    mistakes.push({
      key: 'CONSOLE_URL',
      message: 'must differ from PUBLIC_URL: the console has its own port',
    });
  if (parsed.data && parsed.data.PORT !== 0 && parsed.data.PORT === parsed.data.CONSOLE_PORT)
    mistakes.push({
      key: 'CONSOLE_PORT',
      message: 'must differ from PORT: the console has its own port',
    });
  if (parsed.data?.CLIENT_CERTIFICATE_HEADER && parsed.data.TRUSTED_PROXIES.length === 0)
    mistakes.push({
      key: 'CLIENT_CERTIFICATE_HEADER',
      message: 'needs TRUSTED_PROXIES: the header is believed from those proxies alone',
    });
  if (!parsed.data || mistakes.length > 0) throw new ConfigError(mistakes);
  return Object.freeze(shape(parsed.data));
}
