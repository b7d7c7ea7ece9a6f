import type { SlackPort } from '../../../integrations/ports-slack.ts';
import { findSlackChannel, markChannelClosed } from '../../db/slack-channels.ts';
import { closeSlackChannel } from '../../domain/advance/slack-channel.ts';
import { AppError } from '../../errors.ts';
import { changeWithin, systemActor } from '../change-onboarding.ts';
import type { ChannelEffect } from './carry-out-slack-effect.ts';

export interface OpenChannel {
  port: SlackPort;
  channelId: string;
  name: string;
}

/**
 * The onboarding's channel; null where nothing happens there any more. While it is being made, or its workspace is not
 * connected, the effect waits for the onboarding's next pass, which follows at once when the channel is there.
 */
export async function openChannel({ deps, effect }: ChannelEffect): Promise<OpenChannel | null> {
  const channel = await findSlackChannel(deps.db, effect.onboardingId);
  if (!channel) throw new AppError('slack_unreachable', { message: 'The channel is not there yet' });
  if (channel.state === 'closed' || channel.channelId === null) return null;
  const port = await deps.slack?.forTeam(channel.teamId);
  if (!port) throw new AppError('slack_revoked', { message: 'The workspace is not connected' });
  return { port, channelId: channel.channelId, name: channel.name };
}

/** Archived, gone, or we were put out: the CSM hears it once, and nothing is posted there any more. */
export const closeChannel = (
  { deps, effect: { onboardingId } }: ChannelEffect,
  { name }: OpenChannel,
  reason: string,
): Promise<void> =>
  deps.db.transaction(async (tx) => {
    await changeWithin(deps, tx, {
      onboardingId,
      actor: systemActor,
      signalWorkflow: false,
      step: ({ state, now }) => {
        const closed = closeSlackChannel(state, { name: `#${name}`, reason }, now.toISOString());
        return closed ? { ...closed, activity: [] } : { state, activity: [] };
      },
    });
    await markChannelClosed(tx, onboardingId, reason);
  });
