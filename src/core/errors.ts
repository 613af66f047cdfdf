// Errors that people and programs may see. An error carries a code, never a sentence: the edge
// (web/error-response.ts, the command line) puts it into words. Unknown errors are 500.

/** The closed catalogue. `field` names the form field an error belongs beside. */
export const catalogue = {
  'request.malformed': { status: 400 },
  'request.too-large': { status: 413 },
  'request.unknown-host': { status: 421 },
  'request.foreign-origin': { status: 403 },
  'request.not-found': { status: 404 },
  'request.method-not-allowed': { status: 405 },
  'request.unsupported-media-type': { status: 415 },
  'request.too-many': { status: 429 },
  'database.unreachable': { status: 503 },
  'sealing.cannot-open': { status: 500 },
  internal: { status: 500 },
} as const satisfies Record<string, { status: number; field?: string }>;

export type ErrorCode = keyof typeof catalogue;
export type ErrorParams = Readonly<Record<string, string | number>>;

/** The only error class of ours. `params` fill the sentence; `cause` is for the log alone. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, options: { cause?: unknown; params?: ErrorParams } = {}) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.params = options.params ?? {};
  }

  get status(): number {
    return catalogue[this.code].status;
  }

  get field(): string | undefined {
    const entry: { status: number; field?: string } = catalogue[this.code];
    return entry.field;
  }
}

/** Narrows an unknown error to ours with that code. */
export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code);
}
