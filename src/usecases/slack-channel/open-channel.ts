import type { SlackPort } from '../../../integrations/ports-slack.ts';
import { findSlackChannel, noteChannelRefusal } from '../../db/slack-channels.ts';
import { closeSlackChannel, refuseSlackChannel } from '../../domain/advance/slack-channel.ts';
import type { OnboardingState } from '../../domain/model.ts';
import { AppError, isAppError } from '../../errors.ts';
import { changeWithin, systemActor } from '../change-onboarding.ts';
import type { ChannelEffect, Done } from './carry-out-slack-effect.ts';

export interface OpenChannel {
  port: SlackPort;
  channelId: string;
  name: string;
}

/**
 * The onboarding's channel; null where none could be made. While it is being made, or its workspace is not
 * connected, the effect waits for the onboarding's next pass, which follows at once when the channel is there.
 */
export async function openChannel({ deps, effect }: ChannelEffect): Promise<OpenChannel | null> {
  const channel = await findSlackChannel(deps.db, effect.onboardingId);
  if (!channel) throw new AppError('slack_unreachable', { message: 'The channel is not there yet' });
  if (channel.channelId === null) return null;
  const port = await deps.slack?.forTeam(channel.teamId);
  if (!port) throw new AppError('slack_revoked', { message: 'The workspace is not connected' });
  return { port, channelId: channel.channelId, name: channel.name };
}

/** These are about one person, not about what we may do. */
const personErrors: ReadonlySet<unknown> = new Set([
  'user_not_found',
  'users_not_found',
  'user_disabled',
  'user_not_visible',
]);

/** What Slack refuses in a channel. Throws what waits: it may be allowed later, or the channel be taken out of the archive. */
export async function afterRefusal(context: ChannelEffect, channel: OpenChannel, error: unknown): Promise<Done> {
  if (!isAppError(error)) throw error;
  const { slackError } = error.details;
  if (error.code === 'slack_unreachable' && !personErrors.has(slackError)) {
    await tellRefusal(context, channel.name, error.message);
    throw error;
  } else if (error.code !== 'slack_rejected' && error.code !== 'slack_unreachable') throw error;
  return { refused: error.message };
}

/** None could be made: the CSM hears it once, and nothing happens in Slack. */
export const closeChannel = (context: ChannelEffect, name: string, reason: string): Promise<void> =>
  tell(context, reason, (state, now) => closeSlackChannel(state, { name: `#${name}`, reason }, now));

/** The CSM hears it once. */
export const tellRefusal = (context: ChannelEffect, name: string, reason: string): Promise<void> =>
  tell(context, reason, (state, now) => refuseSlackChannel(state, { name: `#${name}`, reason }, now));

const tell = (
  { deps, effect: { onboardingId } }: ChannelEffect,
  reason: string,
  told: (state: OnboardingState, now: string) => ReturnType<typeof closeSlackChannel>,
): Promise<void> =>
  deps.db.transaction(async (tx) => {
    await changeWithin(deps, tx, {
      onboardingId,
      actor: systemActor,
      signalWorkflow: false,
      step: ({ state, now }) => ({ state, ...told(state, now.toISOString()), activity: [] }),
    });
    await noteChannelRefusal(tx, onboardingId, reason, deps.clock.now());
  });
