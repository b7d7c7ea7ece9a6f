import { findSlackChannel, loadChannelFacts, rememberSlackChannel } from '../../db/slack-channels.ts';
import type { SlackPort } from '../../../integrations/ports-slack.ts';
import { slackChannelName } from '../../domain/slack-channel-name.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { ChannelEffect, Done } from './carry-out-slack-effect.ts';
import { closeChannel, tellRefusal } from './open-channel.ts';

const maxNames = 20;

/**
 * Made once. Slack has no key for a channel: where the answer to a creation is lost, its name is taken and the next one
 * gets a number, so an empty channel may be left behind.
 */
export async function createChannel(
  context: ChannelEffect,
  { pattern, isPrivate }: { pattern: string; isPrivate: boolean },
): Promise<Done> {
  const { deps, hold } = context;
  const { onboardingId } = context.effect;
  const known = await findSlackChannel(deps.db, onboardingId);
  if (known) return { channelId: known.channelId, name: known.name };
  const facts = await loadChannelFacts(deps.db, onboardingId);
  if (!facts) return { skipped: 'The onboarding is gone' };
  const port = await workspaceFor(deps, facts.csmTeamId);
  const names = { account: facts.accountName, onboarding: facts.name };
  const remember = (name: string, channelId: string | null): Promise<unknown> =>
    rememberSlackChannel(deps.db, onboardingId, { teamId: port.teamId, channelId, name }, deps.clock.now());
  for (let attempt = 1; attempt <= maxNames; attempt++) {
    const name = slackChannelName(pattern, names, attempt);
    await hold();
    try {
      const { channelId } = await port.createChannel(name, { isPrivate });
      await remember(name, channelId);
      return { channelId, name };
    } catch (error) {
      if (!isAppError(error)) throw error;
      if (error.code === 'already_exists') continue;
      // an administrator may allow it later: everything for the channel waits till then
      if (error.code === 'slack_rejected' || error.code === 'slack_unreachable')
        await tellRefusal(context, name, error.message);
      throw error;
    }
  }
  const name = slackChannelName(pattern, names, 1);
  const refused = `The first ${maxNames} names are taken`;
  await remember(name, null);
  await closeChannel(context, name, refused);
  return { refused };
}

/** The workspace in which the CSM is, else the only one there is. */
async function workspaceFor({ slack }: ChannelEffect['deps'], csmTeamId: string | null): Promise<SlackPort> {
  const teams = (await slack?.list()) ?? [];
  const teamId = teams.find((team) => team.teamId === csmTeamId)?.teamId ?? teams[0]?.teamId;
  const port = teamId === undefined ? null : await slack?.forTeam(teamId);
  if (!port) throw new AppError('slack_revoked', { message: 'No workspace is connected' });
  return port;
}
