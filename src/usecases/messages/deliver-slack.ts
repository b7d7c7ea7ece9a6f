/**
 * One claimed message as a direct message in Slack, which knows no idempotency: the message's id goes along as metadata,
 * and an attempt whose end nobody saw is looked for by it, no sooner than a minute later, before it is posted again.
 */
import type { SlackPort, SlackPostRef } from '../../../integrations/ports-slack.ts';
import { giveBack, type MessageRow, releaseAttempt, settleAbsent, settleAccepted } from '../../db/messages.ts';
import { rememberPost } from '../../db/slack-posts.ts';
import { takeZoneFromSlack } from '../slack/take-zone.ts';
import { markChannelUnreachable } from '../../db/unreachable.ts';
import { AppError, isAppError } from '../../errors.ts';
import { type ComposedPost, composeSlack } from './compose-slack.ts';
import type { DeliveryDeps } from './deliver.ts';
import { failMessage, giveBackWhenStale, writeAndStart } from './write-message.ts';

/** Longer than any attempt can take: an activity ends after a minute. */
const attemptSeconds = 60;
/** until what was posted can be found */
const settleSeconds = 60;
/** Slack's clock may go before ours */
const lookBackMs = 3_600_000;
const spreadMs = 15_000;

interface SlackTarget {
  teamId: string;
  userId: string;
  port: SlackPort;
}

/** Written, and its attempt begun. Null: nothing is left to say. */
type Write = (deps: DeliveryDeps, messageId: string) => Promise<ComposedPost | null>;

const writeDigest: Write = (deps, messageId) => writeAndStart(deps, messageId, () => composeSlack(deps, messageId));

export async function deliverBySlack(deps: DeliveryDeps, message: MessageRow, write = writeDigest): Promise<void> {
  if (message.state === 'sending') return endLostAttempt(deps, message);
  if (message.state !== 'claimed') return;
  const [teamId = '', userId = ''] = message.address.split(':');
  const port = (await deps.slack?.forTeam(teamId)) ?? null;
  if (!port) return giveToNextChannel(deps, message, 'Slack is not connected');
  const target = { teamId, userId, port };
  if (message.unclearAttempts > 0) {
    if (await settleWhereFound(deps, message, target)) return;
    await settleAbsent(deps.db, message.id);
  }
  if (await giveBackWhenStale(deps, { ...message, unclearAttempts: 0 })) return;
  const written = await write(deps, message.id);
  if (written) await post(deps, message, target, written);
}

async function post(
  deps: DeliveryDeps,
  message: MessageRow,
  target: SlackTarget,
  written: ComposedPost,
): Promise<void> {
  let ref: SlackPostRef;
  try {
    ref = await target.port.post(target.userId, written.message);
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === 'slack_unclear') {
      await releaseAttempt(deps.db, message.id, { error: error.message, wasUnclear: true });
      throw lookLater(message, settleSeconds);
    }
    await releaseAttempt(deps.db, message.id, { error: error.message, wasUnclear: false });
    return endRefused(deps, message, error);
  }
  await settlePosted(deps, message, target, ref, written);
  await takeZoneFromSlack(deps.db, target.port, { personId: message.personId, userId: target.userId });
}

/** What Slack will not take goes by another way, or fails where the message itself is at fault; the rest is tried again. */
function endRefused(deps: DeliveryDeps, message: MessageRow, error: AppError): Promise<void> {
  switch (error.code) {
    case 'slack_unreachable':
    case 'slack_revoked':
      return giveToNextChannel(deps, message, error.message);
    case 'slack_rejected':
      return failMessage(deps, message.id, `Slack refused it: ${error.message}`);
    case 'slack_throttled':
      throw spread(error);
    default:
      throw error;
  }
}

/** Many wait for the same second; together they would keep those busy who send mails. */
const spread = ({ message, cause, details, retryAfterMs = 0 }: AppError): AppError =>
  new AppError('slack_throttled', {
    message,
    cause,
    details,
    retryAfterMs: Math.ceil(retryAfterMs + Math.random() * spreadMs),
  });

/** @returns whether it stands in Slack, or will not be looked for there any more */
async function settleWhereFound(deps: DeliveryDeps, message: MessageRow, target: SlackTarget): Promise<boolean> {
  const seconds = message.secondsSinceStart ?? settleSeconds;
  if (seconds < settleSeconds) throw lookLater(message, settleSeconds - seconds);
  try {
    const { channelId } = await target.port.openDirectMessage(target.userId);
    // Slack's time is real
    const since = new Date(Date.now() - seconds * 1000 - lookBackMs);
    const ref = await target.port.findByKey(channelId, message.id, since);
    if (ref) await settlePosted(deps, message, target, ref, null);
    return ref !== null;
  } catch (error) {
    if (!isAppError(error)) throw error;
    await endRefused(deps, message, error);
    return true;
  }
}

/** @param written null: found again, and nobody knows what it says */
async function settlePosted(
  deps: DeliveryDeps,
  message: MessageRow,
  { teamId }: SlackTarget,
  { channelId, ts }: SlackPostRef,
  written: ComposedPost | null,
): Promise<void> {
  const { db, clock } = deps;
  const known = written ?? (await composeSlack(deps, message.id));
  await db.transaction(async (tx) => {
    await settleAccepted(tx, message.id, `${channelId}/${ts}`, clock.now());
    if (!known) return;
    const { taskIds, onboardings } = known;
    const shown = written?.shown ?? '';
    await rememberPost(tx, { messageId: message.id, teamId, channelId, ts, taskIds, onboardings, shown }, clock.now());
  });
}

/** A process ended, or its attempt goes on somewhere; once it must be over, its end is unclear. */
async function endLostAttempt(deps: DeliveryDeps, message: MessageRow): Promise<void> {
  const seconds = message.secondsSinceStart ?? attemptSeconds;
  if (seconds < attemptSeconds) throw lookLater(message, attemptSeconds - seconds);
  await releaseAttempt(deps.db, message.id, { error: 'The process ended while posting', wasUnclear: true });
  throw lookLater(message, settleSeconds);
}

const lookLater = (message: MessageRow, seconds: number): AppError =>
  new AppError('slack_unavailable', {
    message: 'Whether it was posted is looked up before it is posted again',
    details: { messageId: message.id },
    retryAfterMs: Math.ceil(seconds * 1000),
  });

/** Decided anew, without Slack. */
async function giveToNextChannel(deps: DeliveryDeps, message: MessageRow, reason: string): Promise<void> {
  const { personId, address } = message;
  await deps.db.transaction(async (tx) => {
    await markChannelUnreachable(tx, { personId, channel: 'slack', address, reason }, deps.clock.now());
    await giveBack(tx, message.id, reason);
  });
}
