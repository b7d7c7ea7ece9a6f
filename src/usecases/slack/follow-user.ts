/** Somebody's account in Slack was deactivated: what they are to hear goes another way, until the account is used again. */
import type { SlackEventOf } from '../../contracts/slack-incoming.ts';
import { findPersonBySlack, slackAddress, slackUserIsBack } from '../../db/person-channels.ts';
import { markChannelUnreachable } from '../../db/unreachable.ts';
import type { SlackHandler } from './handler.ts';

export const followUser: SlackHandler<SlackEventOf<'user_change'>> = async ({ deps }, event) => {
  const { db, clock } = deps;
  const person = await findPersonBySlack(db, event.teamId, event.userId);
  if (!person) return;
  const address = slackAddress(event.teamId, event.userId);
  const reason = 'Their account in Slack is deactivated';
  await db.transaction(async (tx) => {
    if (event.isDeactivated)
      await markChannelUnreachable(tx, { personId: person.id, channel: 'slack', address, reason }, clock.now());
    else await slackUserIsBack(tx, person.id, address);
  });
};
