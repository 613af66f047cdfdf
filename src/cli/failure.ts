// Puts a failure into words for whoever sits at the terminal: what happened and what to do, one
// plain sentence each. Never the password inside DATABASE_URL, never a stack.
import { ConfigError } from '../config.ts';
import { AppError } from '../core/errors.ts';
import { messagesFor } from '../web/messages/messages.ts';

export const exitCodes = { ok: 0, failure: 1, usage: 2, refused: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What a command line command cannot do, with the code for programs and the sentence for people. */
export class CommandError extends Error {
  readonly code: string;
  readonly exit: ExitCode;
  constructor(code: string, message: string, exit: ExitCode = exitCodes.failure) {
    super(message);
    this.name = 'CommandError';
    this.code = code;
    this.exit = exit;
  }
}

export type Failure = { code: string; message: string; exit: ExitCode };

type SystemError = Error & { code?: string; port?: number; address?: string; syscall?: string };

/** PostgreSQL's own refusals of a connection (its manual, appendix A). */
const postgresCures: Record<string, string> = {
  '28P01': 'PostgreSQL refused the password: check user and password in DATABASE_URL.',
  '28000': 'PostgreSQL refused the user: check DATABASE_URL and pg_hba.conf.',
  '3D000': 'The database named in DATABASE_URL does not exist: create it first (createdb).',
  '42501': 'The database user lacks rights: make it the owner of the database.',
  '53300':
    'PostgreSQL has no connection left: lower DATABASE_CONNECTIONS or raise max_connections.',
  '57P03': 'PostgreSQL is still starting or stopping: try again in a moment.',
};

const unreachable =
  'PostgreSQL cannot be reached: check host and port in DATABASE_URL, and that it runs';

function wordsFor(error: SystemError): string {
  const { code = '', syscall } = error;
  if (code === 'EADDRINUSE')
    return `Port ${error.port} on ${error.address} is taken by another program: end it, or choose another port (PORT, CONSOLE_PORT).`;
  if (code === 'EACCES' && syscall === 'listen')
    return `Port ${error.port} may not be opened by this user: choose one above 1023 (PORT, CONSOLE_PORT).`;
  if (code === 'EADDRNOTAVAIL') return `HOST ${error.address} is not an address of this machine.`;
  if (postgresCures[code]) return postgresCures[code];
  if (/^(ECONN|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN)/.test(code))
    return `${unreachable} (${code}).`;
  if (/timeout expired|terminated unexpectedly/.test(error.message)) return `${unreachable}.`;
  if (error.message.startsWith('migration ')) return `The ${error.message}.`;
  return `Unexpected error: ${error.message || code || error.name}`;
}

export function describeFailure(raw: unknown): Failure {
  // Asked of its shape: errors of Node may come from another realm, where instanceof fails.
  const error: SystemError =
    typeof raw === 'object' && raw !== null ? (raw as SystemError) : new Error(String(raw));
  if (error instanceof CommandError)
    return { code: error.code, message: error.message, exit: error.exit };
  if (error instanceof ConfigError)
    return { code: 'configuration', message: error.message, exit: exitCodes.failure };
  if (error instanceof AppError) {
    if (error.code === 'database.unreachable' && error.cause)
      return { ...describeFailure(error.cause), code: error.code };
    const message = messagesFor('en').errors[error.code](error.params);
    return { code: error.code, message, exit: exitCodes.failure };
  }
  return { code: error.code ?? 'unexpected', message: wordsFor(error), exit: exitCodes.failure };
}
