/** Handles one stored event. What cannot be is explained to whoever it was; what is away waits; nothing is lost unseen. */
import type { SlackIncoming } from '../../contracts/slack-incoming.ts';
import { postponeSlackEvent, settleSlackEvent, settleWith, type TakenEvent } from '../../db/slack-events.ts';
import { type AppError, isAppError } from '../../errors.ts';
import { explain } from './explain.ts';
import type { SlackContext, SlackDeps, SlackHandlers } from './handler.ts';
import { slackHandlers } from './handlers.ts';

const maxAttempts = 6;
const backoffMs = 10_000;

export async function handleSlackEvent(
  deps: SlackDeps,
  event: TakenEvent,
  handlers: SlackHandlers = slackHandlers,
): Promise<void> {
  try {
    await attempt(deps, event, handlers);
  } catch (error) {
    // the database is away: it is taken up again
    deps.logger.error({ eventId: event.id, err: error }, 'Something from Slack could not be settled');
  }
}

async function attempt(
  deps: SlackDeps,
  { id, incoming, attempts }: TakenEvent,
  handlers: SlackHandlers,
): Promise<void> {
  const { db, clock } = deps;
  const settle = (state: 'handled' | 'ignored' | 'failed', reason: string | null): Promise<boolean> =>
    settleSlackEvent(db, id, { state, reason }, clock.now());
  // an attempt that ended its process leaves nothing but its count
  const isGivenUp = attempts > maxAttempts;
  if (isGivenUp && !(await settle('failed', `It could not be handled ${maxAttempts} times in a row`))) return;
  const port = await deps.slack.forTeam(incoming.teamId);
  if (!port) return void (await settle('ignored', 'The workspace is not connected any more'));
  const context: SlackContext = {
    deps,
    port,
    eventId: id,
    isLate: attempts > 1,
    settle: (tx) => settleWith(tx, id, clock.now()),
  };
  if (isGivenUp) return tell(context, incoming, null);
  try {
    await dispatch(handlers, context, incoming);
    await settle('handled', null);
  } catch (error) {
    if (isAppError(error) && ['user', 'conflict', 'auth'].includes(error.rule.kind)) {
      if (error.details['isRepeated'] === true) return;
      await tell(context, incoming, error);
      await settle('ignored', error.message);
      return;
    }
    const reason = error instanceof Error ? error.message : String(error);
    deps.logger.warn({ eventId: id, attempts, err: error }, 'Something from Slack could not be handled');
    if (attempts < maxAttempts && isWorthAnother(error))
      await postponeSlackEvent(db, id, reason, waitOf(error) ?? attempts * backoffMs);
    else if (await settle('failed', reason)) await tell(context, incoming, null);
  }
}

/** Slack's own refusals stay as they are. */
const isWorthAnother = (error: unknown): boolean => !isAppError(error) || error.rule.retryable;
const waitOf = (error: unknown): number | undefined => (isAppError(error) ? error.retryAfterMs : undefined);

function dispatch(
  handlers: SlackHandlers,
  context: SlackContext,
  incoming: SlackIncoming,
): Promise<unknown> | undefined {
  switch (incoming.kind) {
    case 'action':
      return handlers.actions[incoming.action]?.(context, incoming);
    case 'submission':
      return handlers.modals[incoming.modal]?.handle(context, incoming);
    case 'command':
      return handlers.commands[incoming.command]?.(context, incoming);
    case 'event':
      return dispatchEvent(handlers, context, incoming);
  }
}

function dispatchEvent(
  { events }: SlackHandlers,
  context: SlackContext,
  incoming: Extract<SlackIncoming, { kind: 'event' }>,
): Promise<unknown> | undefined {
  switch (incoming.type) {
    case 'app_home_opened':
      return events.app_home_opened?.(context, incoming);
    case 'link_shared':
      return events.link_shared?.(context, incoming);
    case 'app_uninstalled':
      return events.app_uninstalled?.(context, incoming);
    case 'tokens_revoked':
      return events.tokens_revoked?.(context, incoming);
    case 'user_change':
      return events.user_change?.(context, incoming);
  }
}

/** A person who pressed something hears why it did nothing; a word that does not reach them undoes nothing. */
async function tell(context: SlackContext, incoming: SlackIncoming, error: AppError | null): Promise<void> {
  if (incoming.kind === 'event' || error?.details['isTold'] === true) return;
  try {
    await explain(context, incoming, error);
  } catch (cause) {
    context.deps.logger.info({ eventId: context.eventId, err: cause }, 'Somebody in Slack could not be told why');
  }
}
