/** What Jira tells by itself. Webhooks that an administrator registered with a secret are signed (X-Hub-Signature). */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { webhookSchema } from './schemas.ts';

export const jiraSignatureHeader = 'x-hub-signature';

export const signJira = (body: Buffer, secret: string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

export const isSignedByJira = (body: Buffer, signature: string | undefined, secret: string): boolean =>
  timingSafeEqual(digest(signature ?? ''), digest(signJira(body, secret)));
// hashed first, so that the comparison tells nothing about the length either
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The issues an event is about: one that was moved to another project has two keys. Empty: of no interest, or unreadable. */
export function issuesOfEvent(body: Buffer): string[] {
  const { data } = webhookSchema.safeParse(parse(body));
  if (!data?.issue || !data.webhookEvent.startsWith('jira:issue_')) return [];
  const before = data.changelog?.items
    .filter(({ field }) => field === 'Key')
    .flatMap(({ fromString }) => fromString ?? []);
  return [data.issue.key, ...(before ?? [])];
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
