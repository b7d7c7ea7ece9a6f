/**
 * The one table of error codes. `kind` says whose move it is, `httpStatus` what the API answers,
 * `retryable` whether Temporal tries again by itself.
 */
export type ErrorKind = 'user' | 'conflict' | 'auth' | 'throttled' | 'upstream' | 'bug';

interface ErrorRule {
  kind: ErrorKind;
  httpStatus: number;
  retryable: boolean;
}

const rule = (kind: ErrorKind, httpStatus: number, retryable = false): ErrorRule => ({ kind, httpStatus, retryable });

export const errorRules = {
  invalid_input: rule('user', 422),
  malformed_request: rule('user', 400),
  not_found: rule('user', 404),
  payload_too_large: rule('user', 413),
  unsupported_media_type: rule('user', 415),
  not_allowed_now: rule('conflict', 409),
  already_exists: rule('conflict', 409),
  version_conflict: rule('conflict', 412),
  idempotency_conflict: rule('conflict', 409),
  effect_held: rule('conflict', 409, true),
  playbook_invalid: rule('user', 422),
  dependency_cycle: rule('user', 422),
  not_signed_in: rule('auth', 401),
  forbidden: rule('auth', 403),
  link_expired: rule('auth', 410),
  bad_signature: rule('auth', 401),
  rate_limited: rule('throttled', 429, true),
  crm_throttled: rule('throttled', 503, true),
  crm_unavailable: rule('upstream', 503, true),
  crm_revoked: rule('upstream', 503),
  crm_forbidden: rule('upstream', 502),
  crm_rejected: rule('upstream', 502),
  crm_not_found: rule('upstream', 404),
  mail_unavailable: rule('upstream', 503, true),
  mail_refused: rule('upstream', 502),
  mail_policy_refused: rule('upstream', 503, true),
  mail_sender_refused: rule('upstream', 503, true),
  mail_unclear: rule('upstream', 502),
  mailbox_unavailable: rule('upstream', 503, true),
  scanner_unavailable: rule('upstream', 503, true),
  tracker_throttled: rule('throttled', 503, true),
  tracker_unavailable: rule('upstream', 503, true),
  tracker_unclear: rule('upstream', 502),
  tracker_revoked: rule('upstream', 503),
  tracker_rejected: rule('upstream', 502),
  slack_throttled: rule('throttled', 503, true),
  slack_unavailable: rule('upstream', 503, true),
  slack_unclear: rule('upstream', 502),
  slack_revoked: rule('upstream', 503),
  slack_unreachable: rule('upstream', 502),
  slack_rejected: rule('upstream', 502),
  database_unavailable: rule('upstream', 503, true),
  temporal_unavailable: rule('upstream', 503, true),
  integration_off: rule('upstream', 503),
  internal: rule('bug', 500, true),
} as const satisfies Record<string, ErrorRule>;

export type ErrorCode = keyof typeof errorRules;

export interface AppErrorOptions {
  message: string;
  cause?: unknown;
  /** Shown to callers: ids, paths and limits, never secrets. */
  details?: Record<string, unknown>;
  /** For `throttled`: when to try again. */
  retryAfterMs?: number;
}

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, options: AppErrorOptions) {
    super(options.message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details ?? {};
    this.retryAfterMs = options.retryAfterMs;
  }

  get rule(): ErrorRule {
    return errorRules[this.code];
  }
}

export const isAppError = (error: unknown): error is AppError => error instanceof AppError;
