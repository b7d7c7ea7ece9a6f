/** Says something that one person alone sees: where they are, and where we are not let in, in their messages with us. */
import type { SlackMessage, SlackPort } from '../../../integrations/ports-slack.ts';
import { isAppError } from '../../errors.ts';

interface Listener {
  userId: string;
  /** null: nowhere, as in the home tab */
  channelId: string | null;
  /** of a command: takes an answer also in a channel that we are not in */
  responseUrl?: string | null;
}

export async function sayAlone(
  port: SlackPort,
  { userId, channelId, responseUrl = null }: Listener,
  said: Omit<SlackMessage, 'key'>,
): Promise<void> {
  if (responseUrl !== null && (await hasArrived(port.respond(responseUrl, said)))) return;
  if (channelId !== null && (await hasArrived(port.postEphemeral(channelId, userId, said)))) return;
  const direct = await port.openDirectMessage(userId);
  await port.postEphemeral(direct.channelId, userId, said);
}

async function hasArrived(saying: Promise<void>): Promise<boolean> {
  try {
    await saying;
    return true;
  } catch (error) {
    if (isAppError(error) && error.code === 'slack_unreachable') return false;
    throw error;
  }
}
