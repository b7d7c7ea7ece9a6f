/** The sales handoff as a modal: what is missing, with an input for each; what is filled in is saved like in the console. */
import { z } from 'zod';
import type { SlackBlock, SlackModal } from '../../../../integrations/ports-slack.ts';
import { slackActionValueSchema, slackModals } from '../../../contracts/slack.ts';
import type { SlackCommand, SlackPress, SlackSubmission, SlackWho } from '../../../contracts/slack-incoming.ts';
import { loadOnboarding } from '../../../db/load-onboarding.ts';
import { handoffGaps } from '../../../domain/handoff.ts';
import type { OnboardingState, Person } from '../../../domain/model.ts';
import { mayFillHandoff } from '../../../domain/permissions.ts';
import type { HandoffField } from '../../../domain/playbook.ts';
import { AppError } from '../../../errors.ts';
import { section } from '../../messages/render/slack-parts.ts';
import { escape } from '../../messages/render/slack-text.ts';
import { runCommand } from '../../onboardings/run-command.ts';
import type { SlackContext, SlackHandler, SlackModalHandler } from '../handler.ts';
import { bare, openThenFill } from '../open-modal.ts';
import { knownPerson } from '../tasks/authorise-press.ts';
import { lineInput, textInput } from '../tasks/inputs.ts';
import { slackWordsFor } from '../wording/index.ts';

/** so that a modal keeps far below Slack's 100 blocks */
const maxFields = 40;
/** Slack's own limit of an input */
const longest = 3_000;

const metadataSchema = z.object({ onboardingId: z.uuid(), locale: z.string() });

function readMetadata({ view }: SlackSubmission): z.output<typeof metadataSchema> {
  try {
    return metadataSchema.parse(JSON.parse(view.privateMetadata));
  } catch (cause) {
    throw new AppError('invalid_input', { message: 'The modal names no onboarding', cause });
  }
}

async function authorise(
  { deps, port }: SlackContext,
  who: SlackWho,
  onboardingId: string,
): Promise<{ person: Person; state: OnboardingState }> {
  const person = await knownPerson(deps.db, port, who);
  const { state } = await loadOnboarding(deps.db, onboardingId);
  const roles = state.members.filter(({ personId }) => personId === person.id).map(({ role }) => role);
  const { status } = state.onboarding;
  if (mayFillHandoff(person, roles, status)) return { person, state };
  throw mayFillHandoff(person, roles, 'handoff')
    ? new AppError('not_allowed_now', { message: `The onboarding is ${status}`, details: { say: 'notNow' } })
    : new AppError('forbidden', { message: 'The handoff is not theirs to fill in', details: { say: 'notYours' } });
}

export const openHandoffFor = (
  context: SlackContext,
  asked: SlackPress | SlackCommand,
  find: () => Promise<string>,
): Promise<void> => openThenFill(context, asked, async () => filled(context, asked, await find()));

export const openHandoff: SlackHandler<SlackPress> = (context, press) =>
  openHandoffFor(context, press, () => {
    const id = slackActionValueSchema.safeParse(press.value);
    if (!id.success) throw new AppError('not_found', { message: 'The button names no onboarding' });
    return Promise.resolve(id.data);
  });

async function filled(context: SlackContext, asked: SlackWho, onboardingId: string): Promise<SlackModal> {
  const { person, state } = await authorise(context, asked, onboardingId);
  const { onboarding } = state;
  const words = slackWordsFor(person.locale);
  const playbook = await context.deps.playbooks.of(onboarding);
  const gaps = playbook ? handoffGaps(onboarding, playbook) : [];
  const { title, submit, intro, nothingMissing } = words.handoff;
  if (gaps.length === 0) return bare(title, escape(nothingMissing), words.close);
  return {
    callbackId: slackModals.handoff,
    title,
    submit,
    close: words.close,
    privateMetadata: JSON.stringify({ onboardingId, locale: person.locale }),
    blocks: [section(escape(intro.replace('{account}', () => onboarding.name))), ...handoffBlocks(gaps)],
  };
}

/** Each is optional: sales save what they know. */
export const handoffBlocks = (gaps: readonly HandoffField[]): SlackBlock[] =>
  gaps.slice(0, maxFields).map((field) => {
    const named = { id: field.key, label: field.label, hint: field.help, isOptional: true };
    // a property of the CRM is one value; people, products and notes are several lines
    return 'field' in field.crm ? lineInput(named, longest) : textInput(named, longest);
  });

const entered = ({ values }: SlackSubmission): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      typeof value === 'string' && value.trim() !== '' ? [[key, value.trim()]] : [],
    ),
  );

export const handoffModal: SlackModalHandler = {
  check(_deps, submission) {
    const [first] = Object.keys(submission.values);
    if (first === undefined || Object.keys(entered(submission)).length > 0) return Promise.resolve(null);
    return Promise.resolve({ [first]: slackWordsFor(readMetadata(submission).locale).handoff.oneIsNeeded });
  },
  async handle(context, submission) {
    const { onboardingId } = readMetadata(submission);
    const { person } = await authorise(context, submission, onboardingId);
    await runCommand(context.deps, {
      name: 'set-handoff',
      subjectId: onboardingId,
      input: { values: entered(submission) },
      actor: { kind: 'person', id: person.id, label: person.name, staffRole: person.staffRole, via: 'slack' },
      also: (tx) => context.settle(tx),
    });
  },
};
