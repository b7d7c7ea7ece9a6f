import { AppError } from '../../src/errors.ts';
import { smtpError, type SmtpError } from './schemas.ts';

/**
 * What an SMTP failure means for the mail. Only a refusal of the recipient or of the message is the mail's own fault;
 * a refused login or sender is for the operator to mend, and the mail waits.
 */
export function toMailError(cause: unknown, { wasHandedOver }: { wasHandedOver: boolean }): AppError {
  const error = smtpError.parse(typeof cause === 'object' && cause !== null ? cause : { message: String(cause) });
  const details = { code: error.code, command: error.command, responseCode: error.responseCode };
  const said = error.response ?? error.message;
  if (isRefusal(error)) return new AppError('mail_refused', { message: said, cause, details });
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

function isRefusal({ code, command, responseCode }: SmtpError): boolean {
  if (code === 'EENVELOPE' && command === 'API') return true;
  if (command !== 'RCPT TO' && command !== 'DATA') return false;
  // 503: the session was out of step, nothing was said about the mail; 521, 541, 556 and the like are about it
  return responseCode !== undefined && responseCode >= 500 && responseCode !== 503;
}
