/** HubSpot's failures as our errors, and what a 429 says about whom to hold back. */
import { z } from 'zod';
import { AppError, isAppError } from '../../src/errors.ts';
import { failureBodySchema, type FailureBody } from './schemas.ts';

export interface Failure {
  error: AppError;
  /** nobody calls before this many ms have passed */
  block: { limitClass: 'burst' | 'search' | 'daily'; ms: number } | null;
}

export interface FailureContext {
  limitClass: 'burst' | 'search';
  /** what was being done, for people: "reading deals" */
  doing: string;
  nowMs: number;
  /** of the HubSpot account, as far as known: its daily limit starts anew at midnight there */
  timezone: string | null;
  /** how much of a rolling window is waited for; absent: all of it */
  pauseMs?: (limitClass: 'burst' | 'search', windowMs: number) => number;
}

/** The client throws ApiException; each of its modules has a class of its own, so it is known by its shape. */
const apiExceptionSchema = z.object({
  code: z.number().int(),
  body: z.unknown(),
  headers: z.record(z.string(), z.string()).catch({}),
});

export class TimeoutError extends Error {
  constructor(timeoutMs: number, options?: ErrorOptions) {
    super(`No answer within ${timeoutMs / 1000} s`, options);
    this.name = 'TimeoutError';
  }
}

const hourMs = 3_600_000;
const networkRetryMs = 5_000;

export function describeFailure(cause: unknown, context: FailureContext): Failure {
  if (isAppError(cause)) return { error: cause, block: null };
  const exception = apiExceptionSchema.safeParse(cause);
  if (exception.success) return describeAnswer(exception.data, cause, context);
  const why = cause instanceof TimeoutError ? cause.message.toLowerCase() : networkReason(cause);
  return unblocked(
    new AppError('crm_unavailable', {
      message: `HubSpot cannot be reached while ${context.doing}: ${why}`,
      cause,
      retryAfterMs: networkRetryMs,
    }),
  );
}

/** An answer that does not have the documented form: a proxy's page, or a change at HubSpot. */
export const unexpectedAnswer = (cause: z.ZodError, doing: string): AppError =>
  new AppError('crm_unavailable', {
    message: `HubSpot answered in an unexpected form while ${doing}: ${cause.issues
      .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
      .slice(0, 3)
      .join('; ')}`,
    cause,
    retryAfterMs: 60_000,
  });

type Answer = z.infer<typeof apiExceptionSchema>;
const unblocked = (error: AppError): Failure => ({ error, block: null });

function describeAnswer({ code: status, body, headers }: Answer, cause: unknown, context: FailureContext): Failure {
  const said = failureBodySchema.safeParse(body).data ?? {};
  const message = `HubSpot refused ${context.doing} (${status}): ${said.message ?? 'no reason given'}`;
  const details = {
    status,
    ...(said.category && { category: said.category }),
    ...(said.correlationId && { correlationId: said.correlationId }),
  };
  const retryAfter = retryAfterMs(headers, context.nowMs);
  switch (status) {
    case 401:
      return unblocked(new AppError('crm_revoked', { message, cause, details }));
    case 403:
      return unblocked(
        new AppError('crm_forbidden', {
          message: withScopes(message, said),
          cause,
          details: { ...details, requiredScopes: requiredScopes(said) },
        }),
      );
    case 404:
      return unblocked(new AppError('crm_not_found', { message, cause, details }));
    case 429:
      return throttled(said, { toldMs: retryAfter, windowMs: intervalMs(headers) }, message, cause, context);
    case 423:
      return unblocked(
        new AppError('crm_unavailable', { message, cause, details, retryAfterMs: Math.max(2_000, retryAfter ?? 0) }),
      );
    case 477:
      return unblocked(
        new AppError('crm_unavailable', {
          message: `${message} (the account is being moved to another data centre)`,
          cause,
          details,
          retryAfterMs: retryAfter ?? hourMs,
        }),
      );
  }
  if (status >= 500 || status === 408)
    return unblocked(
      new AppError('crm_unavailable', { message, cause, details, retryAfterMs: retryAfter ?? networkRetryMs }),
    );
  return unblocked(
    new AppError('crm_rejected', {
      message,
      cause,
      details: { ...details, problems: propertyProblems(said), field: propertyProblems(said)[0]?.field ?? null },
    }),
  );
}

