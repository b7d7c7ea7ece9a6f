/** *Start onboarding* as a modal: a deal is looked for while its name is typed, and its onboarding is started as in the console. */
import type { SlackModal } from '../../../../integrations/ports-slack.ts';
import { slackMenus, slackModals } from '../../../contracts/slack.ts';
import type { SlackCommand, SlackSubmission } from '../../../contracts/slack-incoming.ts';
import type { Person } from '../../../domain/model.ts';
import { isAtLeast } from '../../../domain/permissions.ts';
import { AppError } from '../../../errors.ts';
import { context as contextBlock, section } from '../../messages/render/slack-parts.ts';
import { escape, link } from '../../messages/render/slack-text.ts';
import { startByHand } from '../../onboardings/start-by-hand.ts';
import type { SlackContext, SlackMenu, SlackModalHandler } from '../handler.ts';
import { bare, openThenFill } from '../open-modal.ts';
import { sayAlone } from '../say-alone.ts';
import { knownPerson } from '../tasks/authorise-press.ts';
import { type Choice, searchInput } from '../tasks/inputs.ts';
import { slackWordsFor } from '../wording/index.ts';
import { findStartableDeals, type StartableDeal } from './startable-deals.ts';

const mayStart = ({ side, staffRole, deactivatedAt }: Person): boolean =>
  side === 'team' && deactivatedAt === null && isAtLeast(staffRole, 'member');

async function authorise({ deps, port }: SlackContext, who: SlackCommand | SlackSubmission): Promise<Person> {
  const person = await knownPerson(deps.db, port, who);
  if (mayStart(person)) return person;
  throw new AppError('forbidden', {
    message: `${person.name} may not start onboardings`,
    details: { say: 'notYours' },
  });
}

const separator = '/';
const choiceOf = ({ connectionId, dealId, name, stageLabel }: StartableDeal): Choice => ({
  value: [connectionId, dealId].join(separator),
  label: stageLabel === '' ? name : `${name} · ${stageLabel}`,
});

function chosenIn({ values }: SlackSubmission): { connectionId: string; dealId: string } {
  const value = values[slackMenus.wonDeal];
  const [connectionId = '', dealId = ''] = typeof value === 'string' ? value.split(separator) : [];
  if (dealId === '') throw new AppError('invalid_input', { message: 'No deal was chosen' });
  return { connectionId, dealId };
}

/** @param text of the command: what fits it best is chosen already */
export const openStart = (context: SlackContext, command: SlackCommand, text: string): Promise<void> =>
  openThenFill(context, command, async (): Promise<SlackModal> => {
    const { deps } = context;
    const { locale } = await authorise(context, command);
    const { start, close } = slackWordsFor(locale);
    const inConsole = link(`${deps.publicUrl}/console`, start.inConsole);
    if (deps.crms.size === 0) return bare(start.title, inConsole, close);
    const [best] = text === '' ? [] : await findStartableDeals(deps, text);
    return {
      callbackId: slackModals.startOnboarding,
      title: start.title,
      submit: start.submit,
      close,
      privateMetadata: command.channelId,
      blocks: [
        searchInput({ id: slackMenus.wonDeal, label: start.deal }, start.search, best ? choiceOf(best) : null),
        contextBlock(inConsole),
      ],
    };
  });

export const wonDealMenu: SlackMenu = async (deps, person, text) =>
  mayStart(person) ? (await findStartableDeals(deps, text)).map(choiceOf) : [];

/** A deal that got its onboarding meanwhile answers with that one, so a repetition starts nothing. */
export const startModal: SlackModalHandler = {
  async handle(context, submission) {
    const { deps, port } = context;
    const { id, name: label, staffRole, locale } = await authorise(context, submission);
    const actor = { kind: 'person', id, label, staffRole, via: 'slack' } as const;
    const { onboardingId, created } = await startByHand(deps, chosenIn(submission), actor);
    const [row] = await deps.db.query<{ name: string }>('SELECT name FROM onboardings WHERE id = $1', [onboardingId]);
    const { start } = slackWordsFor(locale);
    const named = link(`${deps.publicUrl}/console/onboardings/${onboardingId}`, row?.name ?? onboardingId);
    const text = escape(created ? start.started : start.existed).replace('{name}', () => named);
    const listener = { userId: submission.userId, channelId: submission.view.privateMetadata };
    await sayAlone(port, listener, { text, blocks: [section(text)] });
  },
};
