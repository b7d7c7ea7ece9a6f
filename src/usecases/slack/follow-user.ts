/** Somebody's account in Slack was deactivated: what they are to hear goes another way. */
import type { SlackEventOf } from '../../contracts/slack-incoming.ts';
import { findPersonBySlack, slackAddress } from '../../db/person-channels.ts';
import { markChannelUnreachable } from '../../db/unreachable.ts';
import type { SlackHandler } from './handler.ts';

export const followUser: SlackHandler<SlackEventOf<'user_change'>> = async ({ deps }, event) => {
  if (!event.isDeactivated) return;
  const { db, clock } = deps;
  const person = await findPersonBySlack(db, event.teamId, event.userId);
  if (!person) return;
  const address = slackAddress(event.teamId, event.userId);
  const reason = 'Their account in Slack is deactivated';
  await db.transaction((tx) =>
    markChannelUnreachable(tx, { personId: person.id, channel: 'slack', address, reason }, clock.now()),
  );
};
