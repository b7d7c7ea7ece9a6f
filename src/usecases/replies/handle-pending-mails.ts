/** Works off incoming mails, oldest first. One that fails lets the others pass; none is given up without a person seeing it. */
import type { VirusScanPort } from '../../../integrations/ports-mail.ts';
import { type PendingMail, settleInboundMail, takePendingMail } from '../../db/inbound-mails.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { ReplyDeps } from './deps.ts';
import { handleMail } from './handle-mail.ts';

export type { ReplyDeps } from './deps.ts';

const batchSize = 20;
/** far below what the activity may take: the attempt that is under way has to end, too */
const longestMs = 60_000;
const maxAttempts = 5;

export async function handlePendingMails(given: ReplyDeps): Promise<{ hasMore: boolean }> {
  if (!given.reader) return { hasMore: false };
  const deps = { ...given, scanner: given.scanner && askedUntilAway(given.scanner) };
  await deps.clock.refresh();
  const startedAt = performance.now();
  const tried: string[] = [];
  let away: AppError | null = null;
  // those that wait for what is away do not count: they would hold up all that come after them
  for (let settled = 0; settled < batchSize && performance.now() - startedAt < longestMs;) {
    const mail = await takePendingMail(deps.db, tried);
    if (!mail) {
      if (away !== null) throw away;
      return { hasMore: false };
    }
    tried.push(mail.id);
    const missing = await attempt(deps, mail);
    if (missing === null) settled += 1;
    else away = missing;
  }
  if (away !== null) throw away;
  return { hasMore: true };
}

/** Once it did not answer it is not asked again: each further file would wait for it in vain. */
function askedUntilAway(scanner: VirusScanPort): VirusScanPort {
  let away: AppError | null = null;
  return {
    ...scanner,
    async scan(bytes) {
      if (away !== null) throw away;
      try {
        return await scanner.scan(bytes);
      } catch (error) {
        if (isAppError(error)) away = error;
        throw error;
      }
    },
  };
}

/** @returns what was away, so that the mail waits and is tried again. */
async function attempt(deps: ReplyDeps, mail: PendingMail): Promise<AppError | null> {
  // an attempt that ended its process leaves nothing but its count
  if (mail.attempts > maxAttempts) {
    await giveUp(deps, mail, `It could not be handled ${maxAttempts} times in a row`);
    return null;
  }
  try {
    await handleMail(deps, mail);
    return null;
  } catch (error) {
    const isAway = isAppError(error) && error.rule.kind === 'upstream';
    if (isAway) {
      await deps.db.query('UPDATE inbound_mails SET attempts = attempts - 1 WHERE id = $1', [mail.id]);
      return error;
    }
    const reason = error instanceof Error ? error.message : String(error);
    deps.logger.error({ mailId: mail.id, attempt: mail.attempts, err: error }, 'A mail could not be handled');
    if (mail.attempts < maxAttempts)
      return new AppError('mail_unavailable', { message: `A mail is tried again: ${reason}`, cause: error });
    await giveUp(deps, mail, `It could not be handled: ${reason}`);
    return null;
  }
}

const giveUp = (deps: ReplyDeps, mail: PendingMail, reason: string): Promise<unknown> =>
  settleInboundMail(
    deps.db,
    mail.id,
    {
      state: 'quarantined',
      reason,
      fromAddress: null,
      subject: null,
      text: null,
      personId: null,
      onboardingId: null,
      taskId: null,
      proposal: null,
    },
    deps.clock.now(),
  );
