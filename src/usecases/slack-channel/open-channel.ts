import type { SlackPort } from '../../../integrations/ports-slack.ts';
import { findSlackChannel, markChannelClosed } from '../../db/slack-channels.ts';
import { closeSlackChannel } from '../../domain/advance/slack-channel.ts';
import { AppError } from '../../errors.ts';
import { changeWithin, systemActor } from '../change-onboarding.ts';
import type { ChannelEffect } from './carry-out-slack-effect.ts';

const soonMs = 10_000;
const notConnectedMs = 600_000;

export interface OpenChannel {
  port: SlackPort;
  channelId: string;
  name: string;
}

/** The onboarding's channel; null where nothing happens there any more. Throws while it is being made, or its workspace is not connected. */
export async function openChannel({ deps, effect }: ChannelEffect): Promise<OpenChannel | null> {
  const channel = await findSlackChannel(deps.db, effect.onboardingId);
  if (!channel)
    throw new AppError('slack_unavailable', { message: 'The channel is not there yet', retryAfterMs: soonMs });
  if (channel.state === 'closed' || channel.channelId === null) return null;
  const port = await deps.slack?.forTeam(channel.teamId);
  if (!port)
    throw new AppError('slack_unavailable', {
      message: 'The workspace is not connected',
      retryAfterMs: notConnectedMs,
    });
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
