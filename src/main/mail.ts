import { createSmtpMail, type SmtpMail } from '../../integrations/email/client.ts';
import type { Config } from '../config/config.ts';
import type { Logger } from '../telemetry/logger.ts';

/** Null: mail is off, and whoever wanted to send says so. */
export const createMail = ({
  config,
  secret,
  publicUrl,
  logger,
}: {
  config: Config;
  secret: string;
  publicUrl: string;
  logger: Logger;
}): SmtpMail | null => (config.mail ? createSmtpMail({ config: config.mail, secret, publicUrl, logger }) : null);
