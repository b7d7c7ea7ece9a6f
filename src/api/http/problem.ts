/** Every refusal and failure as problem+json (RFC 9457). What we did not foresee is told by its request id alone. */
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { problemDetails } from '../../contracts/api/values.ts';
import { AppError, type ErrorCode, isAppError } from '../../errors.ts';
import type { Logger } from '../../telemetry/logger.ts';
import { isConnectionLost } from '../../db/connection-lost.ts';
import { requestIdOf } from './request-log.ts';

export type Problem = z.output<typeof problemDetails>;

const titleOf = (code: ErrorCode): string => code.charAt(0).toUpperCase() + code.slice(1).replaceAll('_', ' ');

export function problemOf(error: AppError, requestId: string): Problem {
  const isBug = error.rule.kind === 'bug';
  const { errors, ...details } = error.details;
  return {
    type: `/api/docs#${error.code}`,
    title: titleOf(error.code),
    status: error.rule.httpStatus,
    code: error.code,
    detail: isBug ? `Something went wrong on our side. Please quote the request id ${requestId}.` : error.message,
    requestId,
    ...(isBug
      ? {}
      : {
          ...problemFields(errors),
          ...(Object.keys(details).length > 0
            ? { details: z.record(z.string(), z.json()).catch({}).parse(details) }
            : {}),
        }),
  };
}

const fieldErrors = z.array(z.object({ path: z.string(), message: z.string() }));
function problemFields(errors: unknown): Pick<Problem, 'errors'> {
  const parsed = fieldErrors.safeParse(errors);
  return parsed.success ? { errors: parsed.data } : {};
}

export function invalid(error: z.ZodError, where: 'query' | 'body'): AppError {
  const errors = error.issues
    .flatMap((issue) => issuesOf(issue))
    .map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  const first = errors[0];
  return new AppError('invalid_input', {
    message: first
      ? `The ${where} is not valid: ${first.path ? `${first.path}: ` : ''}${first.message}`
      : `The ${where} is not valid`,
    details: { errors },
    cause: error,
  });
}

/** A union's own message says nothing; the branch that came nearest says what is wrong. */
function issuesOf(issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string }[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const nearest = issue.errors.reduce((best, branch) => (branch.length < best.length ? branch : best));
  return nearest.flatMap(issuesOf).map((inner) => ({ path: [...issue.path, ...inner.path], message: inner.message }));
}

const thrownByExpress = z.object({ status: z.number().int().min(400).max(499), type: z.string().optional() });

/** Body parser and router throw errors of their own with a status. */
function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (error instanceof z.ZodError) return invalid(error, 'body');
  if (isConnectionLost(error))
    return new AppError('database_unavailable', {
      message: 'The database does not answer; nothing was changed. Please try again in a moment.',
      cause: error,
      retryAfterMs: 2_000,
    });
  const thrown = thrownByExpress.safeParse(error);
  if (!thrown.success) return new AppError('internal', { message: 'Unexpected error', cause: error });
  switch (thrown.data.status) {
    case 413:
      return new AppError('payload_too_large', {
        message: 'The body is too large; at most 100 kB are read',
        cause: error,
      });
    case 415:
      return new AppError('unsupported_media_type', {
        message: 'This encoding or character set is not read here',
        cause: error,
      });
    default:
      return new AppError('malformed_request', {
        message:
          thrown.data.type === 'entity.parse.failed' ? 'The body is not valid JSON' : 'The request cannot be read',
        cause: error,
      });
  }
}

export function sendProblem(response: Response, error: AppError): void {
  if (error.retryAfterMs !== undefined) response.setHeader('Retry-After', Math.ceil(error.retryAfterMs / 1000));
  if (error.code === 'not_signed_in') response.setHeader('WWW-Authenticate', 'Bearer');
  response
    .status(error.rule.httpStatus)
    .type('application/problem+json')
    .send(JSON.stringify(problemOf(error, requestIdOf(response))));
}

export const problemMiddleware =
  (logger: Logger): ErrorRequestHandler =>
  (thrown: unknown, request: Request, response: Response, next) => {
    const error = toAppError(thrown);
    if (error.rule.kind === 'bug')
      logger.error(
        { requestId: requestIdOf(response), method: request.method, err: error.cause ?? error },
        'A request failed unexpectedly',
      );
    if (response.headersSent) {
      next(thrown);
      return;
    }
    sendProblem(response, error);
  };

export const notFound: RequestHandler = () => {
  throw new AppError('not_found', { message: 'There is nothing at this address' });
};
