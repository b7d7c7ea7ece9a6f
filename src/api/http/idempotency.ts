/** A repeated POST with the same Idempotency-Key gets the first answer and does nothing. */
import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { type Attempt, claimKey, forgetKey, keepAnswer, renewEveryMs, renewLease } from '../../db/idempotency.ts';
import type { Sql } from '../../db/database.ts';
import type { StoredLink } from '../../db/links.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { Caller } from './caller.ts';
import { problemOf } from './problem.ts';
import { requestIdOf } from './request-log.ts';

const keyShape = /^[\x21-\x7e]{8,200}$/;

export interface Answer {
  status: number;
  body: unknown;
}

/** Whose key it is; an unknown caller's keys could be anybody's, so they are not kept. */
function ownerOf(caller: Caller, link: StoredLink | null): string | null {
  if (link) return `link:${link.taskId}:${link.personId}`;
  if (caller.kind === 'person') return `person:${caller.person.id}`;
  return caller.kind === 'api_key' ? `key:${caller.key.id}` : null;
}

export async function answerOnce(
  sql: Sql,
  request: Request,
  response: Response,
  { caller, link, body }: { caller: Caller; link: StoredLink | null; body: unknown },
  work: () => Promise<Answer>,
): Promise<Answer> {
  const key = request.get('idempotency-key');
  const actor = ownerOf(caller, link);
  if (request.method !== 'POST' || key === undefined || actor === null) return work();
  if (!keyShape.test(key))
    throw new AppError('malformed_request', { message: 'An Idempotency-Key has 8 to 200 visible characters' });
  const requestHash = createHash('sha256')
    .update(`${request.method} ${request.baseUrl}${request.path}\n${JSON.stringify(body ?? null)}`)
    .digest('base64url');
  const claim = await claimKey(sql, { actor, key, requestHash });
  switch (claim.kind) {
    case 'other_request':
      throw new AppError('idempotency_conflict', { message: 'This Idempotency-Key was used for another request' });
    case 'in_flight':
      throw new AppError('idempotency_conflict', {
        message: 'The first request with this Idempotency-Key is still under way',
        retryAfterMs: 1000,
      });
    case 'repeat':
      response.setHeader('Idempotency-Replayed', 'true');
      return claim.answer;
    case 'first':
      return keep(sql, claim.attempt, requestIdOf(response), work);
  }
}

/** Refusals are answers, too; what failed on our side, or must wait, may be tried again with the same key. */
async function keep(sql: Sql, attempt: Attempt, requestId: string, work: () => Promise<Answer>): Promise<Answer> {
  // a renewal that fails is as good as none: the next one may succeed, and the database says the rest
  const renewing = setInterval(() => void renewLease(sql, attempt).catch(() => undefined), renewEveryMs);
  try {
    const answer = await work();
    await keepAnswer(sql, attempt, answer);
    return answer;
  } catch (error) {
    const isFinal = isAppError(error) && error.rule.httpStatus < 500 && error.rule.kind !== 'throttled';
    if (isFinal) await keepAnswer(sql, attempt, { status: error.rule.httpStatus, body: problemOf(error, requestId) });
    else await forgetKey(sql, attempt);
    throw error;
  } finally {
    clearInterval(renewing);
  }
}
