/**
 * Slack counts calls per method, app and workspace in a minute, and posts per channel in a second. Its numbers are
 * promises of at least so many; a minute is kept however it is placed: capacity + refill × window ≤ limit.
 */
import type { BucketSize } from '../ports.ts';

/** calls a minute; what is not named is tier 3 */
const perMinute: Record<string, number> = {
  'conversations.archive': 20,
  'conversations.create': 20,
  'conversations.inviteShared': 20,
  'views.open': 100,
  'views.update': 100,
  'views.publish': 100,
  'users.info': 100,
  'auth.test': 200,
};
const tier3 = 50;
const burst = 3;

export const methodClass = (method: string): string => `method:${method}`;
export const channelClass = (channelId: string): string => `channel:${channelId}`;

/** @param postsPerMinute of a workspace: tier 3 unless Slack granted more */
export const sizeOf = (limitClass: string, postsPerMinute = tier3): BucketSize => {
  if (limitClass.startsWith('channel:')) return { capacity: 1, refillPerSecond: 1 };
  const method = limitClass.slice('method:'.length);
  const limit = method === 'chat.postMessage' ? postsPerMinute : (perMinute[method] ?? tier3);
  return { capacity: burst, refillPerSecond: (limit - burst) / 60 };
};
