/**
 * The one way to Salesforce's REST API. Every call draws from the connection's rate buckets first, ends after a fixed
 * time, and fails as an AppError. A session that ended is renewed once per call; one that is refused while fresh means
 * that our access is revoked (jsforce by itself would renew it without end).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from 'jsforce/lib/core.js';
import type { HttpMethods } from 'jsforce/lib/types/index.js';
import type { z } from 'zod';
import { AppError } from '../../src/errors.ts';
import type { Logger } from '../../src/telemetry/logger.ts';
import type { BeforeCreate, RateGate } from '../ports.ts';
import { type Patience, patientFor, untilAnswered } from '../until-answered.ts';
import { watchBudget } from './budget.ts';
import { describeRefusal, isSessionRefused, refusedFresh, unexpectedAnswer, unreachable } from './errors.ts';
import { Exchange } from './http.ts';
import { createSessions } from './sessions.ts';
import { type Credentials, type Session, signIn } from './sign-in.ts';

export interface TransportOptions {
  credentials: Credentials;
  /** 18 characters; nothing is read from or written to another one */
  organizationId: string;
  apiVersion: string;
  gate: RateGate;
  logger: Logger | null;
  timeoutMs: number;
  patienceMs: Patience;
}

export interface Call<T> {
  /** for people, completes "while …": "reading opportunities" */
  doing: string;
  answer: z.ZodType<T>;
  method: Extract<HttpMethods, 'GET' | 'POST' | 'PATCH'>;
  /** from the API's version on, `/limits`, or the address of a next page */
  path: string;
  body?: unknown;
  /** runs once the call may be made, right before it is; what it throws keeps the call from being made */
  beforeSend?: BeforeCreate | undefined;
}

export interface Transport {
  call<T>(call: Call<T>): Promise<T>;
  /** whom we are signed in as */
  session(): Promise<Session>;
}

/** a patient read that gets no answer is asked again sooner than it is given up: by attempt */
const silenceMs = [6_000, 12_000];

/** Marks what we write in the change events of the organisation. */
const callOptions = { client: 'Gangway' };

export function createTransport({
  credentials,
  organizationId,
  apiVersion,
  gate,
  logger,
  timeoutMs,
  patienceMs,
}: TransportOptions): Transport {
  const sessions = createSessions(async () => {
    const session = await signIn(credentials, timeoutMs);
    if (session.organizationId === organizationId) return session;
    throw new AppError('crm_revoked', {
      message: `The app signs in to the Salesforce organisation ${session.organizationId}; this connection is to ${organizationId}`,
    });
  });
  const budget = watchBudget(gate, logger);

  const send = async (
    { accessToken, instanceUrl }: Session,
    { method, path, body }: Call<unknown>,
    patientMs = timeoutMs,
  ) => {
    const exchange = new Exchange(Math.min(patientMs, timeoutMs));
    const request = {
      method,
      url: path,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    };
    try {
      const connection = new Connection({ accessToken, instanceUrl, version: apiVersion, callOptions });
      return { isRefused: false, exchange, answer: await connection.request(request, { transport: exchange }) };
    } catch (cause) {
      return { isRefused: true, exchange, cause };
    } finally {
      if (exchange.answer) await budget.note(exchange.answer);
    }
  };

  const callOnce = async <T>(call: Call<T>, patientMs?: number): Promise<T> => {
    await gate.acquire('burst');
    let session = await within(sessions.current(), patientMs ?? timeoutMs);
    await call.beforeSend?.();
    let sent = await send(session, call, patientMs);
    if (sent.exchange.answer && isSessionRefused(sent.exchange.answer)) {
      session = await sessions.renewed(session);
      await gate.acquire('burst');
      await call.beforeSend?.();
      sent = await send(session, call, patientMs);
      if (sent.exchange.answer && isSessionRefused(sent.exchange.answer))
        throw refusedFresh(sent.exchange.answer, sent.cause, call.doing);
    }
    if (sent.isRefused) {
      const { answer } = sent.exchange;
      if (!answer) throw unreachable(sent.cause, call.doing);
      const { error, block } = describeRefusal(answer, sent.cause, call.doing);
      if (block) {
        logger?.warn({ ...block, doing: call.doing }, 'Salesforce asks to wait');
        await gate.block(block.limitClass, block.ms);
      }
      throw error;
    }
    gate.noteAnswered?.();
    const parsed = call.answer.safeParse(sent.answer);
    if (!parsed.success) throw unexpectedAnswer(parsed.error, call.doing);
    return parsed.data;
  };

  /** all calls wait for the same sign-in, each as long as it may */
  const within = async (signingIn: Promise<Session>, ms: number): Promise<Session> => {
    const late = new AbortController();
    const tooLong = sleep(ms, null, { signal: late.signal }).then(() => {
      throw unreachable(new Error(`no answer within ${ms / 1000} s`), 'signing in');
    });
    tooLong.catch(() => undefined);
    try {
      return await Promise.race([signingIn, tooLong]);
    } finally {
      late.abort();
    }
  };

  return {
    call: (call) =>
      call.method === 'GET' && patientFor(patienceMs) > 0
        ? untilAnswered(
            (attempt, leftMs) => callOnce(call, Math.min(silenceMs[attempt] ?? timeoutMs, leftMs)),
            patienceMs,
          )
        : callOnce(call),
    session: () => sessions.current(),
  };
}
