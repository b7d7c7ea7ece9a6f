/** A mailbox for everybody: a real SMTP server on loopback whose mails can be looked at, and which can be told to fail. */
import { randomUUID } from 'node:crypto';
import type { Router } from 'express';
import type { Logger } from '../../../src/telemetry/logger.ts';
import { type Bounce, type BounceEndpoint, makeReport, report } from './bounces.ts';
import { createMailControl } from './control.ts';
import { createMailFaults } from './mail-faults.ts';
import { createMailStore, type StoredMail } from './mail-store.ts';
import { readMail } from './read-mail.ts';
import { deliverReply, makeReply, replyAddressOf, type ReplyEndpoint } from './replies.ts';
import { startSmtp } from './smtp.ts';

export interface SandboxMailboxOptions {
  /** null: mails are gone with the process */
  dir: string | null;
  user: string;
  password: string;
  /** 0: a free one */
  port?: number;
  bounces: BounceEndpoint | null;
  /** where answers go; absent: nobody takes them */
  replies?: ReplyEndpoint;
  log: Logger;
  /** for the date shown with a mail; absent: real time */
  now?: () => Date;
}

export interface SandboxMailbox {
  control: Router;
  /** @returns the address a mail client is configured with */
  start(): Promise<{ smtpUrl: string; port: number }>;
  stop(): Promise<void>;
  mails(): StoredMail[];
}

const keptBounces = 500;

export function createSandboxMailbox({
  dir,
  user,
  password,
  port = 0,
  bounces: endpoint,
  replies,
  log,
  now = () => new Date(),
}: SandboxMailboxOptions): SandboxMailbox {
  const mails = createMailStore(dir);
  const faults = createMailFaults();
  const bounces: Bounce[] = [];
  const counters = { connections: 0, accepted: 0, refused: 0, deferred: 0, dropped: 0, bounced: 0 };
  const reporting = new Set<Promise<void>>();
  let smtp: Awaited<ReturnType<typeof startSmtp>> | null = null;
  let order = 0;

  const bounceTo = (mail: StoredMail, recipient: string): Bounce => {
    const at = now();
    const bounce: Bounce = {
      id: randomUUID(),
      at: at.toISOString(),
      recipient,
      sentTo: mail.envelope.from,
      messageId: mail.messageId,
      raw: makeReport(mail, recipient, at),
      status: null,
      error: null,
    };
    bounces.unshift(bounce);
    bounces.length = Math.min(bounces.length, keptBounces);
    counters.bounced += 1;
    // nobody is told of what came from <>: that would go round for ever (RFC 5321)
    if (endpoint && bounce.sentTo !== '') {
      const done = report(bounce, endpoint).finally(() => reporting.delete(done));
      reporting.add(done);
    }
    return bounce;
  };
  const received = async (raw: Buffer, envelope: StoredMail['envelope']): Promise<void> => {
    const at = now();
    // sorts by arrival also when business time stands still
    const id = `${Date.now()}-${String(++order).padStart(6, '0')}`;
    const mail = await readMail(raw, envelope, id, at);
    await mails.add(mail);
    counters.accepted += 1;
    for (const recipient of envelope.to) if (faults.take([recipient], ['bounce'])) bounceTo(mail, recipient);
  };

  return {
    control: createMailControl({
      mails,
      faults,
      bounces: () => bounces,
      counters: () => counters,
      async clear() {
        await mails.clear();
        bounces.length = 0;
      },
      async bounce(mail) {
        const bounce = bounceTo(mail, mail.envelope.to[0] ?? '');
        await Promise.all(reporting);
        return bounce;
      },
      async reply(mail, reply) {
        const to = replyAddressOf(mail);
        if (!replies || to === null) return null;
        const raw = await makeReply(mail, to, reply, replies.authservId, now());
        return { sentTo: to, status: await deliverReply(raw, to, replies) };
      },
    }),
    async start() {
      await mails.load();
      smtp = await startSmtp({
        user,
        password,
        port,
        faults,
        received,
        counted: (what) => {
          counters[what] += 1;
        },
        onError: (error) => log.debug({ err: error }, 'A connection to the sandbox mail server broke'),
      });
      return {
        port: smtp.port,
        smtpUrl: `smtp://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${smtp.port}`,
      };
    },
    async stop() {
      await smtp?.stop();
      await Promise.allSettled(reporting);
    },
    mails: () => mails.list(),
  };
}
