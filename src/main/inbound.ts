/** Answers by mail: what reads them, and what scans what comes with them. */
import { createAnswerReader } from '../../integrations/email/answers/reader.ts';
import { createImapMailbox } from '../../integrations/email/imap/mailbox.ts';
import { createClamav } from '../../integrations/clamav/client.ts';
import type { MailPort } from '../../integrations/ports-mail.ts';
import type { Config } from '../config/config.ts';
import type { Logger } from '../telemetry/logger.ts';
import { followMailbox, type MailboxFollower } from '../usecases/replies/follow-mailbox.ts';
import type { ReplyDeps } from '../usecases/replies/deps.ts';
import type { DoctorDeps } from '../usecases/system/doctor.ts';
import type { Core } from './core.ts';

export function createReplyDeps({
  core,
  config,
  mail,
  secret,
  logger,
}: {
  core: Core;
  config: Config;
  mail: MailPort | null;
  secret: string;
  logger: Logger;
}): ReplyDeps {
  const { inbound } = config;
  return {
    ...core.deps,
    mail,
    secret,
    companyName: config.company.name,
    inboundAddress: inbound?.address ?? null,
    logger,
    scanner: config.clamav ? createClamav(config.clamav) : null,
    reader: inbound
      ? createAnswerReader({
          secret,
          authservId: inbound.authservId,
          ownAddresses: [inbound.address, ...(config.mail ? [config.mail.from] : [])],
          today: () => core.clock.now().toISOString().slice(0, 10),
        })
      : null,
  };
}

/** Null: no mailbox is configured. */
export function startFollowing({
  core,
  config,
  databaseUrl,
  logger,
}: {
  core: Core;
  config: Config;
  databaseUrl: string;
  logger: Logger;
}): MailboxFollower | null {
  const { inbound } = config;
  if (!inbound?.imapUrl) return null;
  const { maxBytes } = inbound;
  const mailbox = createImapMailbox({ url: inbound.imapUrl, maxBytes, logger });
  return followMailbox({ db: core.db, clock: core.clock, databaseUrl, mailbox, maxBytes, logger });
}

/** What `gangway doctor` looks at. */
export function createInboundChecks(
  { inbound, clamav }: Config,
  publicUrl: string,
  logger: Logger,
): Pick<DoctorDeps, 'inbound' | 'scanner'> {
  const scanner = clamav ? createClamav(clamav) : null;
  if (!inbound) return { inbound: null, scanner };
  const { address, authservId, maxBytes, imapUrl } = inbound;
  const webhooks = [
    ...(inbound.relaySecret === null ? [] : [`${publicUrl}/webhooks/email/inbound`]),
    ...(inbound.postmarkSecret === null ? [] : [`${publicUrl}/webhooks/email/postmark`]),
  ];
  const mailbox = imapUrl === null ? null : createImapMailbox({ url: imapUrl, maxBytes, logger });
  return { inbound: { address, authservId, webhooks, mailbox }, scanner };
}
