/** What is missing: it is there, or it is expected on another day. Authorised by the same rule that shows the buttons. */
import { slackModals } from '../../../contracts/slack.ts';
import type { SlackPress, SlackSubmission, SlackWho } from '../../../contracts/slack-incoming.ts';
import { loadOnboarding } from '../../../db/load-onboarding.ts';
import { isAskedForBlocker } from '../../../db/asked-blockers.ts';
import { type BlockerPress, blockerPressesFor } from '../../../domain/blocker-presses.ts';
import { isLocalDate } from '../../../domain/local-date.ts';
import type { Blocker, OnboardingState, Person } from '../../../domain/model.ts';
import { todayOf, workHoursOf } from '../../../domain/work-hours.ts';
import { AppError } from '../../../errors.ts';
import { section } from '../../messages/render/slack-parts.ts';
import { cut, escape } from '../../messages/render/slack-text.ts';
import { onboardingOf } from '../../onboardings/find-subject.ts';
import { runCommand } from '../../onboardings/run-command.ts';
import type { SlackContext, SlackHandler, SlackModalHandler } from '../handler.ts';
import { readMetadata, writeMetadata } from '../modal-metadata.ts';
import { openThenFill } from '../open-modal.ts';
import { slackWordsFor } from '../wording/index.ts';
import { knownPerson, refuse } from './authorise-press.ts';
import { dateInput } from './inputs.ts';
import { metadataOf, readTaskId, textOf } from './task-modal.ts';

const expected = 'expected';

async function authorise(
  { deps: { db, clock }, port }: SlackContext,
  who: SlackWho,
  { blockerId, press }: { blockerId: string; press: BlockerPress },
): Promise<{ person: Person; blocker: Blocker; state: OnboardingState }> {
  const person = await knownPerson(db, port, who);
  const { state } = await loadOnboarding(db, await onboardingOf(db, 'blocker', blockerId));
  const blocker = state.blockers.find(({ id }) => id === blockerId);
  if (!blocker) throw new AppError('not_found', { message: 'This blocker is no longer part of the plan' });
  const isAsked = await isAskedForBlocker(db, blockerId, person.id, clock.now());
  const asked = {
    isResolved: blocker.resolvedAt !== null,
    onboardingStatus: state.onboarding.status,
    person,
    isAsked,
  };
  if (blockerPressesFor(asked).includes(press)) return { person, blocker, state };
  if (blockerPressesFor({ ...asked, isResolved: false, onboardingStatus: 'active' }).includes(press))
    throw refuse('not_allowed_now', 'notNow', 'It is resolved, or the onboarding does not run');
  throw refuse('forbidden', 'notYours', 'They are not asked for this blocker');
}

async function run(
  context: SlackContext,
  incoming: SlackPress | SlackSubmission,
  blockerId: string,
  change: { press: 'resolve' } | { press: 'expect'; expectedOn: string },
): Promise<void> {
  const { person } = await authorise(context, incoming, { blockerId, press: change.press });
  await runCommand(context.deps, {
    ...(change.press === 'resolve'
      ? { name: 'resolve', input: {} }
      : { name: 'set-expected', input: { expectedOn: change.expectedOn } }),
    subjectId: blockerId,
    actor: { kind: 'person', id: person.id, label: person.name, staffRole: person.staffRole, via: 'slack' },
    also: (tx) => context.settle(tx),
  });
}

export const resolveBlocker: SlackHandler<SlackPress> = (context, press) =>
  run(context, press, readTaskId(press), { press: 'resolve' });

export const openExpected: SlackHandler<SlackPress> = (context, press) =>
  openThenFill(context, press, async () => {
    const blockerId = readTaskId(press);
    const { person, blocker, state } = await authorise(context, press, { blockerId, press: 'expect' });
    const words = slackWordsFor(person.locale);
    const today = todayOf(workHoursOf(person, state.onboarding.timezone), context.deps.clock.now().toISOString());
    return {
      callbackId: slackModals.expected,
      ...words.expected,
      close: words.close,
      privateMetadata: writeMetadata({
        taskId: blockerId,
        channelId: press.channelId,
        today,
        locale: person.locale,
      }),
      blocks: [
        section(`*${escape(cut(blocker.what, 200))}*\n${escape(cut(state.onboarding.name, 200))}`),
        dateInput({ id: expected, label: words.block.expected }, blocker.expectedOn),
      ],
    };
  });

export const expectedModal: SlackModalHandler = {
  check: (_deps, submission) => {
    const metadata = readMetadata(submission.view.privateMetadata);
    const day = textOf(submission, expected);
    const isGood = metadata === null || (day !== null && isLocalDate(day) && day >= metadata.today);
    return Promise.resolve(isGood ? null : { [expected]: slackWordsFor(metadata.locale).block.mustLieAhead });
  },
  handle: (context, submission) => {
    const expectedOn = textOf(submission, expected);
    if (expectedOn === null) throw new AppError('invalid_input', { message: 'No day was chosen' });
    return run(context, submission, metadataOf(submission).taskId, { press: 'expect', expectedOn });
  },
};
