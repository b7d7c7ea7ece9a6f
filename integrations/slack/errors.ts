/** Slack's failures as our errors. */
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { AppError, type ErrorCode } from '../../src/errors.ts';

export interface Doing {
  method: string;
  /** posts and creations: what failed half-way must not be done again unseen */
  isCreation: boolean;
}

/** Nothing was sent. */
const beforeSending = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

const codes: Record<string, ErrorCode> = {
  account_inactive: 'slack_revoked',
  app_missing_action_url: 'slack_rejected',
  invalid_auth: 'slack_revoked',
  not_authed: 'slack_revoked',
  token_revoked: 'slack_revoked',
  token_expired: 'slack_revoked',
  team_access_not_granted: 'slack_revoked',
  channel_not_found: 'slack_unreachable',
  is_archived: 'slack_unreachable',
  not_in_channel: 'slack_unreachable',
  user_not_found: 'slack_unreachable',
  users_not_found: 'slack_unreachable',
  user_disabled: 'slack_unreachable',
  // until an administrator has installed the app again, people are reached by other ways
  missing_scope: 'slack_unreachable',
  user_not_visible: 'slack_unreachable',
  cannot_dm_bot: 'slack_unreachable',
  messages_tab_disabled: 'slack_unreachable',
  restricted_action: 'slack_unreachable',
  restricted_action_read_only_channel: 'slack_unreachable',
  restricted_action_thread_only_channel: 'slack_unreachable',
  ekm_access_denied: 'slack_unreachable',
  app_access_restricted: 'slack_unreachable',
  message_not_found: 'slack_unreachable',
  cant_update_message: 'slack_unreachable',
  edit_window_closed: 'slack_unreachable',
  is_inactive: 'slack_unreachable',
  name_taken: 'already_exists',
  service_unavailable: 'slack_unavailable',
  team_added_to_org: 'slack_unavailable',
  org_login_required: 'slack_unavailable',
  external_channel_migrating: 'slack_unavailable',
  update_failed: 'slack_unavailable',
};
/** "It's possible some aspect of the operation succeeded before the error was raised." (Slack, of each method) */
const halfWay = new Set(['fatal_error', 'internal_error', 'request_timeout']);

/** each method has its own word for it, beside the status 429 */
const tooOften = new Set(['ratelimited', 'rate_limited', 'ratelimit', 'message_limit_exceeded']);
const throttledSeconds = 30;

export function describeFailure(cause: unknown, doing: Doing): AppError {
  if (cause instanceof WebAPIRateLimitedError) return throttled(cause.retryAfter, cause, doing);
  if (cause instanceof WebAPIPlatformError) return refused(cause, doing);
  if (cause instanceof WebAPIHTTPError) return answered(cause, doing);
  if (cause instanceof WebAPIRequestError) return lost(cause.original, doing);
  return lost(cause, doing);
}

const throttled = (seconds: number, cause: unknown, { method }: Doing): AppError =>
  new AppError('slack_throttled', {
    message: `Slack allows no more ${method} for ${seconds} s`,
    cause,
    details: { method },
    retryAfterMs: seconds * 1000,
  });

const unclearOr = (code: ErrorCode, { isCreation }: Doing): ErrorCode => (isCreation ? 'slack_unclear' : code);

function refused(cause: WebAPIPlatformError, doing: Doing): AppError {
  const slackError = cause.data.error;
  if (tooOften.has(slackError)) return throttled(throttledSeconds, cause, doing);
  const code = halfWay.has(slackError)
    ? unclearOr('slack_unavailable', doing)
    : (codes[slackError] ?? 'slack_rejected');
  const said = cause.data.response_metadata?.messages?.join('; ');
  const needed = 'needed' in cause.data ? ` (needs ${String(cause.data.needed)})` : '';
  return new AppError(code, {
    message: `Slack refused ${doing.method}: ${slackError}${needed}${said ? `: ${said}` : ''}`,
    cause,
    details: { method: doing.method, slackError },
  });
}

function answered(cause: WebAPIHTTPError, doing: Doing): AppError {
  const isOurs = cause.statusCode < 500 && cause.statusCode !== 408;
  return new AppError(isOurs ? 'slack_rejected' : unclearOr('slack_unavailable', doing), {
    message: `Slack answered ${cause.statusCode} to ${doing.method}`,
    cause,
    details: { method: doing.method, status: cause.statusCode },
  });
}

function lost(cause: unknown, doing: Doing): AppError {
  const reason = reasonOf(cause);
  return new AppError(beforeSending.has(reason) ? 'slack_unavailable' : unclearOr('slack_unavailable', doing), {
    message: `Slack cannot be reached for ${doing.method}: ${reason}`,
    cause,
    details: { method: doing.method },
  });
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'the connection failed';
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return cause.cause instanceof Error ? reasonOf(cause.cause) : cause.message;
}
