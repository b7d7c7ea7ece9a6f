/**
 * How Slack sends: signed by itself, so that a test of our check is no test against our own signature; to be answered
 * within three seconds; and events again where they were not taken. https://docs.slack.dev/apis/events-api/#retries
 */
import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { SandboxSlackDelivery } from '../../../src/contracts/sandbox/slack.ts';

export interface SlackTarget {
  /** the app's address; requests go to `<address>/webhooks/slack/…` */
  address: string;
  signingSecret: string;
  /** the pauses before an event is sent again */
  retryMs?: readonly number[];
  answerWithinMs?: number;
}

export type SlackPath = SandboxSlackDelivery['path'];

export interface SlackAnswer {
  /** null: none came */
  status: number | null;
  body: string;
  /** Slack's own words for it in X-Slack-Retry-Reason; null where it was taken */
  failure: SandboxSlackDelivery['failure'];
  isNoRetry: boolean;
}

export interface SentEvent {
  first: Promise<SlackAnswer>;
  /** until the event was taken or given up */
  all: Promise<SlackAnswer[]>;
}

export interface Sent {
  path: SlackPath;
  /** for whoever looks at the deliveries */
  what: string;
  body: string;
}

export interface Outgoing {
  /** interactions and commands are sent once: the person sees that it failed */
  send(sent: Sent): Promise<SlackAnswer>;
  sendEvent(what: string, body: string): SentEvent;
  /** newest first */
  deliveries(): SandboxSlackDelivery[];
  /** gives up the events that wait to be sent again */
  close(): void;
}

export const signBody = (signingSecret: string, timestamp: number, body: string): string =>
  `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

const slackRetryMs = [0, 60_000, 300_000];
const keptDeliveries = 200;
const typeOf = (path: SlackPath): string =>
  path === 'events' ? 'application/json' : 'application/x-www-form-urlencoded';

export function createOutgoing(target: SlackTarget, now: () => Date): Outgoing {
  const { retryMs = slackRetryMs } = target;
  const closing = new AbortController();
  let log: SandboxSlackDelivery[] = [];
  const request = async ({ path, what, body }: Sent, number = 1, retry: Record<string, string> = {}) => {
    const at = now();
    const timestamp = Math.floor(at.getTime() / 1000);
    const startedAt = performance.now();
    const answer = await attempt(target, path, body, {
      ...retry,
      'content-type': typeOf(path),
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': signBody(target.signingSecret, timestamp, body),
    });
    const { status, failure } = answer;
    const tookMs = Math.round(performance.now() - startedAt);
    const delivery = { id: randomUUID(), at: at.toISOString(), path, what, attempt: number, status, failure, tookMs };
    log = [delivery, ...log].slice(0, keptDeliveries);
    return answer;
  };
  const repeat = async (sent: Sent, first: Promise<SlackAnswer>): Promise<SlackAnswer[]> => {
    const answers = [await first];
    for (const [index, pauseMs] of retryMs.entries()) {
      const last = answers.at(-1);
      if (!last || last.failure === null || last.isNoRetry) break;
      const isDue = await wait(pauseMs, true, { signal: closing.signal, ref: false }).catch(() => false);
      if (!isDue) break;
      const retry = { 'x-slack-retry-num': String(index + 1), 'x-slack-retry-reason': last.failure };
      answers.push(await request(sent, index + 2, retry));
    }
    return answers;
  };
  return {
    send: (sent) => request(sent),
    sendEvent(what, body) {
      const sent: Sent = { path: 'events', what, body };
      const first = request(sent);
      return { first, all: repeat(sent, first) };
    },
    deliveries: () => log,
    close: () => closing.abort(),
  };
}

async function attempt(
  { address, answerWithinMs = 3_000 }: SlackTarget,
  path: SlackPath,
  body: string,
  headers: Record<string, string>,
): Promise<SlackAnswer> {
  try {
    const response = await fetch(`${address}/webhooks/slack/${path}`, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    return {
      status: response.status,
      body: await response.text(),
      failure: response.ok ? null : 'http_error',
      isNoRetry: !response.ok && response.headers.get('x-slack-no-retry') === '1',
    };
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    return { status: null, body: '', failure: isLate ? 'http_timeout' : 'connection_failed', isNoRetry: false };
  }
}
