import { connect, createServer, type Server, type Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createImapMailbox } from '../../../integrations/email/imap/mailbox.ts';
import { listQueue } from '../../../src/db/queries/list-queue.ts';
import { followMailbox, type MailboxFollower } from '../../../src/usecases/replies/follow-mailbox.ts';
import { handlePendingMails } from '../../../src/usecases/replies/handle-pending-mails.ts';
import { type GreenMail, startGreenMail } from '../../support/greenmail.ts';
import { until } from '../../support/until.ts';
import { useWorld } from '../mail/message-fixture.ts';
import { portOf } from '../mail/port-of.ts';
import { hardMails } from './hard-mails.ts';
import { prepare, quiet, rawMail, replyDeps, sentMessage } from './reply-fixture.ts';

const world = useWorld();
/** a new one for each test: GreenMail ends sessions whose folder is deleted */
let folder = '';
let folders = 0;
const maxBytes = 25 * 1024 * 1024;
let greenmail: GreenMail;
let proxy: Server;
const sockets = new Set<Socket>();
let follower: MailboxFollower | null = null;
let databaseUrl = '';

beforeAll(async () => {
  greenmail = await startGreenMail();
  const { options } = world.db.pool;
  databaseUrl = options.connectionString ?? '';
  // a line that can be cut
  proxy = createServer((inside) => {
    const outside = connect({ host: '127.0.0.1', port: greenmail.imapPort });
    for (const socket of [inside, outside]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    inside.pipe(outside).pipe(inside);
  });
  await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve));
  // a JVM is installed where there is none, and has to start, on a machine that may be busy
}, 400_000);
afterAll(async () => {
  cut();
  proxy.close();
  await greenmail.stop();
});
beforeEach(async () => {
  await prepare(world);
  await world.db.query('DELETE FROM mailbox_positions');
  folder = `Answers${++folders}`;
  await withClient((client) => client.mailboxCreate(folder));
});
afterEach(async () => {
  await follower?.stop();
  follower = null;
});

const when = (isSo: () => Promise<boolean>) =>
  until('what the mailbox brings', async () => ((await isSo()) ? true : undefined));
const cut = () => sockets.forEach((socket) => socket.destroy());

async function withClient<T>(work: (client: ImapFlow) => Promise<T>): Promise<T> {
  const { imapPort, user, password } = greenmail;
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: imapPort,
    secure: false,
    auth: { user, pass: password },
    logger: false,
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.logout().catch(() => client.close());
  }
}

const put = (raw: Buffer) => withClient((client) => client.append(folder, raw));
const mail = (text: string) => rawMail({ from: 'ana@customer.example', to: 'reply@in.vendor.example', text });
const follow = (where = folder) => {
  const url = `imap://${greenmail.user}:${greenmail.password}@127.0.0.1:${portOf(proxy)}/${where}`;
  const mailbox = createImapMailbox({ url, maxBytes, logger: quiet });
  const { db, clock } = world;
  follower = followMailbox({ db, clock, databaseUrl, mailbox, maxBytes, logger: quiet, pausesMs: [100] });
};
const stored = async () => {
  const rows = await world.db.query<{ state: string; raw: Buffer | null; reason: string | null }>(
    'SELECT m.state, m.reason, c.raw FROM inbound_mails m LEFT JOIN inbound_mail_contents c ON c.mail_id = m.id ORDER BY m.id',
  );
  return rows.map(({ state, raw, reason }) => ({
    state,
    reason,
    text: raw?.toString('utf8').split('\r\n\r\n')[1] ?? null,
  }));
};
const texts = async () => (await stored()).map(({ text }) => text?.trim());
const position = async () => {
  const [row] = await world.db.query<{ uid_validity: string; last_uid: string; error: string | null }>(
    'SELECT uid_validity, last_uid, error FROM mailbox_positions',
  );
  return row;
};

