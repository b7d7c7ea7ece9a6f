/** Calls per method in a minute, by Slack's tiers: https://docs.slack.dev/apis/web-api/rate-limits. */
import { SlackThrottle } from './method.ts';

export interface Rates {
  /** Throws where the method's minute is full. */
  count(method: string, nowMs: number): void;
}

const minuteMs = 60_000;
const tier3 = 50;
const slackPerMinute: Record<string, number> = {
  'auth.test': 300,
  'chat.getPermalink': 300,
  'chat.postEphemeral': 100,
  // “several hundred” in a workspace
  'chat.postMessage': 300,
  'conversations.archive': 20,
  'conversations.create': 20,
  'conversations.inviteShared': 20,
  'users.info': 100,
  'views.open': 100,
  'views.publish': 100,
  'views.update': 100,
};

export function createRates(perMinute: Readonly<Record<string, number>> = {}): Rates {
  const calls = new Map<string, number[]>();
  return {
    count(method, nowMs) {
      const recent = (calls.get(method) ?? []).filter((atMs) => nowMs - atMs < minuteMs);
      const [first = nowMs] = recent;
      if (recent.length >= (perMinute[method] ?? slackPerMinute[method] ?? tier3))
        throw new SlackThrottle(Math.max(1, Math.ceil((first + minuteMs - nowMs) / 1000)));
      calls.set(method, [...recent, nowMs]);
    },
  };
}
