/** How much is taken of one sender, and how often we ask back. */
import { beforeEach, expect, it } from 'vitest';
import type { VirusScanPort } from '../../../integrations/ports-mail.ts';
import { AppError } from '../../../src/errors.ts';
import { acceptMail } from '../../../src/usecases/replies/decide-mail.ts';
import { handlePendingMails } from '../../../src/usecases/replies/handle-pending-mails.ts';
import { receiveMail } from '../../../src/usecases/replies/receive-mail.ts';
import { useWorld } from '../mail/message-fixture.ts';
import { arrive, prepare, rawMail, replyDeps, sentMessage } from './reply-fixture.ts';

const world = useWorld();
let sent: Awaited<ReturnType<typeof sentMessage>>;

beforeEach(async () => {
  await prepare(world);
  sent = await sentMessage(world, [await world.addTask()]);
});

const sheet = { name: 'sheet.csv', type: 'text/csv', bytes: Buffer.from('name,value\na,1\n') };
const answer = (text: string, change = {}) => rawMail({ from: sent.email, to: sent.replyTo(), text, ...change });

it('more than forty mails an hour from one sender wait for a person', async () => {
  const states: string[] = [];
  for (let count = 1; count <= 41; count += 1) states.push((await arrive(world, answer(`Mail ${count}`))).state);
  expect(states.slice(0, 40)).toEqual(Array.from({ length: 40 }, () => 'handled'));
  expect(states[40]).toBe('needs_review');
  expect(await arrive(world, answer('Hello', { from: 'ben@elsewhere.example' }))).not.toMatchObject({
    reason: expect.stringMatching(/mails in an hour/),
  });
});

it('a person can accept what was one too many', async () => {
  for (let count = 1; count <= 40; count += 1) await arrive(world, answer(`Mail ${count}`));
  const late = await arrive(world, answer('Our data sheet', { attachments: [sheet] }));
  expect(late).toMatchObject({ state: 'needs_review', reason: expect.stringMatching(/40 mails in an hour/) });
  await acceptMail(replyDeps(world), late.id, { actor: { kind: 'person', id: world.csm, label: 'Mira' } });
  expect(await world.db.query('SELECT name FROM documents WHERE inbound_mail_id = $1', [late.id])).toEqual([
    { name: 'sheet.csv' },
  ]);
});

it('however long the scanner is away, a mail counts once', async () => {
  let isAway = true;
  const scanner: VirusScanPort = {
    scan: () =>
      isAway
        ? Promise.reject(new AppError('scanner_unavailable', { message: 'clamd is away' }))
        : Promise.resolve({ isClean: true, found: null }),
    check: () => Promise.resolve([]),
  };
  const deps = replyDeps(world, scanner);
  await expect(arrive(world, answer('Our data sheet', { attachments: [sheet] }), deps)).rejects.toThrow('away');
  for (let attempt = 1; attempt <= 60; attempt += 1)
    await expect(handlePendingMails(deps)).rejects.toThrow('clamd is away');
  isAway = false;
  await handlePendingMails(deps);
  expect(await world.db.query('SELECT state FROM inbound_mails')).toEqual([{ state: 'handled' }]);
  expect(await arrive(world, answer('done'), deps)).toMatchObject({ state: 'handled' });
});

it('while the scanner is away, what needs none goes on, however much waits before it', async () => {
  let asked = 0;
  const scanner: VirusScanPort = {
    scan: () => {
      asked += 1;
      return Promise.reject(new AppError('scanner_unavailable', { message: 'clamd is away' }));
    },
    check: () => Promise.resolve([]),
  };
  const receive = (raw: Buffer) =>
    world.db.transaction((tx) => receiveMail(tx, { source: 'relay', raw, recipient: null }, world.clock.now()));
  for (let count = 1; count <= 21; count += 1) await receive(answer(`Sheet ${count}`, { attachments: [sheet] }));
  await receive(answer('done'));
  await expect(handlePendingMails(replyDeps(world, scanner))).rejects.toThrow('clamd is away');
  expect(await world.db.query("SELECT trim(text, E'\\n') AS text FROM inbound_mails WHERE state <> 'pending'")).toEqual(
    [{ text: 'done' }],
  );
  expect(asked).toBe(1);
});

it('we ask the same person back at most twice an hour', async () => {
  for (let count = 1; count <= 4; count += 1)
    expect(await arrive(world, answer(`Done with part ${count}`))).toMatchObject({ state: 'needs_review' });
  expect(world.mail.sent).toHaveLength(2);
  expect(world.mail.sent[0]?.respondsTo).toMatch(/^<[\w-]+@customer\.example>$/);
});
