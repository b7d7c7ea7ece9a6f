/**
 * Delivers outbound messages as Salesforce does: up to 100 notifications a call, a minute for each, again and again with
 * growing pauses for a (scaled) day, with the record as it is by then; at least once, in no order.
 */
import type { SandboxOutbound, SandboxOutboundDelivery } from '../../../src/contracts/sandbox/salesforce.ts';
import type { Chance } from '../chance.ts';
import type { Counters } from './counters.ts';
import type { MessageObject, Told } from './flow.ts';
import type { Org } from './org.ts';
import { messageOf } from './outbound-message.ts';
import { post } from './outbound-post.ts';
import { recordId } from './record-id.ts';
import type { Notification } from './state.ts';

export interface Outbound {
  tell(told: Told): void;
  /** sends the notifications that were acknowledged last once more */
  repeatLast(count: number): number;
  log(): SandboxOutboundDelivery[];
  waiting(): number;
  /** goes on with what a former run left */
  start(): void;
  stop(): Promise<void>;
}

export interface OutboundOptions {
  org: Org;
  /** absent: nobody listens, and nothing is queued */
  targetUrl: string | undefined;
  settings(): SandboxOutbound;
  chance: Chance;
  counters: Counters;
  saved(): void;
}

const batchLimit = 100;
const concurrency = 5;
const dayMs = 86_400_000;
const firstPauseMs = 60_000;
const longestPauseMs = 2 * 3_600_000;
const kept = 200;

export function createOutbound({ org, targetUrl, settings, chance, counters, saved }: OutboundOptions): Outbound {
  const { state } = org;
  let isRunning = false;
  let waking: { timer: NodeJS.Timeout; at: number } | null = null;
  const inFlight = new Set<string>();
  const running = new Map<symbol, { abort: AbortController; done: Promise<void> }>();
  const acknowledged: Notification[] = [];
  /** by id; none is doubled for ever */
  const doubled = new Set<string>();
  const entries: SandboxOutboundDelivery[] = [];

  const wakeAt = (at: number): void => {
    if (waking && waking.at <= at) return;
    if (waking) clearTimeout(waking.timer);
    waking = { at, timer: setTimeout(pump, Math.max(1, at - Date.now())) };
  };
  const pump = (): void => {
    if (waking) clearTimeout(waking.timer);
    waking = null;
    if (!isRunning || !settings().enabled) return;
    const idle = state.notifications.filter(({ id }) => !inFlight.has(id));
    const now = Date.now();
    // what came a little later goes along with what is due
    const until = idle.some(({ dueAt }) => dueAt <= now) ? now + settings().collectMs : now;
    const due = idle.filter(({ dueAt }) => dueAt <= until);
    const ordered = settings().isShuffled ? shuffled(due, chance) : due;
    for (const object of ['Opportunity', 'Onboarding__c'] as const) {
      const theirs = ordered.filter((one) => one.object === object);
      for (let from = 0; from < theirs.length && running.size < concurrency; from += batchLimit)
        launch(object, theirs.slice(from, from + batchLimit));
    }
    const next = Math.min(...idle.filter(({ id }) => !inFlight.has(id)).map(({ dueAt }) => dueAt));
    if (Number.isFinite(next) && running.size < concurrency) wakeAt(next);
  };
  const launch = (object: MessageObject, batch: Notification[]): void => {
    for (const { id } of batch) inFlight.add(id);
    const key = Symbol('delivery');
    const abort = new AbortController();
    const done = deliver(object, batch, abort.signal).finally(() => {
      for (const { id } of batch) inFlight.delete(id);
      running.delete(key);
      saved();
      pump();
    });
    running.set(key, { abort, done });
  };
  const settle = (batch: Notification[]): void => {
    const ids = new Set(batch.map(({ id }) => id));
    state.notifications = state.notifications.filter(({ id }) => !ids.has(id));
  };
  const deliver = async (object: MessageObject, batch: Notification[], signal: AbortSignal): Promise<void> => {
    const { dropShare, timeoutMs } = settings();
    const lost = batch.filter(() => chance.hits(dropShare));
    counters.outbound('dropped', lost.length);
    // what is lost is what Salesforce gave up, or never sent
    settle(lost);
    const sent = batch.filter((one) => !lost.includes(one));
    if (sent.length === 0) return;
    const startedAt = performance.now();
    const outcome = await post(targetUrl ?? '', messageOf(org, object, sent), timeoutMs, signal);
    if (signal.aborted) return;
    counters.outbound('deliveries');
    entries.unshift({
      at: new Date().toISOString(),
      object,
      notifications: sent.length,
      attempt: Math.max(...sent.map(({ attempt }) => attempt)),
      ms: Math.round(performance.now() - startedAt),
      ...outcome,
    });
    entries.length = Math.min(entries.length, kept);
    if (outcome.isAcknowledged) accept(sent);
    else postpone(sent);
  };
  const accept = (batch: Notification[]): void => {
    counters.outbound('acknowledged', batch.length);
    acknowledged.push(...batch);
    acknowledged.splice(0, acknowledged.length - kept);
    settle(batch);
    const again = batch.filter(({ id }) => !doubled.delete(id) && chance.hits(settings().duplicateShare));
    counters.outbound('duplicated', again.length);
    for (const { id } of again) doubled.add(id);
    queueAgain(again);
  };
  const queueAgain = (all: Notification[]): void => {
    for (const one of all) state.notifications.push({ ...one, attempt: one.attempt + 1, dueAt: Date.now() });
  };
  const postpone = (batch: Notification[]): void => {
    const { retryScale } = settings();
    counters.outbound('refused', batch.length);
    const old = batch.filter(({ queuedAt }) => Date.now() - queuedAt > dayMs * retryScale);
    counters.outbound('givenUp', old.length);
    settle(old);
    for (const one of batch) {
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** one.attempt);
      one.attempt += 1;
      one.dueAt = Date.now() + pauseMs * retryScale * (0.5 + chance.next());
    }
  };

  return {
    tell({ object, recordId: about, events }) {
      if (targetUrl === undefined || !events.some((event) => settings().events.includes(event))) return;
      counters.outbound('notifications');
      const dueAt = Date.now() + settings().collectMs;
      const id = recordId('04l', state.nextNumber++);
      state.notifications.push({ id, object, recordId: about, attempt: 0, queuedAt: Date.now(), dueAt });
      saved();
      if (isRunning && settings().enabled) wakeAt(dueAt);
    },
    repeatLast(count) {
      const again = acknowledged.slice(-count);
      queueAgain(again);
      pump();
      return again.length;
    },
    log: () => entries,
    waiting: () => state.notifications.length,
    start() {
      isRunning = true;
      pump();
    },
    async stop() {
      isRunning = false;
      if (waking) clearTimeout(waking.timer);
      const all = [...running.values()];
      for (const { abort } of all) abort.abort();
      await Promise.allSettled(all.map(({ done }) => done));
    },
  };
}

const shuffled = (all: Notification[], chance: Chance): Notification[] =>
  all
    .map((one) => ({ one, at: chance.next() }))
    .sort((first, second) => first.at - second.at)
    .map(({ one }) => one);
