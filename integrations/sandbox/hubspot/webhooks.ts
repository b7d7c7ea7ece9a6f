/** Delivers events as HubSpot does: up to 100 a call, ten calls at once, five seconds each, ten more attempts over a (scaled) day. */
import { createHash, createHmac } from 'node:crypto';
import type { SandboxWebhooks } from '../../../src/contracts/sandbox/hubspot.ts';
import type { Chance } from '../chance.ts';
import type { Counters } from './counters.ts';
import type { Delivery, PortalState, WebhookEvent } from './state.ts';

export interface WebhookTarget {
  targetUrl: string;
  clientSecret: string;
  appId: number;
}
export interface DeliveryLogEntry {
  at: string;
  events: number;
  attempt: number;
  status: number | null;
  error: string | null;
  ms: number;
  types: string[];
}

export interface Webhooks {
  enqueue(events: WebhookEvent[]): void;
  /** sends the last deliveries that were accepted once more */
  repeatLast(count: number): number;
  log(): DeliveryLogEntry[];
  waiting(): number;
  /** goes on with what a former run left */
  start(): void;
  stop(): Promise<void>;
}

export interface WebhookOptions {
  state: PortalState;
  target: WebhookTarget;
  settings(): SandboxWebhooks;
  chance: Chance;
  counters: Counters;
  saved(): void;
}

const batchLimit = 100;
const concurrency = 10;
/** HubSpot spreads ten retries over 24 hours and randomises them */
const retryMinutes = [1, 5, 15, 30, 60, 120, 180, 240, 330, 450];
const kept = 200;

