/**
 * How Slack sends: to be answered within three seconds, and events again where they were not taken.
 * https://docs.slack.dev/apis/events-api/#retries
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { SandboxSlackDelivery } from '../../../src/contracts/sandbox/slack.ts';
import { deliverByHttp, type SlackTarget } from './http-delivery.ts';
import type { SocketMode } from './socket-mode.ts';

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

export interface Retry {
  /** from 1 */
  attempt: number;
  reason: string;
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

const slackRetryMs = [0, 60_000, 300_000];
const keptDeliveries = 200;

/** By Socket Mode while the app is connected, else by HTTP. */
export function createOutgoing(target: SlackTarget, socketMode: SocketMode, now: () => Date): Outgoing {
  const { retryMs = slackRetryMs } = target;
  const closing = new AbortController();
  let log: SandboxSlackDelivery[] = [];
  const request = async (sent: Sent, retry: Retry | null = null): Promise<SlackAnswer> => {
    const at = now();
    const startedAt = performance.now();
    const how = { at, answerWithinMs: target.answerWithinMs ?? 3_000, retry };
    const answer = await (socketMode.deliver(sent, how) ?? deliverByHttp(target, sent, how));
    const { status, failure } = answer;
    const tookMs = Math.round(performance.now() - startedAt);
    const { path, what } = sent;
    const attempt = (retry?.attempt ?? 0) + 1;
    log = [{ id: randomUUID(), at: at.toISOString(), path, what, attempt, status, failure, tookMs }, ...log];
    log = log.slice(0, keptDeliveries);
    return answer;
  };
  const repeat = async (sent: Sent, first: Promise<SlackAnswer>): Promise<SlackAnswer[]> => {
    const answers = [await first];
    for (const [index, pauseMs] of retryMs.entries()) {
      const last = answers.at(-1);
      if (!last || last.failure === null || last.isNoRetry) break;
      const isDue = await wait(pauseMs, true, { signal: closing.signal, ref: false }).catch(() => false);
      if (!isDue) break;
      answers.push(await request(sent, { attempt: index + 1, reason: last.failure }));
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
    close() {
      closing.abort();
      socketMode.close();
    },
  };
}