describe('the mailbox for answers', () => {
  it('is read from the start, and then as mails arrive', async () => {
    await put(mail('one'));
    follow();
    await when(async () => (await texts()).length === 1);
    await put(mail('two'));
    await when(async () => (await texts()).length === 2);
    expect(await texts()).toEqual(['one', 'two']);
    expect(await position()).toMatchObject({ last_uid: '2', error: null });
  });

  it('takes what came by SMTP', async () => {
    const transport = createTransport({ host: '127.0.0.1', port: greenmail.smtpPort, ignoreTLS: true });
    follow('INBOX');
    const envelope = { from: 'ana@customer.example', to: [greenmail.address] };
    await transport.sendMail({ raw: mail('by SMTP'), envelope });
    transport.close();
    await when(async () => (await texts()).length === 1);
    expect((await texts())[0]).toBe('by SMTP');
  });

  it('is read over TLS, and not from a server that nobody vouches for', async () => {
    const { user, password, imapsPort, certificate } = greenmail;
    const url = `imaps://${user}:${password}@localhost:${imapsPort}/${folder}`;
    const mailbox = createImapMailbox({ url, maxBytes, logger: quiet });
    await put(mail('by TLS'));
    expect(await mailbox.check()).toMatchObject([{ ok: false }]);
    const known = getCACertificates('default');
    setDefaultCACertificates([...known, certificate]);
    try {
      expect(await mailbox.check()).toMatchObject([{ ok: true }]);
      const { db, clock } = world;
      follower = followMailbox({ db, clock, databaseUrl, mailbox, maxBytes, logger: quiet, pausesMs: [100] });
      await when(async () => (await texts()).length === 1);
      expect(await texts()).toEqual(['by TLS']);
    } finally {
      setDefaultCACertificates(known);
    }
  });

  it('goes on where it was after the connection was cut', async () => {
    follow();
    await put(mail('before'));
    await when(async () => (await texts()).length === 1);
    cut();
    await put(mail('meanwhile'));
    await when(async () => (await texts()).length === 2);
    await put(mail('after'));
    await when(async () => (await texts()).length === 3);
    expect(await texts()).toEqual(['before', 'meanwhile', 'after']);
  });

  it('knows its mails again when it was rebuilt', async () => {
    const [first, second] = [mail('first'), mail('second')];
    await put(first);
    follow();
    await when(async () => (await position())?.last_uid === '1');
    const before = await position();
    await follower?.stop();
    // GreenMail takes the second of creation for it; a session that ended in a folder keeps it from being deleted
    let aside = 0;
    const rebuild = () =>
      withClient(async (client) => {
        await client.mailboxRename(folder, `${folder}Aside${++aside}`).catch(() => undefined);
        await client.mailboxCreate(folder);
        const made = await client.status(folder, { uidValidity: true });
        return made ? String(made.uidValidity) : before?.uid_validity;
      });
    await expect.poll(rebuild, { timeout: 45_000, interval: 500 }).not.toBe(before?.uid_validity);
    await put(second);
    await put(first);
    follow();
    await when(async () => (await position())?.last_uid === '2');
    expect(await texts()).toEqual(['first', 'second']);
    expect((await position())?.uid_validity).not.toBe(before?.uid_validity);
  });

  it('hands over a mail that stands in it twice once', async () => {
    const raw = mail('the same');
    await put(raw);
    await put(raw);
    follow();
    await when(async () => (await position())?.last_uid === '2');
    expect(await texts()).toEqual(['the same']);
  });

  it('leaves a mail of 30 MB where it is, and shows it, whatever its subject holds', async () => {
    const [from, to] = ['ana@customer.example', 'reply@in.vendor.example'];
    await put(rawMail({ from, to, subject: '=?utf-8?Q?much=00?=', text: 'x'.repeat(30 * 1024 * 1024) }));
    await put(mail('small'));
    follow();
    await when(async () => (await stored()).length === 2);
    expect(await stored()).toMatchObject([
      { state: 'quarantined', text: null, reason: expect.stringMatching(/30 MB and at most 25 are taken/) },
      { state: 'pending', text: 'small' },
    ]);
    const queue = await listQueue(world.db, null, world.clock.now());
    expect(queue.map(({ kind, detail }) => [kind, detail])).toEqual([
      ['mail', expect.stringMatching(/30 MB and at most 25 are taken/)],
    ]);
  });

  it('goes on behind a mail that was deleted while it was being read', async () => {
    for (const text of ['first', 'second', 'third']) await put(mail(text));
    const { user, password } = greenmail;
    const url = `imap://${user}:${password}@127.0.0.1:${portOf(proxy)}/${folder}`;
    const mailbox = createImapMailbox({ url, maxBytes, logger: quiet });
    const taken: string[] = [];
    const ending = new AbortController();
    await mailbox.follow({
      position: null,
      async onMail({ raw }) {
        const read = raw?.toString('utf8').split('\r\n\r\n')[1]?.trim() ?? '';
        taken.push(read);
        if (read !== 'first') return;
        await withClient(async (client) => {
          await client.mailboxOpen(folder);
          await client.messageDelete('2', { uid: true });
        });
      },
      async onReady({ lastUid }) {
        taken.push(`up to ${lastUid}`);
        ending.abort();
      },
      signal: ending.signal,
    });
    expect(taken).toEqual(['first', 'third', 'up to 3']);
  });

  it('hands over mails that are hard to read whole, one behind the other', async () => {
    const taskIds: string[] = [];
    for (const [, make] of hardMails) {
      const taskId = await world.addTask();
      const sent = await sentMessage(world, [taskId]);
      await put(make((text) => rawMail({ from: sent.email, to: sent.replyTo(), text })));
      taskIds.push(taskId);
    }
    follow();
    await when(async () => Number((await position())?.last_uid ?? 0) === hardMails.length);
    await handlePendingMails(replyDeps(world));
    expect((await stored()).map(({ state }) => state)).toEqual(hardMails.map(() => 'handled'));
    for (const taskId of taskIds) expect(await world.row('tasks', taskId)).toMatchObject({ status: 'done' });
  });

  it('says what is wrong while it cannot be read, and forgets it once it can', async () => {
    await withClient((client) => client.mailboxDelete(folder));
    follow();
    await when(async () => (await position())?.error !== undefined);
    expect((await position())?.error).toMatch(/mailbox cannot be read/i);
    await withClient((client) => client.mailboxCreate(folder));
    await when(async () => (await position())?.error === null);
    expect(await position()).toMatchObject({ error: null });
  });
});
