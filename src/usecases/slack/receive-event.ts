/** The one way in, by HTTP and by Socket Mode: check what a modal holds, store, and only then acknowledge and handle. */
import { v7 as uuid } from 'uuid';
import type { SlackIncoming, SlackSuggestion } from '../../contracts/slack-incoming.ts';
import { countRefusal } from '../../db/inbox.ts';
import { storeSlackEvent, storeUnreadable } from '../../db/slack-events.ts';
import { noteSlackEvent } from '../../db/slack-installations.ts';
import type { SlackDeps, SlackHandlers } from './handler.ts';
import { handleSlackEvent } from './handle-event.ts';
import { slackHandlers } from './handlers.ts';
import { suggest } from './suggest.ts';

/** What came through the door, verified. */
export type AtTheDoor =
  | { result: 'read'; dedupeKey: string; incoming: SlackIncoming }
  | { result: 'asked'; suggestion: SlackSuggestion }
  | { result: 'other'; what: string }
  | { result: 'challenge'; challenge: string }
  | { result: 'unreadable'; reason: string; dedupeKey: string; raw: string };

export interface Received {
  /** the body of the acknowledgement; null: none */
  acknowledgement: Record<string, unknown> | null;
  /** to be called once it went out; never rejects */
  handle: (() => Promise<void>) | null;
}

const nothing: Received = { acknowledgement: null, handle: null };

/** Throws only where nothing could be stored: then it is not acknowledged, and Slack sends it again. */
export async function receiveSlackEvent(
  deps: SlackDeps,
  arrived: AtTheDoor,
  handlers: SlackHandlers = slackHandlers,
): Promise<Received> {
  const now = deps.clock.now();
  if (arrived.result === 'other' || arrived.result === 'challenge') return nothing;
  if (arrived.result === 'unreadable') {
    await storeUnreadable(deps.db, { ...arrived, id: uuid() }, now);
    deps.logger.warn({ reason: arrived.reason }, 'Something from Slack could not be read; it is kept');
    return nothing;
  }
  if (arrived.result === 'asked')
    return { acknowledgement: await suggest(deps, handlers.menus, arrived.suggestion), handle: null };
  const { incoming, dedupeKey } = arrived;
  if (!isFollowed(handlers, incoming)) return nothing;
  // without an acknowledgement Slack would turn the app off for everybody
  if (!(await deps.slack.forTeam(incoming.teamId))) {
    await countRefusal(deps.db, 'slack', 'unknown_team', now);
    return nothing;
  }
  const errors = await wrongIn(deps, handlers, incoming);
  if (errors !== null) return { acknowledgement: { response_action: 'errors', errors }, handle: null };
  const id = uuid();
  if (!(await storeSlackEvent(deps.db, { id, dedupeKey, incoming }, now))) return nothing;
  return {
    acknowledgement: null,
    handle: async () => {
      await handleSlackEvent(deps, { id, incoming, attempts: 1 }, handlers);
      await noteSlackEvent(deps.db, incoming.teamId, now).catch((error: unknown) =>
        deps.logger.info({ err: error }, 'When Slack was last heard could not be noted'),
      );
    },
  };
}

function isFollowed(handlers: SlackHandlers, incoming: SlackIncoming): boolean {
  switch (incoming.kind) {
    case 'action':
      return Object.hasOwn(handlers.actions, incoming.action);
    case 'submission':
      return Object.hasOwn(handlers.modals, incoming.modal);
    case 'command':
      return Object.hasOwn(handlers.commands, incoming.command);
    case 'event':
      return Object.hasOwn(handlers.events, incoming.type);
  }
}

async function wrongIn(
  deps: SlackDeps,
  handlers: SlackHandlers,
  incoming: SlackIncoming,
): Promise<Record<string, string> | null> {
  if (incoming.kind !== 'submission') return null;
  return (await handlers.modals[incoming.modal]?.check?.(deps, incoming)) ?? null;
}
