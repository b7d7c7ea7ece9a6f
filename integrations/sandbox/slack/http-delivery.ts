/** One request to the app: signed by itself, so that a test of our check is no test against our own signature. */
import { createHmac } from 'node:crypto';
import type { Retry, Sent, SlackAnswer, SlackPath } from './outgoing.ts';

export interface SlackTarget {
  /** the app's address; requests go to `<address>/webhooks/slack/…` */
  address: string;
  signingSecret: string;
  /** the pauses before an event is sent again */
  retryMs?: readonly number[];
  answerWithinMs?: number;
}

export const signBody = (signingSecret: string, timestamp: number, body: string): string =>
  `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

const typeOf = (path: SlackPath): string =>
  path === 'events' ? 'application/json' : 'application/x-www-form-urlencoded';

export async function deliverByHttp(
  { address, signingSecret }: SlackTarget,
  { path, body }: Sent,
  { at, answerWithinMs, retry }: { at: Date; answerWithinMs: number; retry: Retry | null },
): Promise<SlackAnswer> {
  const timestamp = Math.floor(at.getTime() / 1000);
  try {
    const response = await fetch(`${address}/webhooks/slack/${path}`, {
      method: 'POST',
      headers: {
        ...(retry && { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason }),
        'content-type': typeOf(path),
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': signBody(signingSecret, timestamp, body),
      },
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
