/** What the tests of answers share: a message that was sent, mails that answer it, and the way they are handled. */
import { v7 as uuid } from 'uuid';
import { createAnswerReader } from '../../../integrations/email/answers/reader.ts';
import type { VirusScanPort } from '../../../integrations/ports-mail.ts';
import { createPlaybookStore } from '../../../src/db/playbook-store.ts';
import type { ReplyDeps } from '../../../src/usecases/replies/deps.ts';
import { handlePendingMails } from '../../../src/usecases/replies/handle-pending-mails.ts';
import { receiveMail } from '../../../src/usecases/replies/receive-mail.ts';
import { makeReplyAddress } from '../../../src/usecases/replies/reply-address.ts';
import { friday, type World } from '../mail/message-fixture.ts';

export const inboundAddress = 'reply@in.vendor.example';
export const receivingHost = 'mx.vendor.example';

export const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export const replyDeps = (world: World, scanner: VirusScanPort | null = null): ReplyDeps => ({
  ...world.deps,
  mail: world.mail,
  playbooks: createPlaybookStore(world.db),
  inboundAddress,
  pausesMs: [],
  scanner,
  logger: quiet,
  reader: createAnswerReader({
    secret: world.deps.secret,
    authservId: receivingHost,
    ownAddresses: [inboundAddress, 'onboarding@vendor.example'],
    today: () => '2026-11-20',
  }),
});

/** Nothing is left of the test before, and the onboarding is one that the rules can work on. */
export async function prepare({ db }: World): Promise<void> {
  await db.query('DELETE FROM rate_counters');
  await db.query('DELETE FROM inbound_mails');
  await db.query(`UPDATE phases SET entry_gate = '{"criteria":[]}', exit_gate = '{"criteria":[]}'`);
}

/** A mail of ours that named these tasks in this order. */
export async function sentMessage(world: World, taskIds: string[], change: Record<string, unknown> = {}) {
  const messageId = uuid();
  const { email } = await world.row<{ email: string }>('people', world.customer);
  const row = { id: messageId, person_id: world.customer, kind: 'digest', address: email, ...change };
  await world.db.query(
    `INSERT INTO messages (id, person_id, kind, address, state, local_date, claimed_at) VALUES ($1, $2, $3, $4, 'accepted', '2026-11-20', $5)`,
    [row.id, row.person_id, row.kind, row.address, friday],
  );
  for (const [index, taskId] of taskIds.entries())
    await world.db.query('INSERT INTO message_tasks (message_id, number, task_id) VALUES ($1, $2, $3)', [
      messageId,
      index + 1,
      taskId,
    ]);
  const keys = { address: inboundAddress, secret: world.deps.secret };
  const replyTo = (now = new Date()) => makeReplyAddress({ kind: 'message', messageId }, keys, now);
  return { messageId, email, replyTo };
}

export interface MailParts {
  from: string;
  to: string;
  text: string;
  subject?: string;
  /** null: the receiving host says nothing */
  results?: string | null;
  headers?: string[];
  attachments?: { name: string; type: string; bytes: Buffer }[];
}

export function rawMail({
  from,
  to,
  text,
  subject = 'Re: a task',
  results,
  headers = [],
  attachments = [],
}: MailParts): Buffer {
  const verdict = results === undefined ? `${receivingHost}; dmarc=pass header.from=${from.split('@')[1]}` : results;
  const head = [
    ...(verdict === null ? [] : [`Authentication-Results: ${verdict}`]),
    ...headers,
    `From: <${from}>`,
    `To: <${to}>`,
    `Subject: ${subject}`,
    `Message-ID: <${uuid()}@customer.example>`,
    'Date: Fri, 20 Nov 2026 09:00:00 +0000',
    'MIME-Version: 1.0',
  ];
  const plain = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', text];
  if (attachments.length === 0) return Buffer.from([...head, ...plain].join('\r\n'));
  const parts = attachments.flatMap(({ name, type, bytes }) => [
    '--part',
    `Content-Type: ${type}; name="${name}"`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename="${name}"`,
    '',
    bytes.toString('base64'),
  ]);
  const body = ['Content-Type: multipart/mixed; boundary="part"', '', '--part', ...plain, ...parts, '--part--', ''];
  return Buffer.from([...head, ...body].join('\r\n'));
}

export interface MailRow {
  id: string;
  state: string;
  reason: string | null;
  text: string | null;
  proposal: { kind: string; name?: string } | null;
}

/** @returns how the mail ended. */
export async function arrive(world: World, raw: Buffer, deps = replyDeps(world)): Promise<MailRow> {
  await world.db.transaction((tx) => receiveMail(tx, { source: 'relay', raw, recipient: null }, world.clock.now()));
  await handlePendingMails(deps);
  const [row] = await world.db.query<MailRow & Record<string, unknown>>(
    'SELECT id, state, reason, text, proposal FROM inbound_mails ORDER BY id DESC LIMIT 1',
  );
  if (!row) throw new Error('no mail was stored');
  return row;
}
