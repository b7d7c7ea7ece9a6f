import { rememberSlackUser } from '../../db/person-channels.ts';
import { findInvitee } from '../../db/slack-channels.ts';
import type { ChannelEffect, Done } from './carry-out-slack-effect.ts';
import { afterRefusal, type OpenChannel, openChannel } from './open-channel.ts';

/** Somebody of our team, whom the workspace knows by their address. */
export async function inviteColleague(context: ChannelEffect, personId: string): Promise<Done> {
  const channel = await openChannel(context);
  if (!channel) return { skipped: 'There is no channel' };
  const userId = await findUser(context, channel, personId);
  if (userId === null) return { skipped: 'Not in this workspace' };
  return unlessRefused(context, channel, async () => {
    await channel.port.inviteUsers(channel.channelId, [userId]);
    return { userId };
  });
}

/** The customer's lead, from their own workspace. An invitation that is sent twice is one for whoever accepts it. */
export async function shareWithCustomer(context: ChannelEffect, personId: string): Promise<Done> {
  const channel = await openChannel(context);
  if (!channel) return { skipped: 'There is no channel' };
  const invitee = await findInvitee(context.deps.db, personId, channel.port.teamId);
  if (!invitee) return { skipped: 'They have left' };
  return unlessRefused(context, channel, () => channel.port.inviteByConnect(channel.channelId, invitee.email));
}

async function findUser({ deps }: ChannelEffect, { port }: OpenChannel, personId: string): Promise<string | null> {
  const invitee = await findInvitee(deps.db, personId, port.teamId);
  if (!invitee || invitee.userId !== null) return invitee?.userId ?? null;
  const user = await port.findUserByEmail(invitee.email);
  if (!user || user.isDeactivated) return null;
  const { teamId } = port;
  const { userId, timezone } = user;
  const isTheirs = await deps.db.transaction((tx) =>
    rememberSlackUser(tx, { personId, teamId, userId, source: 'email_match', timezone }),
  );
  return isTheirs ? userId : null;
}

/** One person whom Slack does not let in keeps nobody else out. */
async function unlessRefused(
  context: ChannelEffect,
  channel: OpenChannel,
  invite: () => Promise<object>,
): Promise<Done> {
  try {
    return { ...(await invite()) };
  } catch (error) {
    return afterRefusal(context, channel, error);
  }
}
