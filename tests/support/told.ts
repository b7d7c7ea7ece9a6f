/** What somebody was told, wherever that stands: colleagues hear in Slack, whoever is not in the workspace by mail. */
import { z } from 'zod';
import { sandboxMailListSchema } from '../../src/contracts/sandbox/mailbox.ts';
import { sandboxSlackSchema, type SandboxSlackWorkspace } from '../../src/contracts/sandbox/slack.ts';
import type { Sandbox } from './sandbox.ts';
import { until } from './until.ts';

export interface Arrival {
  by: 'mail' | 'slack';
  /** the receiver's address */
  to: string;
  at: string;
  subject: string;
  /** the mail's Message-ID; the channel and timestamp of a post */
  ref: string;
  /** the sandbox mailbox’s own; null for a post */
  mailId: string | null;
}

interface Told {
  by: 'mail' | 'slack';
  at: string;
  text: string;
}

export const slackOf = async (sandbox: Sandbox): Promise<SandboxSlackWorkspace> =>
  sandboxSlackSchema.parse(await sandbox.call('GET', '/slack?messages=5000'));

/** All that the app told them alone, newest first. */
export async function allToldTo(sandbox: Sandbox, address: string): Promise<Told[]> {
  const [slack, mails] = await Promise.all([slackOf(sandbox), sandbox.mailsTo(address)]);
  const person = slack.people.find(({ email }) => email === address);
  const messages = slack.conversations
    .filter(({ userId }) => userId !== null && userId === person?.id)
    .flatMap(({ messages: said }) => said)
    .filter(({ userId }) => userId === slack.bot.userId);
  const letters = await Promise.all(mails.map(({ id }) => sandbox.mail(id)));
  const posts = messages.map(({ at, text, blocks }): Told => ({ by: 'slack', at, text: `${text}\n${textIn(blocks)}` }));
  const texts = letters.map(({ receivedAt, subject, text }): Told => ({
    by: 'mail',
    at: new Date(receivedAt).toISOString(),
    text: `${subject}\n${text}`,
  }));
  return [...posts, ...texts].sort((one, other) => (one.at < other.at ? 1 : -1));
}

export const toldTo = (sandbox: Sandbox, address: string, fits: RegExp): Promise<Told> =>
  until(`something told to ${address} that fits ${fits}`, async () =>
    (await allToldTo(sandbox, address)).find(({ text }) => fits.test(text)),
  );

/** Every mail, and every direct message of the app, in no order. */
export async function allArrivals(sandbox: Sandbox): Promise<Arrival[]> {
  const [slack, said] = await Promise.all([slackOf(sandbox), sandbox.call('GET', '/mailbox/mails?limit=2000')]);
  const emailOf = new Map(slack.people.map(({ id, email }) => [id, email]));
  const posts = slack.conversations.flatMap(({ id, userId, messages }) =>
    messages
      .filter((message) => userId !== null && message.userId === slack.bot.userId)
      .map(({ ts, at, text }): Arrival => ({
        by: 'slack',
        to: emailOf.get(userId ?? '') ?? '',
        at,
        subject: text,
        ref: `${id}/${ts}`,
        mailId: null,
      })),
  );
  const mails = sandboxMailListSchema.parse(said).mails.map(({ id, to, receivedAt, subject, messageId }): Arrival => ({
    by: 'mail',
    to: to[0]?.replace(/^.*<|>$/g, '').toLowerCase() ?? '',
    at: new Date(receivedAt).toISOString(),
    subject,
    ref: messageId ?? '',
    mailId: id,
  }));
  return [...mails, ...posts];
}

const nodeSchema = z.looseObject({ text: z.unknown().optional() });

function textIn(node: unknown): string {
  if (Array.isArray(node)) return node.map(textIn).filter(Boolean).join('\n');
  const read = nodeSchema.safeParse(node);
  if (!read.success) return '';
  return Object.entries(read.data)
    .map(([name, value]) => (name === 'text' && typeof value === 'string' ? value : textIn(value)))
    .filter(Boolean)
    .join('\n');
}
