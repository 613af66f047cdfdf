// JSON lines for operators. They may be lost; what must not be lost is in the journal.
// Never a password, code, token or whole body: the list below is the last line of defence.
import { pino } from 'pino';

export type Logger = ReturnType<typeof createLogger>;

const secrets = [
  'password',
  'client_secret',
  'code',
  'token',
  'access_token',
  'refresh_token',
  'id_token',
  'authorization',
  'cookie',
];

/** Of an error only what explains it: libraries hang whole connections on theirs. */
export function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return {
    name,
    message,
    ...(typeof code === 'string' && { reason: code }), // "code" is redacted below
    stack,
    ...(cause !== undefined && { cause: plainError(cause) }),
  };
}

/** @param fd 1 for a server; 2 for a command, whose standard output belongs to its answer. */
export function createLogger(level: string, fd: 1 | 2 = 1) {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: plainError },
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
  };
  return pino(options, pino.destination({ fd, sync: true }));
}
