import type { SlackEventOf, SlackPress, SlackSubmission, SlackWho } from '../../contracts/slack-incoming.ts';
import { rememberHome } from '../../db/slack-homes.ts';
import { composeHome } from './compose-home.ts';
import type { SlackContext, SlackHandler, SlackModalHandler } from './handler.ts';
import { matchPerson } from './match-person.ts';
import { readMetadata } from './modal-metadata.ts';

async function publish({ deps, port }: SlackContext, who: SlackWho): Promise<void> {
  const person = await matchPerson(deps.db, port, who);
  const { blocks, shown } = await composeHome(deps, person);
  await port.publishHome(who.userId, blocks);
  if (person) await rememberHome(deps.db, { teamId: port.teamId, userId: who.userId, personId: person.id }, shown);
}

export const publishHome: SlackHandler<SlackEventOf<'app_home_opened'>> = (context, opened) =>
  opened.tab === 'home' ? publish(context, opened) : Promise.resolve();

/** What was done in the home tab shows there. It is done by then: a home tab that stays as it was undoes nothing. */
async function showInHome(context: SlackContext, who: SlackWho): Promise<void> {
  try {
    await publish(context, who);
  } catch (error) {
    context.deps.logger.info({ eventId: context.eventId, err: error }, 'A home tab could not be brought up to date');
  }
}

export const pressAtHome =
  (handler: SlackHandler<SlackPress>): SlackHandler<SlackPress> =>
  async (context, press) => {
    await handler(context, press);
    if (press.channelId === null) await showInHome(context, press);
  };

export const modalAtHome = ({ handle, ...rest }: SlackModalHandler): SlackModalHandler => ({
  ...rest,
  async handle(context, submission: SlackSubmission) {
    await handle(context, submission);
    const opened = readMetadata(submission.view.privateMetadata);
    if (opened !== null && opened.channelId === null) await showInHome(context, submission);
  },
});
