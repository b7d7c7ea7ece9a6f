/**
 * Reads a mailbox by IMAP from where it was left: everything new, then as it arrives (IDLE). One call is one connection;
 * whoever calls connects again. Mails stay as they are, unread and unmoved: the position says what was read.
 */
import { ImapFlow, type MailboxObject } from 'imapflow';
import { storableText } from '../../../src/domain/storable-text.ts';
import { AppError } from '../../../src/errors.ts';
import type { Logger } from '../../../src/telemetry/logger.ts';
import type { CheckResult } from '../../ports.ts';
import type { MailboxPort, MailboxPosition } from '../../ports-mail.ts';

export interface ImapOptions {
  /** imaps://user:password@host:993/INBOX */
  url: string;
  maxBytes: number;
  logger: Logger;
}

/** Servers end a silent IDLE after half an hour at the latest; a dead connection shows sooner. */
const idleMs = 4 * 60_000;
const timeouts = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 5 * 60_000 };

export function createImapMailbox({ url, maxBytes, logger }: ImapOptions): MailboxPort {
  const { hostname, port, username, password, protocol, pathname } = new URL(url);
  const folder = decodeURIComponent(pathname.slice(1)) || 'INBOX';
  const name = `${decodeURIComponent(username)}@${hostname}/${folder}`;
  const isSecure = protocol === 'imaps:';

  const connect = async (): Promise<{ client: ImapFlow; closed: Promise<unknown> }> => {
    const client = new ImapFlow({
      host: hostname,
      port: port === '' ? (isSecure ? 993 : 143) : Number(port),
      secure: isSecure,
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
      logger: false,
      maxIdleTime: idleMs,
      ...timeouts,
    });
    const closed = new Promise<unknown>((resolve) => {
      client.on('error', (error: Error) => {
        logger.debug({ err: error }, 'The mailbox connection broke');
        resolve(error);
      });
      client.on('close', () => resolve(null));
    });
    try {
      await client.connect();
    } catch (cause) {
      client.close();
      throw toMailboxError(cause);
    }
    return { client, closed };
  };

  return {
    name,

    async follow({ position, onMail, onReady, signal }) {
      if (signal.aborted) return;
      const { client, closed } = await connect();
      const stop = (): void => client.close();
      signal.addEventListener('abort', stop, { once: true });
      // an abort while connecting told no listener
      if (signal.aborted) stop();
      let news = Promise.withResolvers<void>();
      client.on('exists', () => news.resolve());
      try {
        const mailbox = await client.mailboxOpen(folder, { readOnly: true });
        let at = startOf(mailbox, position);
        for (;;) {
          at = await readFrom(client, at, maxBytes, onMail);
          await onReady(at);
          // by itself the client would begin after 15 silent seconds; the next command ends it
          client.idle().catch((error: unknown) => logger.debug({ err: error }, 'Waiting for mail was ended'));
          const ended = await Promise.race([news.promise.then(() => false), closed.then(() => true)]);
          if (ended || signal.aborted) break;
          news = Promise.withResolvers<void>();
        }
      } catch (cause) {
        if (signal.aborted) return;
        throw cause instanceof AppError ? cause : toMailboxError(cause);
      } finally {
        signal.removeEventListener('abort', stop);
        client.close();
      }
      if (!signal.aborted)
        throw new AppError('mailbox_unavailable', { message: 'The mail server ended the connection to the mailbox' });
    },

    async check(): Promise<CheckResult[]> {
      const check = 'Mailbox for answers';
      try {
        const { client } = await connect();
        const { exists, uidValidity } = await client.mailboxOpen(folder, { readOnly: true });
        await client.logout();
        return [{ name: check, ok: true, detail: `${name}: ${exists} mails, UIDVALIDITY ${uidValidity}`, fix: null }];
      } catch (error) {
        const detail = `${name}: ${error instanceof Error ? error.message : String(error)}`;
        return [
          { name: check, ok: false, detail, fix: 'Correct host, port, user, password and folder in MAIL_IMAP_URL' },
        ];
      }
    },
  };
}

/** A rebuilt mailbox has given its mails other numbers: it is read anew, and known mails are recognised by what they say. */
function startOf({ uidValidity }: MailboxObject, position: MailboxPosition | null): MailboxPosition {
  const validity = String(uidValidity);
  return position?.uidValidity === validity ? position : { uidValidity: validity, lastUid: 0 };
}

async function readFrom(
  client: ImapFlow,
  start: MailboxPosition,
  maxBytes: number,
  onMail: Parameters<MailboxPort['follow']>[0]['onMail'],
): Promise<MailboxPosition> {
  // `*` also names the last known one where nothing is new
  const found = await client.fetchAll(
    `${start.lastUid + 1}:*`,
    { uid: true, size: true, envelope: true },
    { uid: true },
  );
  let at = start;
  for (const { uid, size = 0, envelope } of found.toSorted((a, b) => a.uid - b.uid)) {
    if (uid <= start.lastUid) continue;
    at = { ...at, lastUid: uid };
    const raw = size > maxBytes ? null : await download(client, uid);
    // deleted by somebody between the list and the fetch
    if (raw === undefined) continue;
    await onMail({
      position: at,
      raw,
      size,
      from: textOf(envelope?.from?.[0]?.address),
      subject: textOf(envelope?.subject),
      messageId: textOf(envelope?.messageId),
    });
  }
  return at;
}

const textOf = (said: string | undefined): string | null => (said === undefined ? null : storableText(said));

async function download(client: ImapFlow, uid: number): Promise<Buffer | undefined> {
  const mail = await client.fetchOne(String(uid), { uid: true, source: true }, { uid: true });
  return mail ? mail.source : undefined;
}

const toMailboxError = (cause: unknown): AppError => {
  const said = cause instanceof Error ? cause.message : String(cause);
  const answer =
    typeof cause === 'object' && cause !== null && 'responseText' in cause && typeof cause.responseText === 'string'
      ? ` (${cause.responseText})`
      : '';
  return new AppError('mailbox_unavailable', {
    message: storableText(`The mailbox cannot be read: ${said}${answer}`),
    cause,
  });
};
