/**
 * Any tracker behind one address: it is told by signed webhooks, and tells by signed webhooks in turn. A ticket is opened
 * under one webhook-id however often it is tried, so that a receiver that keeps ids never opens two.
 */
import { randomUUID } from 'node:crypto';
import { AppError } from '../../src/errors.ts';
import type { Ticket, TrackerPort } from '../ports-tracker.ts';
import { answerSchema } from './schemas.ts';
import { idHeader, signatureHeader, signWebhook, timestampHeader } from './signature.ts';

export interface TrackerWebhookOptions {
  url: string;
  secret: string;
  timeoutMs?: number;
}

const longestAnswer = 100_000;
const throttledMs = 60_000;

export function createTrackerWebhook({ url, secret, timeoutMs = 15_000 }: TrackerWebhookOptions): TrackerPort {
  const host = new URL(url).host;
  const send = async (id: string, type: string, data: object): Promise<Ticket> => {
    const at = new Date();
    const timestamp = String(Math.floor(at.getTime() / 1000));
    const body = JSON.stringify({ type, timestamp: at.toISOString(), data });
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          [idHeader]: id,
          [timestampHeader]: timestamp,
          [signatureHeader]: signWebhook(secret, id, timestamp, body),
        },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      text = (await response.text()).slice(0, longestAnswer);
    } catch (cause) {
      throw new AppError('tracker_unavailable', { message: `The tracker at ${host} cannot be reached`, cause });
    }
    if (!response.ok) throw refusal(response, host);
    const { data: said } = answerSchema.safeParse(parse(text));
    return { key: said?.key ?? null, url: said?.url ?? null, status: null };
  };
  return {
    name: 'webhook',
    label: 'the tracker',
    findableAfterSeconds: 0,
    async create({ taskId, title, text, dueOn, project, issueType }, _mayExist, beforeCreate) {
      await beforeCreate();
      return send(`ticket-opened-${taskId}`, 'ticket.opened', { taskId, title, text, dueOn, project, issueType });
    },
    async update({ taskId, key }, { isDone, isStarted, dueOn }) {
      await send(`ticket-changed-${randomUUID()}`, 'ticket.changed', {
        taskId,
        key,
        ...(isDone === undefined ? {} : { state: isDone ? 'done' : 'open' }),
        ...(isStarted ? { state: 'in_progress' } : {}),
        ...(dueOn === undefined ? {} : { dueOn }),
      });
    },
    check: async () => [
      { name: 'Tracker by webhooks', ok: true, detail: `tickets go to ${host}; it was not called`, fix: null },
    ],
  };
}

function refusal({ status, headers }: Response, host: string): AppError {
  const message = `The tracker at ${host} answered ${status}`;
  if (status === 401 || status === 403) return new AppError('tracker_revoked', { message });
  if (status === 429) {
    const seconds = Number(headers.get('retry-after') ?? Number.NaN);
    return new AppError('tracker_throttled', { message, retryAfterMs: seconds > 0 ? seconds * 1000 : throttledMs });
  }
  if (status >= 500 || status === 408) return new AppError('tracker_unavailable', { message });
  return new AppError('tracker_rejected', { message });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
