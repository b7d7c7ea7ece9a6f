import type { SlackEventOf, SlackPress, SlackSubmission, SlackWho } from '../../contracts/slack-incoming.ts';
import { readHome } from '../../db/queries/slack-screens.ts';
import { section } from '../messages/render/slack-parts.ts';
import { escape } from '../messages/render/slack-text.ts';
import { homeBlocks, homeLimits } from './blocks/home.ts';
import type { SlackContext, SlackHandler, SlackModalHandler } from './handler.ts';
import { matchPerson } from './match-person.ts';
import { readMetadata } from './modal-metadata.ts';
import { readerOf, voiceOf } from './reader.ts';
import { slackWordsFor } from './wording/index.ts';

async function publish({ deps, port }: SlackContext, who: SlackWho): Promise<void> {
  const person = await matchPerson(deps.db, port, who);
  if (!person || person.deactivatedAt !== null)
    return port.publishHome(who.userId, [section(escape(slackWordsFor(person?.locale ?? 'en').refused.unknown))]);
  const now = deps.clock.now();
  const home = await readHome(deps.db, readerOf(person), { now, ...homeLimits });
  const hasPage = readerOf(person).seesAll;
  const restUrl = hasPage ? `${deps.publicUrl}/console` : null;
  const onboardingUrl = (id: string): string | null => (hasPage ? `${deps.publicUrl}/console/onboardings/${id}` : null);
  await port.publishHome(who.userId, homeBlocks({ home, person, onboardingUrl, restUrl, ...voiceOf(person, now) }));
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