export function createWebhooks({ state, target, settings, chance, counters, saved }: WebhookOptions): Webhooks {
  let fresh: WebhookEvent[] = [];
  let collecting: NodeJS.Timeout | null = null;
  let waking: NodeJS.Timeout | null = null;
  let isRunning = false;
  let lastId = Math.max(0, ...state.deliveries.map((delivery) => delivery.id));
  const inFlight = new Map<number, { abort: AbortController; done: Promise<void> }>();
  const accepted: WebhookEvent[][] = [];
  const entries: DeliveryLogEntry[] = [];

  const queue = (events: WebhookEvent[]): void => {
    state.deliveries.push({ id: ++lastId, events, attempt: 0, dueAt: Date.now() });
  };
  const collect = (): void => {
    collecting = null;
    const { shuffled, duplicateShare } = settings();
    const events = shuffled
      ? fresh
          .map((event) => ({ event, at: chance.next() }))
          .sort((one, other) => one.at - other.at)
          .map(({ event }) => event)
      : fresh;
    fresh = [];
    const repeated = events.filter(() => chance.hits(duplicateShare));
    counters.webhook('duplicated', repeated.length);
    for (const all of [events, repeated])
      for (let start = 0; start < all.length; start += batchLimit) queue(all.slice(start, start + batchLimit));
    saved();
    pump();
  };
  const pump = (): void => {
    if (!isRunning || !settings().enabled) return;
    if (waking) clearTimeout(waking);
    const idle = state.deliveries
      .filter((delivery) => !inFlight.has(delivery.id))
      .sort((one, other) => one.dueAt - other.dueAt);
    for (const delivery of idle.filter(({ dueAt }) => dueAt <= Date.now()).slice(0, concurrency - inFlight.size))
      launch(delivery);
    const next = idle.find((delivery) => !inFlight.has(delivery.id));
    if (next && inFlight.size < concurrency) waking = setTimeout(pump, Math.max(1, next.dueAt - Date.now()));
  };
  const launch = (delivery: Delivery): void => {
    const abort = new AbortController();
    const done = attempt(delivery, abort.signal).finally(() => {
      inFlight.delete(delivery.id);
      saved();
      pump();
    });
    inFlight.set(delivery.id, { abort, done });
  };
  const settle = (delivery: Delivery): void => {
    state.deliveries = state.deliveries.filter((other) => other !== delivery);
  };
  const attempt = async (delivery: Delivery, signal: AbortSignal): Promise<void> => {
    const { timeoutMs, dropShare, retryScale } = settings();
    const startedAt = performance.now();
    const isDropped = chance.hits(dropShare);
    if (isDropped) counters.webhook('dropped', delivery.events.length);
    const { status, error } = isDropped
      ? { status: null, error: 'lost on the way' }
      : await post(target, delivery, timeoutMs, signal);
    if (signal.aborted) return;
    counters.webhook('deliveries');
    entries.unshift({
      at: new Date().toISOString(),
      events: delivery.events.length,
      attempt: delivery.attempt,
      status,
      error,
      ms: Math.round(performance.now() - startedAt),
      types: [...new Set(delivery.events.map(typeOf))],
    });
    entries.length = Math.min(entries.length, kept);
    // a lost delivery is one that HubSpot believes delivered
    if (isDropped) return settle(delivery);
    if (status !== null && status >= 200 && status < 300) {
      counters.webhook('accepted');
      accepted.push(delivery.events);
      if (accepted.length > kept) accepted.shift();
      return settle(delivery);
    }
    counters.webhook('refused');
    const minutes = retryMinutes[delivery.attempt];
    if (minutes === undefined) {
      counters.webhook('givenUp', delivery.events.length);
      return settle(delivery);
    }
    delivery.attempt += 1;
    delivery.dueAt = Date.now() + minutes * 60_000 * retryScale * (0.5 + chance.next());
  };

  return {
    enqueue(events) {
      counters.webhook('events', events.length);
      fresh.push(...events);
      if (events.length > 0) collecting ??= setTimeout(collect, settings().collectMs);
    },
    repeatLast(count) {
      const again = accepted.slice(-count);
      for (const events of again) queue(events);
      pump();
      return again.length;
    },
    log: () => entries,
    waiting: () => state.deliveries.length + (fresh.length > 0 ? 1 : 0),
    start() {
      isRunning = true;
      pump();
    },
    async stop() {
      isRunning = false;
      for (const timer of [collecting, waking]) if (timer) clearTimeout(timer);
      if (collecting) collect();
      const running = [...inFlight.values()];
      for (const { abort } of running) abort.abort();
      await Promise.allSettled(running.map(({ done }) => done));
    },
  };
}

const typeOf = (event: WebhookEvent): string => String(event['subscriptionType'] ?? event['eventType']);

/** Version 3 (version 1 comes along as before), with the characters decoded that HubSpot decodes in the address; on purpose not the code that checks it. */
const sign = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('base64');
const signedUrl = (url: string): string =>
  url.replace(/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, decodeURIComponent);

/** Signed anew for each attempt: a retry after hours must still be fresh. */
async function post(
  { targetUrl, clientSecret }: WebhookTarget,
  { events, attempt }: Delivery,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<{ status: number | null; error: string | null }> {
  const rawBody = JSON.stringify(events.map((event) => ({ ...event, attemptNumber: attempt })));
  const timestampMs = Date.now();
  try {
    const response = await fetch(targetUrl, {
      method: 'POST',
      body: rawBody,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      headers: {
        'content-type': 'application/json;charset=UTF-8',
        'user-agent':
          'HubSpot Connect 2.0 (http://dev.hubspot.com/) (namespace: webhooks-nio-http-client) - WebhooksExecutorDaemon-executor',
        'x-hubspot-signature': createHash('sha256').update(`${clientSecret}${rawBody}`).digest('hex'),
        'x-hubspot-signature-version': 'v1',
        'x-hubspot-signature-v3': sign(clientSecret, `POST${signedUrl(targetUrl)}${rawBody}${timestampMs}`),
        'x-hubspot-request-timestamp': String(timestampMs),
      },
    });
    await response.body?.cancel();
    return { status: response.status, error: null };
  } catch (error) {
    return { status: null, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}
