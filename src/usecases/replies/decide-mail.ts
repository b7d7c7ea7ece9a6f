/** What could not be decided by a machine, decided by one of our people, in their own name. */
import { insertComment } from '../../db/comments.ts';
import { decideInboundMail, readRawMail } from '../../db/inbound-mails.ts';
import { findInboundMail, type InboundMailRow } from '../../db/queries/list-inbound-mails.ts';
import type { Sql } from '../../db/database.ts';
import { peopleById } from '../../db/people.ts';
import type { Actor } from '../../domain/model.ts';
import { storableText } from '../../domain/storable-text.ts';
import { AppError } from '../../errors.ts';
import { type ChangeDeps, changeOnboarding } from '../change-onboarding.ts';
import { answerWords } from '../comments/answer-comment.ts';
import { checkFiles, type CheckedFiles } from '../documents/keep-files.ts';
import { carryOut } from './carry-out.ts';
import type { ReplyDeps } from './deps.ts';
import { filesOf, type MailReader } from './mail-reader.ts';
import { type Proposal, proposalSchema } from './proposal.ts';
import { visibilityFor } from './propose.ts';
import { setAbsence } from './set-absence.ts';
import { tellSender } from './tell-sender.ts';

/** `person`: whom to name, where the task that is done asks for somebody. */
export async function acceptMail(
  deps: ReplyDeps,
  mailId: string,
  { actor, person }: { actor: Actor; person?: { name: string; email: string } | undefined },
): Promise<void> {
  const mail = await openMail(deps.db, mailId);
  const proposal = mail.proposal === null ? null : proposalSchema.parse(mail.proposal);
  const accept = (tx: Sql): Promise<boolean> =>
    decideInboundMail(
      tx,
      mailId,
      { state: 'handled', reason: `agreed to by ${actor.label}`, by: actor.id },
      deps.clock.now(),
    );
  if (proposal === null || proposal.kind === 'question') {
    if (!(await accept(deps.db))) throw decidedBefore(mailId);
    return;
  }
  if (proposal.kind === 'absence') {
    await setAbsence(deps, { ...proposal, onboardingId: mail.onboardingId }, true);
    if (!(await accept(deps.db))) throw decidedBefore(mailId);
    return;
  }
  const { files, visible, messageId } = await contentOf(deps, mail);
  const agreed = await withVisibility(deps.db, mail, proposal);
  await carryOut(deps, {
    proposal: person ? naming(agreed, person) : agreed,
    onboardingId: onboardingOf(mail, proposal),
    taskId: mail.taskId,
    actor,
    link: null,
    visible: `${mail.from ?? 'Somebody'} wrote by mail:\n\n${visible}`,
    files,
    mailId,
    also: accept,
  });
  // what the rules refused at first was told then, files and all
  const isTold = proposal.kind === 'command' && proposal.isKept;
  if (!isTold) await tellSender(deps, mail, { messageId, refused: files.refused });
}

/** One of our own people that waits since before it was kept that what they answer stays with us. */
async function withVisibility(sql: Sql, { personId }: InboundMailRow, proposal: Proposal): Promise<Proposal> {
  if (proposal.kind !== 'command' || proposal.visibility !== undefined) return proposal;
  const [person] = personId === null ? [] : await peopleById(sql, [personId]);
  const visibility = visibilityFor(person?.side ?? 'customer');
  const input = proposal.name === 'comment' ? { ...proposal.input, visibility } : proposal.input;
  return { ...proposal, input, visibility };
}

export interface OwnPartDeps {
  /** null: no mailbox is configured */
  reader: Pick<MailReader, 'ownPart'> | null;
}

/** What the sender wrote themself; the whole where nothing of it is theirs. */
export const ownPartOf = ({ reader }: OwnPartDeps, text: string): string => reader?.ownPart(text) || text.trim();

/**
 * Answers whom it is from, without doing what it asks for; its words are kept where our team reads. Somebody else's
 * words would reach whom we wrote to as if they were theirs.
 */
export async function answerMail(
  deps: ChangeDeps & OwnPartDeps,
  mailId: string,
  { body, actor }: { body: string; actor: Actor },
): Promise<void> {
  const mail = await openMail(deps.db, mailId);
  const { onboardingId, senderId, taskId } = mail;
  if (onboardingId === null || senderId === null)
    throw new AppError('not_allowed_now', { message: 'It is from nobody with a part in an onboarding' });
  const text = storableText(ownPartOf(deps, mail.text ?? ''), 5000);
  await changeOnboarding(deps, {
    onboardingId,
    actor,
    signalWorkflow: true,
    step: async ({ state, now, tx }) => {
      const decision = { state: 'handled', reason: `answered by ${actor.label}`, by: actor.id } as const;
      if (!(await decideInboundMail(tx, mailId, decision, now))) throw decidedBefore(mailId);
      const kept = `${mail.from ?? 'Somebody'} wrote by mail:\n\n${text}`;
      await insertComment(tx, { onboardingId, taskId, actor, body: kept, visibility: 'internal' }, now);
      // somebody else's task is not theirs to open
      const about = senderId === mail.personId ? taskId : null;
      return answerWords(tx, state, { taskId: about, body, actor, asked: { personId: senderId, body: text } }, now);
    },
  });
}

/** Only a task that is done by naming somebody takes a person; the command itself refuses any other. */
const naming = (proposal: Proposal, person: { name: string; email: string }): Proposal =>
  proposal.kind === 'command' && proposal.name === 'complete'
    ? { ...proposal, input: { ...proposal.input, person } }
    : proposal;

export async function rejectMail(
  { db, clock }: Pick<ReplyDeps, 'db' | 'clock'>,
  mailId: string,
  { reason, actor }: { reason: string; actor: Actor },
): Promise<void> {
  await openMail(db, mailId);
  const decision = { state: 'ignored', reason: `closed by ${actor.label}: ${reason}`, by: actor.id } as const;
  if (!(await decideInboundMail(db, mailId, decision, clock.now()))) throw decidedBefore(mailId);
}

async function openMail(sql: Sql, mailId: string): Promise<InboundMailRow> {
  const mail = await findInboundMail(sql, mailId);
  if (!mail) throw new AppError('not_found', { message: 'There is no such mail', details: { mailId } });
  if (mail.state !== 'needs_review' && mail.state !== 'quarantined') throw decidedBefore(mailId);
  return mail;
}

const decidedBefore = (mailId: string): AppError =>
  new AppError('not_allowed_now', { message: 'This mail waits for nobody any more', details: { mailId } });

function onboardingOf(mail: InboundMailRow, proposal: Proposal): string {
  const id = proposal.kind === 'comment' ? proposal.onboardingId : mail.onboardingId;
  if (id === null) throw new AppError('not_allowed_now', { message: 'This mail is about no onboarding' });
  return id;
}

interface Content {
  files: CheckedFiles;
  visible: string;
  messageId: string | null;
}

/** Read again from the raw mail, while that is kept. */
async function contentOf(deps: ReplyDeps, mail: InboundMailRow): Promise<Content> {
  const raw = deps.reader ? await readRawMail(deps.db, mail.id) : null;
  if (!raw || !deps.reader) return { files: { kept: [], refused: [] }, visible: mail.text ?? '', messageId: null };
  const read = await deps.reader.read(raw, null);
  const { visible, messageId } = read;
  return { files: await checkFiles(deps.scanner, filesOf(read)), visible, messageId };
}
