import type { VirusScanPort } from '../../../integrations/ports-mail.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { ChangeDeps } from '../change-onboarding.ts';
import type { AtOnceDeps } from '../messages/send-at-once.ts';
import type { MailReader } from './mail-reader.ts';

export interface ReplyDeps extends ChangeDeps, AtOnceDeps {
  /** null: answers by mail are off */
  reader: MailReader | null;
  /** null: attachments are kept unscanned */
  scanner: VirusScanPort | null;
  logger: Logger;
}