/** HubSpot names the exhausted policy: DAILY, TEN_SECONDLY_ROLLING, or for searches SECONDLY (in the message alone on some routes). */
function throttled(
  said: FailureBody,
  { toldMs, windowMs }: { toldMs: number | undefined; windowMs: number | undefined },
  message: string,
  cause: unknown,
  { limitClass, nowMs, timezone, pauseMs = (_class, windowMs) => windowMs }: FailureContext,
): Failure {
  const policy =
    said.policyName ??
    (/secondly limit/i.test(said.message ?? '') && !/ten_secondly/i.test(said.message ?? '')
      ? 'SECONDLY'
      : 'TEN_SECONDLY_ROLLING');
  const block =
    policy === 'DAILY'
      ? { limitClass: 'daily' as const, ms: untilMidnightMs(nowMs, timezone) }
      : {
          limitClass,
          ms:
            toldMs ??
            pauseMs(limitClass, windowMs ?? (policy === 'SECONDLY' || limitClass === 'search' ? 1_000 : 10_000)),
        };
  return {
    error: new AppError('crm_throttled', {
      message,
      cause,
      details: { policy, limitClass: block.limitClass },
      retryAfterMs: block.ms,
    }),
    block,
  };
}

/** Where the zone is unknown an hour: the next refusal costs one call. */
export function untilMidnightMs(nowMs: number, timezone: string | null): number {
  if (!timezone) return hourMs;
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  });
  const part = Object.fromEntries(clock.formatToParts(nowMs).map(({ type, value }) => [type, Number(value)]));
  const passedMs = (((part['hour'] ?? 0) * 60 + (part['minute'] ?? 0)) * 60 + (part['second'] ?? 0)) * 1_000;
  return 24 * hourMs - passedMs;
}

function retryAfterMs(headers: Record<string, string>, nowMs: number): number | undefined {
  const value = headers['retry-after'];
  if (value === undefined) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - nowMs;
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, 24 * hourMs) : undefined;
}

function intervalMs(headers: Record<string, string>): number | undefined {
  const value = Number(headers['x-hubspot-ratelimit-interval-milliseconds']);
  return value > 0 ? value : undefined;
}

const requiredScopes = (said: FailureBody): string[] =>
  said.errors?.flatMap(
    ({ context }) =>
      context?.['requiredGranularScopes'] ?? context?.['requiredScopes'] ?? context?.['missingScopes'] ?? [],
  ) ?? [];
const withScopes = (message: string, said: FailureBody): string => {
  const scopes = requiredScopes(said);
  return scopes.length > 0 ? `${message} Needed: ${scopes.join(', ')}` : message;
};

export interface PropertyProblem {
  field: string;
  code: string;
  message: string;
}

const listedProblemsSchema = z.array(
  z.object({ name: z.string(), error: z.string().default(''), message: z.string().default('') }),
);

/** HubSpot puts the list of wrong properties as JSON into its message; newer answers carry `errors` besides. */
export function propertyProblems(said: FailureBody): PropertyProblem[] {
  const [listed] = /\[\{.*\}\]/s.exec(said.message ?? '') ?? [];
  const parsed = listedProblemsSchema.safeParse(listed === undefined ? null : parseJson(listed));
  if (parsed.success) return parsed.data.map(({ name, error, message }) => ({ field: name, code: error, message }));
  return (
    said.errors?.flatMap((error) => {
      const [field] = error.context?.['propertyName'] ?? [];
      return field === undefined ? [] : [{ field, code: error.code ?? '', message: error.message }];
    }) ?? []
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function networkReason(cause: unknown): string {
  if (!(cause instanceof Error)) return 'the connection failed';
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
  const inner = cause.cause instanceof Error ? ` (${networkReason(cause.cause)})` : '';
  return `${code ?? cause.message}${inner}`;
}
