/** Salesforce's failures as our errors, and what they say about whom to hold back. */
import type { z } from 'zod';
import { AppError, type ErrorCode } from '../../src/errors.ts';
import type { Answer } from './http.ts';
import { type Problem, refusalSchema } from './schemas.ts';

export interface Failure {
  error: AppError;
  /** nobody calls before this many ms have passed */
  block: { limitClass: 'burst' | 'daily'; ms: number } | null;
}

const minuteMs = 60_000;
const networkRetryMs = 5_000;
/** the limit counts the last 24 hours, so some of it comes back all the time */
const dailyPauseMs = 15 * minuteMs;
/** calls that took more than 20 s fill the concurrent ones; they end by themselves */
const concurrentPauseMs = 5_000;

/** No answer at all, or none that could be read to its end. */
export const unreachable = (cause: unknown, doing: string): AppError =>
  new AppError('crm_unavailable', {
    message: `Salesforce cannot be reached while ${doing}: ${networkReason(cause)}`,
    cause,
    retryAfterMs: networkRetryMs,
  });

/** An answer that does not have the documented form: a proxy's page, or a change at Salesforce. */
export const unexpectedAnswer = (cause: z.ZodError, doing: string): AppError =>
  new AppError('crm_unavailable', {
    message: `Salesforce answered in an unexpected form while ${doing}: ${cause.issues
      .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
      .slice(0, 3)
      .join('; ')}`,
    cause,
    retryAfterMs: minuteMs,
  });

export const problemsIn = (answer: Answer): Problem[] => refusalSchema.safeParse(parseJson(answer.text)).data ?? [];

/** The session ended, or a fresh one is not taken either. */
export const isSessionRefused = (answer: Answer): boolean =>
  answer.status === 401 || problemsIn(answer).some(({ errorCode }) => errorCode === 'INVALID_SESSION_ID');

export const refusedFresh = (answer: Answer, cause: unknown, doing: string): AppError =>
  new AppError('crm_revoked', {
    message: `Salesforce refuses a session that it gave a moment ago, while ${doing}: ${problemsIn(answer)[0]?.message ?? `HTTP ${answer.status}`}`,
    cause,
    details: { status: answer.status },
  });

export function describeRefusal(answer: Answer, cause: unknown, doing: string): Failure {
  const problems = problemsIn(answer);
  const [first] = problems;
  const said = first ? `${first.errorCode}: ${oneLine(first.message)}` : `HTTP ${answer.status}`;
  const message = `Salesforce refused ${doing} (${answer.status}): ${said}`;
  const details = {
    status: answer.status,
    errorCode: first?.errorCode ?? null,
    field: first ? fieldOf(first) : null,
  };
  const given = { message, cause, details };
  const error = (code: ErrorCode, retryAfterMs?: number): Failure => ({
    error: new AppError(code, { ...given, ...(retryAfterMs !== undefined && { retryAfterMs }) }),
    block: null,
  });
  const told = retryAfterMs(answer.headers);
  switch (first?.errorCode ?? '') {
    case 'REQUEST_LIMIT_EXCEEDED':
      return throttled(given, /concurrent/i.test(message), told);
    case 'API_DISABLED_FOR_ORG':
    case 'INVALID_AUTH_HEADER':
      return error('crm_revoked');
    case 'UNABLE_TO_LOCK_ROW':
    case 'QUERY_TIMEOUT':
    case 'REQUEST_RUNNING_TOO_LONG':
    // ten open queries of a user are kept: the read begins anew
    case 'INVALID_QUERY_LOCATOR':
    case 'API_CURRENTLY_DISABLED':
    case 'SERVER_UNAVAILABLE':
    case 'UNKNOWN_EXCEPTION':
      return error('crm_unavailable', told ?? networkRetryMs);
    case 'NOT_FOUND':
    case 'ENTITY_IS_DELETED':
      return error('crm_not_found');
    default:
      if (answer.status === 429) return throttled(given, true, told);
      return error(codeOf(answer.status), isPassing(answer.status) ? (told ?? networkRetryMs) : undefined);
  }
}

/** 420: the organisation moves or has ended, as Salesforce's proxies say it. */
const isPassing = (status: number): boolean => status >= 500 || status === 408 || status === 420;

function codeOf(status: number): ErrorCode {
  if (isPassing(status)) return 'crm_unavailable';
  if (status === 401) return 'crm_revoked';
  if (status === 403) return 'crm_forbidden';
  return status === 404 ? 'crm_not_found' : 'crm_rejected';
}

function throttled(
  given: { message: string; cause: unknown; details: Record<string, unknown> },
  isBrief: boolean,
  toldMs: number | undefined,
): Failure {
  const limitClass = isBrief ? ('burst' as const) : ('daily' as const);
  const ms = toldMs ?? (isBrief ? concurrentPauseMs : dailyPauseMs);
  return { error: new AppError('crm_throttled', { ...given, retryAfterMs: ms }), block: { limitClass, ms } };
}

/** The vendor's field that a problem is about: listed, or named in the text alone. */
export function fieldOf({ fields, message }: Problem): string | null {
  const [, column] = /No such column '([^']+)' on (?:entity|sobject)/.exec(message) ?? [];
  return fields[0] ?? column ?? null;
}

export const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function retryAfterMs(headers: Record<string, string>): number | undefined {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  return seconds > 0 ? Math.min(seconds * 1_000, 24 * 60 * minuteMs) : undefined;
}

function networkReason(cause: unknown): string {
  if (!(cause instanceof Error)) return 'the connection failed';
  if (cause.name === 'TimeoutError') return 'no answer in time';
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
  const inner = cause.cause instanceof Error ? ` (${networkReason(cause.cause)})` : '';
  return `${code ?? cause.message}${inner}`;
}
