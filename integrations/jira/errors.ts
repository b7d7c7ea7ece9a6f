/** Jira's failures as our errors. */
import { AppError } from '../../src/errors.ts';
import { failureSchema } from './schemas.ts';

const hourMs = 3_600_000;
const throttledMs = 60_000;
/** somebody changed the same issue at that moment */
const conflictMs = 60_000;
/** Jira has not seen a request that ended like this. */
const beforeSending = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

export interface Doing {
  /** for people, completes "while …": "creating an issue" */
  doing: string;
  /** it must not happen twice */
  isCreation: boolean;
}

export function networkFailure(cause: unknown, { doing, isCreation }: Doing): AppError {
  const code = codeOf(cause);
  const isUnclear = isCreation && !beforeSending.has(code);
  return new AppError(isUnclear ? 'tracker_unclear' : 'tracker_unavailable', {
    message: `Jira cannot be reached while ${doing}: ${code}`,
    cause,
  });
}

const codeOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return 'the connection failed';
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return cause.cause instanceof Error ? codeOf(cause.cause) : cause.message;
};

export function refusal(response: Response, body: unknown, { doing, isCreation }: Doing): AppError {
  const { status, headers } = response;
  const said = reasonOf(body);
  const message = `Jira refused ${doing} (${status}): ${said}`;
  const details = { status };
  if (status === 401) return new AppError('tracker_revoked', { message, details });
  const toldMs = retryAfterMs(headers);
  if (status === 429)
    return new AppError('tracker_throttled', { message, details, retryAfterMs: toldMs ?? throttledMs });
  if (status >= 500 || status === 408)
    return new AppError(isCreation ? 'tracker_unclear' : 'tracker_unavailable', {
      message,
      details,
      ...(toldMs !== undefined && { retryAfterMs: toldMs }),
    });
  if (status === 409) return new AppError('tracker_rejected', { message, details, retryAfterMs: conflictMs });
  return new AppError('tracker_rejected', { message, details });
}

const reasonOf = (body: unknown): string => {
  const { data } = failureSchema.safeParse(body);
  const reasons = data
    ? [...data.errorMessages, ...Object.entries(data.errors).map(([name, why]) => `${name}: ${why}`)]
    : [];
  return reasons.join('; ') || 'no reason given';
};

function retryAfterMs(headers: Headers): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1000, hourMs) : undefined;
}
