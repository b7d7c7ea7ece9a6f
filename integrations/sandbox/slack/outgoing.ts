/**
 * How Slack sends: signed by itself, so that a test of our check is no test against our own signature; to be answered
 * within three seconds; and events again where they were not taken. https://docs.slack.dev/apis/events-api/#retries
 */
import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

export interface SlackTarget {
  /** the app's address; requests go to `<address>/webhooks/slack/…` */
  address: string;
  signingSecret: string;
  /** the pauses before an event is sent again */
  retryMs?: readonly number[];
  answerWithinMs?: number;
}

export type SlackPath = 'events' | 'interactions' | 'commands';

export interface SlackAnswer {
  /** null: none came */
  status: number | null;
  body: string;
  /** Slack's own words for it in X-Slack-Retry-Reason; null where it was taken */
  failure: 'http_timeout' | 'connection_failed' | 'http_error' | null;
  isNoRetry: boolean;
}

export interface Outgoing {
  /** interactions and commands are sent once: the person sees that it failed */
  send(path: SlackPath, type: string, body: string): Promise<SlackAnswer>;
  /** every answer until the event was taken or given up */
  sendEvent(body: string): Promise<SlackAnswer[]>;
  /** gives up the events that wait to be sent again */
  close(): void;
}

export const signBody = (signingSecret: string, timestamp: number, body: string): string =>
  `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

const slackRetryMs = [0, 60_000, 300_000];

export function createOutgoing(target: SlackTarget, now: () => Date): Outgoing {
  const { retryMs = slackRetryMs } = target;
  const closing = new AbortController();
  const request = (path: SlackPath, type: string, body: string, retry: Record<string, string> = {}) => {
    const timestamp = Math.floor(now().getTime() / 1000);
    return attempt(target, path, body, {
      ...retry,
      'content-type': type,
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': signBody(target.signingSecret, timestamp, body),
    });
  };
  return {
    send: request,
    async sendEvent(body) {
      const answers = [await request('events', 'application/json', body)];
      for (const [index, pauseMs] of retryMs.entries()) {
        const last = answers.at(-1);
        if (!last || last.failure === null || last.isNoRetry) break;
        const isDue = await wait(pauseMs, true, { signal: closing.signal, ref: false }).catch(() => false);
        if (!isDue) break;
        const retry = { 'x-slack-retry-num': String(index + 1), 'x-slack-retry-reason': last.failure };
        answers.push(await request('events', 'application/json', body, retry));
      }
      return answers;
    },
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
