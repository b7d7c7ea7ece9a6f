/** What a mail tells Postmark, which keeps these fields to itself (https://postmarkapp.com/developer/user-guide/send-email-with-smtp). */
import type { OutgoingMail } from '../ports-mail.ts';
import { metadataKey } from './postmark-events.ts';

export const postmarkFields = ({ messageId, openImageUrl }: OutgoingMail): Record<string, string> => ({
  // else Postmark writes a Message-ID of its own, and answers and repeats could not be matched
  'X-PM-KeepID': 'true',
  [`X-PM-Metadata-${metadataKey}`]: messageId,
  // said either way: a server may be set to look at opens of all mails
  'X-PM-TrackOpens': openImageUrl ? 'true' : 'false',
});
