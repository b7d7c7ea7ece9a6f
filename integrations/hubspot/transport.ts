/**
 * The one way to HubSpot. Every call draws from the connection's rate buckets first, ends after a fixed time, and fails
 * as an AppError. The client's own limiter and retries stay off: they are shared by every Client of the process.
 */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Socket } from 'node:net';
import { Client } from '@hubspot/api-client';
import type { z } from 'zod';
import type { AppError } from '../../src/errors.ts';
import type { Logger } from '../../src/telemetry/logger.ts';
import type { RateGate } from '../ports.ts';
import { describeFailure, TimeoutError, unexpectedAnswer } from './errors.ts';
import { type Patience, patientFor, untilAnswered } from '../until-answered.ts';
import { watchBudget } from './budget.ts';
import { createPauses } from './pauses.ts';

/** A token that ended, or that lacks a scope. */
export interface RefusedToken {
  token: string;
  isForbidden: boolean;
}
/** One that stays, or whatever is good at the moment; told which one HubSpot refused, another one where there is one. */
export type AccessToken = string | ((refused?: RefusedToken) => Promise<string>);

export interface TransportOptions {
  token: AccessToken;
  baseUrl: string;
  gate: RateGate;
  logger: Logger | null;
  timeoutMs?: number;
  patienceMs?: Patience;
}

/** a patient read that gets no answer is asked again sooner than it is given up: by attempt */
const silenceMs = [4_000, 8_000];

export interface Call<T> {
  /** for people, completes "while …": "reading deals" */
  doing: string;
  answer: z.ZodType<T>;
  limitClass?: 'burst' | 'search';
  /** changes nothing, so it may be tried again at once */
  isRead?: boolean;
  /** runs once the call may be made, right before it is; what it throws keeps the call from being made */
  beforeSend?: (() => Promise<void>) | undefined;
  send(client: Client): Promise<unknown>;
}

export interface Transport {
  call<T>(call: Call<T>): Promise<T>;
  /** the account's zone, once somebody has read it */
  rememberTimezone(timezone: string): void;
}

export function createTransport({
  token,
  baseUrl,
  gate,
  logger,
  timeoutMs = 15_000,
  patienceMs = 0,
}: TransportOptions): Transport {
  const httpAgent = createAgent(baseUrl, timeoutMs);
  // a client keeps the token it was made with; changing it later makes all of its parts anew as well
  const made: { accessToken: string; client: Client }[] = [];
  const clientWith = (accessToken: string): Client => {
    const last = made[0];
    if (last?.accessToken === accessToken) return last.client;
    const client = new Client({
      accessToken,
      basePath: baseUrl,
      httpAgent,
      middleware: [{ pre: (request) => request, post: (response) => budget.note(keepStatus(response)) }],
    });
    made[0] = { accessToken, client };
    return client;
  };
  const budget = watchBudget(gate, logger);
  let timezone: string | null = null;
  const pauses = createPauses();
  const failureOf = async (cause: unknown, { doing, limitClass = 'burst' }: Call<unknown>): Promise<AppError> => {
    const { error, block } = describeFailure(cause, {
      limitClass,
      doing,
      nowMs: Date.now(),
      timezone,
      pauseMs: pauses.afterRefusal,
    });
    if (block) {
      logger?.warn({ ...block, doing }, 'HubSpot asks to wait');
      await gate.block(block.limitClass, block.ms);
    }
    return error;
  };
  const tokenWithin = (ms: number, call: Call<unknown>): string | Promise<string> =>
    typeof token === 'string'
      ? token
      : withinTime(() => token(), ms).catch(async (cause: unknown) => {
          throw await failureOf(cause, call);
        });
  /** @param another token than one that was refused: the call is made once more with it */
  const callOnce = async <T>(call: Call<T>, patientMs = timeoutMs, another?: string): Promise<T> => {
    const { doing, answer, limitClass = 'burst', beforeSend, send } = call;
    await gate.acquire(limitClass);
    await beforeSend?.();
    const longestMs = Math.min(patientMs, timeoutMs);
    const accessToken = another ?? (await tokenWithin(longestMs, call));
    const sentAt = performance.now();
    let raw: unknown;
    try {
      raw = await withinTime(() => send(clientWith(accessToken)), longestMs);
    } catch (cause) {
      const error = await failureOf(cause, call);
      const isForbidden = error.code === 'crm_forbidden';
      if (typeof token === 'string' || another !== undefined || !(isForbidden || error.code === 'crm_revoked'))
        throw error;
      const other = await token({ token: accessToken, isForbidden });
      if (other === accessToken) throw error;
      return callOnce(call, patientMs, other);
    }
    pauses.passed(limitClass, sentAt);
    gate.noteAnswered?.();
    const parsed = answer.safeParse(raw);
    if (!parsed.success) throw unexpectedAnswer(parsed.error, doing);
    return parsed.data;
  };
  return {
    call: (call) =>
      call.isRead && patientFor(patienceMs) > 0
        ? untilAnswered(
            (attempt, leftMs) => callOnce(call, Math.min(silenceMs[attempt] ?? timeoutMs, leftMs)),
            patienceMs,
          )
        : callOnce(call),
    rememberTimezone(known) {
      timezone = known;
    },
  };
}

async function withinTime<T>(send: () => Promise<T>, timeoutMs: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new TimeoutError(timeoutMs)), timeoutMs);
  try {
    return await Promise.race([send(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The client has no timeout and takes no signal: a connection that stays silent is closed by its agent. */
function createAgent(baseUrl: string, timeoutMs: number): HttpAgent | HttpsAgent {
  const options = { keepAlive: true, timeout: timeoutMs };
  const agent = baseUrl.startsWith('https:') ? new HttpsAgent(options) : new HttpAgent(options);
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (connection, ready) => {
    const socket = connect(connection, ready);
    socket?.on('timeout', () => socket.destroy(new TimeoutError(timeoutMs)));
    return socket;
  };
  const reuse = agent.reuseSocket.bind(agent);
  agent.reuseSocket = (socket, request) => {
    reuse(socket, request);
    // while the socket was idle the agent shortened this to what the server's Keep-Alive header allows
    if (socket instanceof Socket) socket.setTimeout(timeoutMs);
  };
  return agent;
}

/** Without a Content-Type the client forgets the status of a failure and throws a plain Error. */
function keepStatus(response: unknown): unknown {
  if (typeof response === 'object' && response !== null && 'headers' in response && isHeaders(response.headers))
    response.headers['content-type'] ??= 'text/plain';
  return response;
}
const isHeaders = (headers: unknown): headers is Record<string, string> =>
  typeof headers === 'object' && headers !== null;
