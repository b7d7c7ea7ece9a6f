/** Postmark's inbound webhook: the raw mail where the server is told to send it, else a mail made of the fields. */
import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { z } from 'zod';
import { storableText } from '../../src/domain/storable-text.ts';

/** what the mail does not have may be left out or null */
const words = z
  .string()
  .nullish()
  .transform((text) => text ?? '');
const list = <T extends z.ZodType>(entry: T) =>
  z
    .array(entry)
    .nullish()
    .transform((entries) => entries ?? []);
/** as it is written into the head of the mail that we make: a break would begin a field of its sender's choice */
const oneLine = words.transform((text) => text.replaceAll(/[\r\n\0]+/g, ' '));
const address = z.object({ Email: words, Name: words });
const postmarkMail = z.object({
  RawEmail: z.string().nullish(),
  OriginalRecipient: words,
  FromFull: address.nullish(),
  ToFull: list(address),
  CcFull: list(address),
  Subject: words,
  MessageID: words,
  Date: words,
  TextBody: words,
  HtmlBody: words,
  Headers: list(z.object({ Name: z.string(), Value: oneLine })),
  Attachments: list(
    z.object({ Name: z.string(), Content: z.string(), ContentType: z.string(), ContentID: z.string().nullish() }),
  ),
});
type PostmarkMail = z.infer<typeof postmarkMail>;

export interface PostmarkDelivery {
  raw: Buffer;
  from: string | null;
  subject: string | null;
  /** of the envelope; null where it is not told */
  recipient: string | null;
}

/** Null: not what Postmark sends. */
export async function readPostmark(body: unknown): Promise<PostmarkDelivery | null> {
  const parsed = postmarkMail.safeParse(body);
  if (!parsed.success) return null;
  const mail = parsed.data;
  const raw = typeof mail.RawEmail === 'string' ? Buffer.from(mail.RawEmail, 'utf8') : await composed(mail);
  return {
    raw,
    from: storableText(mail.FromFull?.Email ?? '') || null,
    subject: storableText(mail.Subject) || null,
    recipient: storableText(mail.OriginalRecipient) || null,
  };
}

/** Fields that say where it came from, whether a machine wrote it and who vouches for its sender. */
const keptFields =
  /^(message-id|in-reply-to|references|auto-submitted|precedence|list-id|list-post|list-unsubscribe|(x-)?mailing-list|x-auto.*|x-failed-recipients|x-loop|x-gangway.*|return-path|authentication-results|content-type)$/i;

/** The same bytes each time: a delivery that is repeated is known by them. */
function composed(mail: PostmarkMail): Promise<Buffer> {
  const isDated = mail.Date !== '' && !Number.isNaN(Date.parse(mail.Date));
  const report = mail.Headers.find(({ Name: name }) => name.toLowerCase() === 'content-type')?.Value ?? '';
  const headers = mail.Headers.filter(
    ({ Name: name }) => keptFields.test(name) && name.toLowerCase() !== 'content-type',
  );
  return new MailComposer({
    from: mail.FromFull ? { name: mail.FromFull.Name, address: mail.FromFull.Email } : undefined,
    to: mail.ToFull.map(({ Name, Email }) => ({ name: Name, address: Email })),
    cc: mail.CcFull.map(({ Name, Email }) => ({ name: Name, address: Email })),
    subject: mail.Subject,
    date: isDated ? new Date(mail.Date) : undefined,
    baseBoundary: createHash('sha256').update(JSON.stringify(mail)).digest('hex').slice(0, 32),
    messageId: fieldOf(mail, 'message-id') ?? `<${mail.MessageID}@postmark>`,
    text: mail.TextBody === '' ? undefined : mail.TextBody,
    html: mail.HtmlBody === '' ? undefined : mail.HtmlBody,
    headers: [
      // else the composer's own clock stands there
      ...(isDated ? [] : [{ key: 'Date', value: 'unknown' }]),
      ...headers
        .filter(({ Name: name }) => name.toLowerCase() !== 'message-id')
        .map(({ Name, Value }) => ({ key: Name, value: asItIs(Name, Value) })),
      ...(/^multipart\/report/i.test(report) ? [{ key: 'X-Auto-Response-Report', value: 'multipart/report' }] : []),
    ],
    attachments: mail.Attachments.map((file) => ({
      filename: file.Name,
      content: Buffer.from(file.Content, 'base64'),
      contentType: file.ContentType,
      ...(file.ContentID ? { cid: file.ContentID } : {}),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

/** nodemailer takes references as words alone, and writes each of them as it is */
const asItIs = (name: string, value: string) =>
  name.toLowerCase() === 'references' ? value : { prepared: true, foldLines: false, value };

const fieldOf = ({ Headers: headers }: PostmarkMail, name: string): string | undefined =>
  headers.find(({ Name: given }) => given.toLowerCase() === name)?.Value;
