/** Mail by SMTP. One call is one attempt: whoever calls repeats it, and learns whether repeating is safe. */
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import type { MailConfig } from '../../src/config/config.ts';
import { storableText } from '../../src/domain/storable-text.ts';
import type { Logger } from '../../src/telemetry/logger.ts';
import type { CheckResult } from '../ports.ts';
import type { MailPort, OutgoingMail } from '../ports-mail.ts';
import { bounceAddress, messageIdHeader, messageIdIn, threadIdHeader } from './addresses.ts';
import { checkDns } from './check-dns.ts';
import { toMailError } from './errors.ts';
import { postmarkFields } from './postmark-fields.ts';
import { smtpError } from './schemas.ts';

export interface SmtpMailOptions {
  config: MailConfig;
  /** keys the bounce addresses; the same for every process */
  secret: string;
  publicUrl: string;
  logger: Logger;
}
export interface SmtpMail extends MailPort {
  close(): void;
}

/** An attempt ends before its activity does, whatever the server does. */
const attemptTimeoutMs = 45_000;
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 };

// RFC 8058 wants both unsubscribe fields signed, and nodemailer's own list leaves the second one out.
const signedFields =
  'From:Sender:Reply-To:Subject:Date:Message-ID:To:Cc:MIME-Version:Content-Type:Content-Transfer-Encoding:In-Reply-To:References:' +
  'Auto-Submitted:List-Id:List-Unsubscribe:List-Unsubscribe-Post';

export function createSmtpMail({ config, secret, publicUrl, logger }: SmtpMailOptions): SmtpMail {
  const domain = config.from.slice(config.from.indexOf('@') + 1);
  const pool = createTransport({
    // a repeat is the caller's decision; connections that idle are closed before the server does it
    pool: true,
    url: config.smtpUrl,
    maxRequeues: 0,
    idleTimeout: 30_000,
    ...timeouts,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(config.dkim
      ? {
          dkim: {
            domainName: config.dkim.domain,
            keySelector: config.dkim.selector,
            privateKey: readFileSync(config.dkim.keyFile, 'utf8'),
            headerFieldNames: signedFields,
          },
        }
      : {}),
  });
  pool.on('error', (error: Error) => logger.warn({ err: error }, 'A connection to the mail server broke'));

  // An error does not say how far the mail came. What was read to its end has been written to the server.
  const bodies = new Map<string, Readable>();
  pool.use('stream', (mail, done) => {
    const create = mail.message.createReadStream.bind(mail.message);
    mail.message.createReadStream = (options) => {
      const body = create(options);
      bodies.set(mail.message.messageId(), body);
      return body;
    };
    done();
  });

  return {
    async send(mail) {
      const messageId = messageIdHeader(mail.messageId, domain);
      try {
        const { response } = await pool.sendMail({
          ...contentOf(mail, domain, config),
          messageId,
          from: { name: config.fromName, address: config.from },
          envelope: {
            from: bounceAddress({ messageId: mail.messageId, secret, domain: config.bounceDomain }),
            to: [mail.to.address],
          },
          signal: AbortSignal.timeout(attemptTimeoutMs),
        });
        return { serverResponse: storableText(response) };
      } catch (error) {
        throw toMailError(error, { wasHandedOver: bodies.get(messageId)?.readableEnded === true });
      } finally {
        bodies.delete(messageId);
      }
    },

    async check() {
      return [await connects(), dkimCheck(config), ...(await checkDns(config)), bounceCheck(config, publicUrl)];
    },

    close: () => pool.close({ force: true }),
  };

  async function connects(): Promise<CheckResult> {
    const { host } = new URL(config.smtpUrl);
    try {
      await pool.verify();
      return { name: 'Mail server', ok: true, detail: `${host} answers and lets us in`, fix: null };
    } catch (error) {
      const { message, code } = smtpError.parse(error);
      return {
        name: 'Mail server',
        ok: false,
        detail: `${host}: ${message}`,
        fix: code === 'EAUTH' ? 'Correct user and password in SMTP_URL' : 'Correct host, port and scheme in SMTP_URL',
      };
    }
  }
}

const verbatim = (value: string): { prepared: true; foldLines: false; value: string } => ({
  prepared: true,
  foldLines: false,
  value,
});

function contentOf(mail: OutgoingMail, domain: string, { from, isPostmark }: MailConfig) {
  const thread = mail.threadKey === null ? null : threadIdHeader(mail.threadKey, domain);
  const answered = messageIdIn(mail.respondsTo ?? '');
  const references = [thread, answered].filter((id) => id !== null);
  return {
    to: mail.to,
    subject: mail.subject,
    html: isPostmark ? mail.html : withImage(mail),
    text: mail.text,
    ...(mail.replyTo ? { replyTo: mail.replyTo } : {}),
    ...(references.length > 0 ? { inReplyTo: references.at(-1), references } : {}),
    headers: {
      'Auto-Submitted': typeof mail.respondsTo === 'string' ? 'auto-replied' : 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'X-Loop': from,
      ...(isPostmark ? postmarkFields(mail) : {}),
      ...(mail.unsubscribeUrl === null
        ? {}
        : {
            'List-Unsubscribe': verbatim(`<${new URL(mail.unsubscribeUrl).href}>`),
            'List-Unsubscribe-Post': verbatim('List-Unsubscribe=One-Click'),
          }),
    },
  };
}

const withImage = ({ html, openImageUrl }: OutgoingMail): string =>
  openImageUrl ? html.replace('</body>', () => `<img src="${openImageUrl}" width="1" height="1" alt=""></body>`) : html;

function dkimCheck({ dkim, from }: MailConfig): CheckResult {
  const name = 'Mail signature (DKIM)';
  if (!dkim)
    return {
      name,
      ok: true,
      detail: 'Not signed here; the mail server must sign, both List-Unsubscribe fields included',
      fix: null,
    };
  const isAligned =
    from.toLowerCase().endsWith(`@${dkim.domain.toLowerCase()}`) ||
    from.toLowerCase().endsWith(`.${dkim.domain.toLowerCase()}`);
  return isAligned
    ? {
        name,
        ok: true,
        detail: `Signed for ${dkim.domain} with the key ${dkim.selector}._domainkey.${dkim.domain}`,
        fix: null,
      }
    : {
        name,
        ok: false,
        detail: `MAIL_FROM is not an address of ${dkim.domain}, so DMARC does not count the signature`,
        fix: 'Use the same domain in MAIL_FROM and MAIL_DKIM_DOMAIN',
      };
}

function bounceCheck({ bounceSecret, bounceDomain, isPostmark }: MailConfig, publicUrl: string): CheckResult {
  const name = 'Bounces';
  const asked = isPostmark
    ? `a webhook for Bounce, Spam Complaint, Delivery and Subscription Change in Postmark: ${publicUrl.replace('://', '://postmark:<MAIL_BOUNCE_SECRET>@')}/webhooks/email/postmark/events`
    : `mail to bounce+…@${bounceDomain} posted to ${publicUrl}/webhooks/email/bounce`;
  return bounceSecret
    ? { name, ok: true, detail: `Expected by ${asked}`, fix: null }
    : {
        name,
        ok: false,
        detail: 'Addresses that bounce later than at delivery are not noticed',
        fix: `Set MAIL_BOUNCE_SECRET and have ${asked}`,
      };
}
