/** What the console says of the files of a mail that waits for a person. */
import { beforeEach, expect, it } from 'vitest';
import { findInboundMail } from '../../../src/db/queries/list-inbound-mails.ts';
import { acceptMail } from '../../../src/usecases/replies/decide-mail.ts';
import { attachmentsOf } from '../../../src/usecases/replies/attachments-of.ts';
import { giveForm } from '../mail/form-fixture.ts';
import { useWorld } from '../mail/message-fixture.ts';
import { arrive, type MailParts, prepare, rawMail, replyDeps, sentMessage } from './reply-fixture.ts';

const world = useWorld();
let taskId: string;
let sent: Awaited<ReturnType<typeof sentMessage>>;

beforeEach(async () => {
  await prepare(world);
  taskId = await world.addTask();
  sent = await sentMessage(world, [taskId]);
});

const program = { name: 'setup.exe', type: 'application/pdf', bytes: Buffer.from('MZ not a document') };
const table = { name: 'users.csv', type: 'text/csv', bytes: Buffer.from('a,b\n') };
const notTaken = { name: 'setup.exe', state: 'refused', reason: 'files of this type (exe) are not taken' };
const answer = (text: string, change: Partial<MailParts> = {}): Buffer =>
  rawMail({ from: sent.email, to: sent.replyTo(), text, attachments: [table, program], ...change });
async function attachments({ id }: { id: string }, change = {}) {
  const mail = await findInboundMail(world.db, id);
  if (!mail) throw new Error('no such mail');
  return attachmentsOf({ ...replyDeps(world), ...change }, mail);
}
const documentId = async () =>
  (await world.db.query<{ id: string }>('SELECT id FROM documents WHERE task_id = $1', [taskId]))[0]?.id;

it('keeps what may be kept once a person agrees, and then leads to it', async () => {
  const mail = await arrive(world, answer('Here it is', { results: null }));
  expect(await attachments(mail)).toEqual([{ name: 'users.csv', state: 'waiting' }, notTaken]);
  await acceptMail(replyDeps(world), mail.id, {
    actor: { kind: 'person', id: world.csm, label: 'Cem', staffRole: 'member' },
  });
  const kept = { name: 'users.csv', state: 'kept', documentId: await documentId() };
  expect(await attachments(mail)).toEqual([kept, notTaken]);
  expect(await attachments(mail, { reader: null })).toEqual([kept]);
});

it('leads to what is kept already of an answer that the rules refused, and says what the scanner found', async () => {
  await giveForm(world, taskId);
  const mail = await arrive(world, answer('Done'));
  expect(await attachments(mail)).toEqual([
    { name: 'users.csv', state: 'kept', documentId: await documentId() },
    notTaken,
  ]);
  const scanner = { check: async () => [], scan: async () => ({ isClean: false, found: 'Eicar-Test-Signature' }) };
  const other = { ...table, name: 'other.csv' };
  expect(
    await attachments(await arrive(world, answer('Done', { attachments: [other] }), replyDeps(world, scanner))),
  ).toEqual([{ name: 'other.csv', state: 'refused', reason: 'the virus scanner found something' }]);
});

it('keeps nothing of a mail that asks for nothing', async () => {
  await world.db.query('DELETE FROM message_tasks WHERE message_id = $1', [sent.messageId]);
  expect((await attachments(await arrive(world, answer('Hello'))))[0]).toMatchObject({ state: 'refused' });
});

it('says nothing of what is no mail', async () => {
  expect(await attachments(await arrive(world, Buffer.from('no mail at all')))).toEqual([]);
});
