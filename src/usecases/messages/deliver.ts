/** Sends one claimed message by its channel and settles its row; idempotent by the row's state. */
import type { MailPort } from '../../../integrations/ports-mail.ts';
import type { SlackWorkspaces } from '../../../integrations/ports-slack.ts';
import type { Clock } from '../../db/clock.ts';
import type { Database } from '../../db/database.ts';
import { findMessages, giveBack, type MessageRow } from '../../db/messages.ts';
import { AppError } from '../../errors.ts';
import { deliverByMail } from './deliver-mail.ts';
import { deliverBySlack } from './deliver-slack.ts';
import { findInSlack } from './find-in-slack.ts';

export interface DeliveryDeps {
  db: Database;
  clock: Clock;
  publicUrl: string;
  /** null: mail is off */
  mail: MailPort | null;
  /** absent: Slack is off */
  slack?: SlackWorkspaces | null;
  /** keys the tokens in links */
  secret: string;
  companyName: string;
  /** the mailbox that answers go to; null: they go to the CSM */
  inboundAddress?: string | null;
  /** whether mails tell when they are opened; shown only */
  tracksOpens?: boolean;
}

export async function deliverMessage(deps: DeliveryDeps, messageId: string): Promise<void> {
  const [message] = await findMessages(deps.db, [messageId]);
  if (!message) throw new AppError('not_found', { message: 'There is no such message', details: { messageId } });
  await deps.clock.refresh();
  if (message.channel === 'slack') return deliverBySlack(deps, message);
  if (isUntried(message) && (await findInSlack(deps, message.personId)))
    return deps.db.transaction((tx) => giveBack(tx, messageId, 'Known in Slack by now'));
  return deliverByMail(deps, message);
}

export const isUntried = ({ state, secondsSinceStart }: MessageRow): boolean =>
  state === 'claimed' && secondsSinceStart === null;
