/** A mail that answers none of our messages: the conversation of an onboarding where its sender has a part in one. */
import { type PendingMail, settleInboundMail } from '../../db/inbound-mails.ts';
import { findSenderIn, onlyOnboardingOf } from '../../db/message-tasks.ts';
import { checkFiles } from '../documents/keep-files.ts';
import { tellRefusedFiles } from './ask-back.ts';
import { carryOut } from './carry-out.ts';
import type { ReplyDeps } from './deps.ts';
import { filesOf, type ReadMail } from './mail-reader.ts';
import { settle, settlementOf } from './settle.ts';

/** `taggedId`: the onboarding whose own address it was sent to. `doubts`: why a person has to look, whoever it is from. */
export async function handleConversation(
  deps: ReplyDeps,
  pending: PendingMail,
  mail: ReadMail,
  { taggedId, doubts: before }: { taggedId: string | null; doubts: string[] },
): Promise<void> {
  const from = mail.from?.address.toLowerCase() ?? '';
  const onboardingId = taggedId ?? (await onlyOnboardingOf(deps.db, from));
  if (onboardingId === null)
    return settle(deps, pending, mail, {
      state: 'ignored',
      reason: `It answers nothing of ours, and ${from || 'its sender'} has no part in exactly one onboarding`,
    });
  const sender = await findSenderIn(deps.db, onboardingId, from);
  const proposal = { kind: 'comment', onboardingId } as const;
  const about = { onboardingId, personId: sender?.id ?? null, proposal };
  if (!sender)
    return settle(deps, pending, mail, {
      ...about,
      state: 'needs_review',
      reason: `${from || 'Its sender'} has no part in this onboarding`,
    });
  const doubts = [...before, ...(mail.authentication.result === 'authenticated' ? [] : [mail.authentication.why])];
  if (doubts.length > 0)
    return settle(deps, pending, mail, { ...about, state: 'needs_review', reason: doubts.join('; ') });
  const visible = mail.subject.trim() === '' ? mail.visible : `${mail.subject.trim()}\n\n${mail.visible}`;
  const files = await checkFiles(deps.scanner, filesOf(mail));
  await carryOut(deps, {
    proposal,
    onboardingId,
    taskId: null,
    actor: { kind: 'email', id: sender.id, label: `the mail from ${sender.name}` },
    link: null,
    visible,
    files,
    mailId: pending.id,
    also: (tx) =>
      settleInboundMail(
        tx,
        pending.id,
        settlementOf(mail, { ...about, proposal: null, state: 'handled', reason: 'Kept as a comment' }),
        deps.clock.now(),
      ),
  });
  const to = { personId: sender.id, personName: sender.name, side: sender.side, tasks: [] };
  await tellRefusedFiles(deps, to, mail, { refused: files.refused, onboardingId, taskId: null });
}
