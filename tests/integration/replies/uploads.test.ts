import { beforeEach, expect, it } from 'vitest';
import type { VirusScanPort } from '../../../integrations/ports-mail.ts';
import { listDocuments } from '../../../src/db/documents.ts';
import { addDocument } from '../../../src/usecases/documents/add-document.ts';
import { useWorld } from '../mail/message-fixture.ts';
import { prepare, replyDeps } from './reply-fixture.ts';

const world = useWorld();
let taskId: string;
beforeEach(async () => {
  await prepare(world);
  taskId = await world.addTask();
});

const scanner = (found: string | null): VirusScanPort => ({
  check: async () => [],
  scan: async () => (found === null ? { isClean: true, found: null } : { isClean: false, found }),
});
const upload = (name: string, bytes: Buffer, found: string | null = null, task: string | null = taskId) =>
  addDocument(replyDeps(world, scanner(found)), {
    onboardingId: world.onboardingId,
    taskId: task,
    name,
    bytes,
    actor: { kind: 'person', id: world.customer, label: 'Ana Díaz' },
  });
const kept = async () => (await listDocuments(world.db, world.onboardingId, taskId)).map(({ name }) => name);

it('keeps a file once, with a comment that those who follow the task see', async () => {
  await upload('access.csv', Buffer.from('a,b\n'));
  await upload('access.csv', Buffer.from('a,b\n'));
  expect(await kept()).toEqual(['access.csv']);
  const [comment] = await world.db.query('SELECT body, visibility FROM comments WHERE task_id = $1', [taskId]);
  expect(comment).toEqual({ body: 'Added the document access.csv', visibility: 'shared' });
});

it('keeps a file of the onboarding as a whole, with a comment and a line of its story', async () => {
  await upload('contract.csv', Buffer.from('a,b\n'), null, null);
  expect(await listDocuments(world.db, world.onboardingId, null)).toMatchObject([
    { name: 'contract.csv', taskId: null, taskName: null, via: 'upload' },
  ]);
  const where = 'WHERE onboarding_id = $1 AND task_id IS NULL';
  expect(await world.db.query(`SELECT body FROM comments ${where}`, [world.onboardingId])).toEqual([
    { body: 'Added the document contract.csv' },
  ]);
});

it.each([
  ['program.exe', Buffer.from('4d5a9000', 'hex'), null, /not taken/],
  ['plan.pdf', Buffer.from('no pdf'), null, /not what its name says/],
  ['empty.txt', Buffer.alloc(0), null, /empty/],
  ['plan.txt', Buffer.from('X5O!P%'), 'Eicar-Test-Signature', /Eicar-Test-Signature/],
])('refuses %s', async (name, bytes, found, message) => {
  await expect(upload(name, bytes, found)).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringMatching(message),
  });
  expect(await kept()).toEqual([]);
});
