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
  'request.changed-meanwhile': { status: 409 },
  'database.unreachable': { status: 503 },
  'password.too-short': { status: 422, field: 'password' },
  'password.too-long': { status: 422, field: 'password' },
  'password.too-few-classes': { status: 422, field: 'password' },
  'password.holds-name': { status: 422, field: 'password' },
  'password.repeats': { status: 422, field: 'password' },
  'password.common': { status: 422, field: 'password' },
  'password.used-before': { status: 422, field: 'password' },
  'password.busy': { status: 503 },
  'password.kept-by-directory': { status: 409 },
  'sign-in.expired': { status: 410 },
  'sign-in.required': { status: 401 },
  'sign-in.refused': { status: 403 },
  'sign-in.not-completed': { status: 503 },
  'sealing.cannot-open': { status: 500 },
  'account.not-found': { status: 404 },
  'account.username-malformed': { status: 422, field: 'username' },
  'account.username-taken': { status: 409, field: 'username' },
  'account.name-missing': { status: 422, field: 'fullName' },
  'account.mail-malformed': { status: 422, field: 'mail' },
  'account.phone-malformed': { status: 422, field: 'phone' },
  'account.kind-unknown': { status: 422, field: 'kind' },
  'account.transition': { status: 409 },
  'account.reason-missing': { status: 422, field: 'reason' },
  'account.from-directory': { status: 409 },
  'account.last-administrator': { status: 409 },
  'unit.not-found': { status: 404 },
  'unit.name-missing': { status: 422, field: 'name' },
  'unit.code-taken': { status: 409, field: 'code' },
  'unit.parent-loop': { status: 409, field: 'parentId' },
  'unit.from-directory': { status: 409 },
  'unit.closed': { status: 409 },
  'group.not-found': { status: 404 },
  'group.code-malformed': { status: 422, field: 'code' },
  'group.code-taken': { status: 409, field: 'code' },
  'group.name-missing': { status: 422, field: 'name' },
  'group.closed': { status: 409 },
  'group.built-in': { status: 409 },
  'group.own-member': { status: 422 },
  'group.from-directory': { status: 409 },
  'catalog.unknown': { status: 404 },
  'catalog.code-malformed': { status: 422, field: 'code' },
  'catalog.code-taken': { status: 409, field: 'code' },
  'catalog.name-missing': { status: 422, field: 'name' },
  'catalog.dates': { status: 422, field: 'validTo' },
  'application.not-found': { status: 404 },
  'application.built-in': { status: 409 },
  'application.no-owner': { status: 409, field: 'contact' },
  'application.transition': { status: 409 },
  'application.class-unknown': { status: 422, field: 'class' },
  'application.owner-unit-unknown': { status: 422, field: 'owner_unit' },
  'application.unknown-field': { status: 422 },
  'application.field-malformed': { status: 422 },
  'application.client-id-malformed': { status: 422, field: 'client_id' },
  'application.client-id-taken': { status: 409, field: 'client_id' },
  'application.name-missing': { status: 422, field: 'name' },
  'application.address': { status: 422 },
  'application.redirect-uris-missing': { status: 422, field: 'redirect_uris' },
  'application.grant-type': { status: 422, field: 'grant_types' },
  'application.profile': { status: 422, field: 'security_profile' },
  'application.profile-algorithm': { status: 422 },
  'application.profile-authentication': { status: 422, field: 'token_endpoint_auth_method' },
  'application.profile-confidential': { status: 422, field: 'application_type' },
  'application.auth-method': { status: 422, field: 'token_endpoint_auth_method' },
  'application.signing-algorithm': { status: 422, field: 'id_token_signed_response_alg' },
  'application.scope': { status: 422, field: 'scope' },
  'application.keys-missing': { status: 422, field: 'jwks' },
  'application.keys-private': { status: 422, field: 'jwks' },
  'application.section-unknown': { status: 422, field: 'section' },
  'application.no-secret': { status: 409 },
  'application.cannot-try': { status: 409 },
  'application.trial-unknown': { status: 400 },
  'grant.not-found': { status: 404 },
  'grant.subject-unknown': { status: 422, field: 'subject' },
  'directory.unreachable': { status: 503 },
  'directory.timeout': { status: 504 },
  'directory.tls': { status: 502 },
  'directory.bind-refused': { status: 502 },
  'directory.size-limit': { status: 502 },
  'directory.no-base': { status: 502 },
  'directory.refused': { status: 502 },
  'directory.malformed': { status: 502 },
  'directory.sync-ids-differ': { status: 502 },
  'directory.no-timestamps': { status: 502 },
  'directory.changes-not-offered': { status: 502 },
  'directory.filter': { status: 422 },
  'directory.plain-refused': { status: 422, field: 'security' },
  'source.not-found': { status: 404 },
  'source.name-missing': { status: 422, field: 'name' },
  'source.name-taken': { status: 409, field: 'name' },
  'source.password-missing': { status: 422, field: 'password' },
  'source.invalid': { status: 422 },
  'source.disabled': { status: 409 },
  'conflict.changed': { status: 409 },
  'conflict.not-possible': { status: 422 },
  'sync.already-running': { status: 409 },
  'sync.changes-failed': { status: 502 },
  'sync.run-not-found': { status: 404 },
  'sync.not-held': { status: 409 },
  'sync.not-reading': { status: 409 },
  'sync.not-applied': { status: 409 },
  'sync.undo-not-kept': { status: 409 },
  'sync.undo-collides': { status: 409 },
  'sync.undo-outrun': { status: 409 },
  'sync.cancelled': { status: 409 },
  'import.not-found': { status: 404 },
  'import.expired': { status: 410 },
  'import.outdated': { status: 409 },
  'import.has-mistakes': { status: 409 },
  'import.cancelled': { status: 409 },
  'import.interrupted': { status: 503 },
  'import.busy': { status: 503, field: 'file' },
  'import.file-missing': { status: 422, field: 'file' },
  'import.file-unreadable': { status: 422, field: 'file' },
  'import.old-excel': { status: 422, field: 'file' },
  'import.encoding': { status: 422, field: 'file' },
  'import.no-rows': { status: 422, field: 'file' },
  'import.too-many-rows': { status: 422, field: 'file' },
  'import.column-missing': { status: 422, field: 'file' },
  'import.column-twice': { status: 422, field: 'file' },
  'import.formula': { status: 422 },
  'import.row-twice': { status: 422 },
  'import.not-a-choice': { status: 422 },
  'import.title-without-unit': { status: 422 },
  'setting.dates': { status: 422 },
  'setting.idle': { status: 422 },
  'setting.no-text': { status: 422 },
  'position.not-found': { status: 404 },
  'position.target': { status: 422, field: 'into' },
  'position.title-unknown': { status: 409, field: 'title' },
  'order.outdated': { status: 409 },
  'bulk.nothing-chosen': { status: 422 },
  'bulk.too-many': { status: 422 },
  'bulk.not-ready': { status: 409 },
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

/** A unique rule of the database refused the row: someone else was quicker, or it was there already. */
export function isDuplicate(error: unknown): boolean {
  return ['23505', 'P2002'].includes((error as { code?: string }).code ?? '');
}
