import type { MailFailure } from '../../src/domain/mail-failure.ts';
import { storableText } from '../../src/domain/storable-text.ts';
import { AppError } from '../../src/errors.ts';
import { failureOf } from './failure.ts';
import { smtpError, type SmtpError } from './schemas.ts';

/**
 * What an SMTP failure means for the mail. Only who is refused as a reader is not reached there; a refused login, sender or
 * message is for the operator to mend, and the mail waits. Of a policy whoever knows what became of other mails decides.
 */
export function toMailError(cause: unknown, { wasHandedOver }: { wasHandedOver: boolean }): AppError {
  const error = smtpError.parse(typeof cause === 'object' && cause !== null ? cause : { message: String(cause) });
  const details = { code: error.code, command: error.command, responseCode: error.responseCode };
  const said = storableText(error.response ?? error.message);
  const refused = refusalOf(error);
  if (refused === 'reader') return new AppError('mail_refused', { message: said, cause, details });
  if (refused === 'policy') return new AppError('mail_policy_refused', { message: said, cause, details });
  if (refused === 'ours') return new AppError('mail_sender_refused', { message: said, cause, details });
  if (wasHandedOver && error.responseCode === undefined) {
    return new AppError('mail_unclear', {
      message: `The connection ended before the mail server answered (${said})`,
      cause,
      details,
    });
  }
  return new AppError('mail_unavailable', {
    message: `The mail server did not take the mail: ${said}`,
    cause,
    details,
  });
}

function refusalOf({ code, command, responseCode, response, message }: SmtpError): MailFailure {
  if (code === 'EENVELOPE' && command === 'API') return 'reader';
  // 503: the session was out of step, nothing was said about the mail
  if (responseCode === undefined || responseCode < 500 || responseCode === 503) return 'passing';
  if (code === 'EAUTH' || command === 'MAIL FROM') return 'ours';
  if (command !== 'RCPT TO' && command !== 'DATA') return 'passing';
  const said = response ?? `${responseCode} ${message}`;
  return failureOf({ said, status: null, isAboutRecipient: command === 'RCPT TO' });
}
