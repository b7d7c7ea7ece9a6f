/** An answer to one of our messages: acts where the sender is sure and the words are clear, else a person decides. */
import { type PendingMail, settleInboundMail } from '../../db/inbound-mails.ts';
import { loadOnboarding } from '../../db/load-onboarding.ts';
import { findRepliedMessage, type RepliedMessage } from '../../db/message-tasks.ts';
import { peopleById } from '../../db/people.ts';
import { todayOf, workHoursOf } from '../../domain/work-hours.ts';
import { type AppError, isAppError } from '../../errors.ts';
import { checkFiles } from '../documents/keep-files.ts';
import { askBack, askForAnswers, tellRefusedFiles } from './ask-back.ts';
import type { ReplyDeps } from './deps.ts';
import { filesOf, type ReadMail } from './mail-reader.ts';
import { type Actable, carryOut, keepWith } from './carry-out.ts';
import { propose, type Understood } from './propose.ts';
import type { Proposal } from './proposal.ts';
import { senderDoubts } from './sender-doubts.ts';
import { settle, settlementOf } from './settle.ts';

export async function handleAnswer(
  deps: ReplyDeps,
  pending: PendingMail,
  mail: ReadMail,
  { messageId, isExpired, doubts: before }: { messageId: string; isExpired: boolean; doubts: string[] },
): Promise<void> {
  const sent = await findRepliedMessage(deps.db, messageId);
  if (!sent)
    return settle(deps, pending, mail, {
      state: 'needs_review',
      reason: 'It answers a message that is not there any more',
    });
  const understood = await understand(deps, mail, sent);
  const about = { personId: sent.personId, onboardingId: understood.onboardingId, taskId: understood.taskId };
  const review = (reason: string, proposal: Proposal = understood.proposal): Promise<void> =>
    settle(deps, pending, mail, { ...about, proposal, state: 'needs_review', reason });

  const doubts = [...before, ...senderDoubts(mail, sent, isExpired)];
  if (doubts.length > 0) return review(doubts.join('; '));
  if (understood.isAmbiguous) {
    await askBack(deps, sent, mail);
    return review(
      sent.tasks.length > 1 && understood.taskId === null
        ? 'It names nothing that the mail asks for; we asked back'
        : 'It is not clear what it asks for; we asked back',
    );
  }
  if (understood.proposal.kind === 'question' || understood.onboardingId === null)
    return review('It answers a message that is about no onboarding');

  const files = await checkFiles(deps.scanner, filesOf(mail));
  const actable: Actable = {
    proposal: understood.proposal,
    onboardingId: understood.onboardingId,
    taskId: understood.taskId,
    actor: { kind: 'email', id: sent.personId, label: `the answer by mail from ${sent.personName}` },
    link: { personId: sent.personId, personName: sent.personName, personEmail: sent.address },
    visible: mail.visible,
    files,
    mailId: pending.id,
    also: (tx) =>
      settleInboundMail(
        tx,
        pending.id,
        settlementOf(mail, {
          ...about,
          state: 'handled',
          reason: toldOf(understood),
        }),
        deps.clock.now(),
      ),
  };
  const notTaken = { refused: files.refused, onboardingId: actable.onboardingId, taskId: actable.taskId };
  try {
    await carryOut(deps, actable);
  } catch (error) {
    // the rules refuse it: what was written is not lost, and a person sees why it did nothing
    if (!isAppError(error) || !['user', 'conflict', 'auth'].includes(error.rule.kind)) throw error;
    await deps.db.transaction((tx) => keepWith(tx, actable, deps.clock.now(), () => Promise.resolve(true)));
    const form = error.details['needs'] === 'form' ? error.details['form'] : null;
    if (typeof form === 'string' && actable.taskId !== null)
      await askForAnswers(deps, sent, mail, { taskId: actable.taskId, form, refused: files.refused });
    else await tellRefusedFiles(deps, sent, mail, notTaken);
    const { proposal } = actable;
    const isKept = proposal.kind === 'command' && proposal.name !== 'comment';
    await review(refusalOf(error, proposal, sent.personName), isKept ? { ...proposal, isKept } : proposal);
    return;
  }
  await tellRefusedFiles(deps, sent, mail, notTaken);
}

/** For our own people, whom the words on the task's page do not address. */
function refusalOf({ message, details }: AppError, proposal: Proposal, personName: string): string {
  if (details['needs'] !== 'sign_in') return message;
  return proposal.kind === 'command' && proposal.name === 'reassign'
    ? 'By mail a task goes to a colleague at the same company, or to somebody of this onboarding'
    : `It is binding: ${personName} would have to sign in for it`;
}

const toldOf = ({ proposal }: Understood): string =>
  proposal.kind === 'command' && proposal.name !== 'comment' ? `Done as asked: ${proposal.name}` : 'Kept as a comment';

async function understand(deps: ReplyDeps, mail: ReadMail, sent: RepliedMessage): Promise<Understood> {
  const { reader } = deps;
  const ids = [...new Set([...sent.tasks.map(({ onboardingId }) => onboardingId), ...sent.onboardingIds])];
  const [person, ...states] = await Promise.all([
    peopleById(deps.db, [sent.personId]).then(([found]) => found),
    ...ids.map(async (id) => (await loadOnboarding(deps.db, id)).state),
  ]);
  const now = deps.clock.now().toISOString();
  const zone = states[0]?.onboarding.timezone ?? 'UTC';
  return propose(reader ?? { readReply: () => ({ kind: 'comment' }), readExpected: () => null }, {
    sent,
    visible: mail.visible,
    today: person ? todayOf(workHoursOf(person, zone), now) : now.slice(0, 10),
    side: person?.side ?? 'customer',
    people: states.flatMap(({ onboarding, people }) =>
      people
        .filter(({ deactivatedAt }) => deactivatedAt === null)
        .map(({ id, name, email, side }) => ({ id, name, email, side, onboardingId: onboarding.id })),
    ),
  });
}
