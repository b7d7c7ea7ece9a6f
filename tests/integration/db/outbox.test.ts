import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { enqueue, postpone, readOutbox, removeDelivered } from '../../../src/db/outbox.ts';
import { useDatabase } from '../../support/database.ts';

const opened = useDatabase();
const entry = (workflowId: string, priority = 3) => ({
  workflowId,
  process: 'crm_sync' as const,
  subjectId: randomUUID(),
  priority,
});

test('a burst of changes to one workflow is one row, and the most urgent priority wins', async () => {
  await enqueue(opened.db, [entry('w1', 5), entry('w2')]);
  await enqueue(opened.db, [entry('w1', 1)]);
  const rows = await readOutbox(opened.db, 10);
  expect(rows.map((row) => [row.workflowId, row.priority, row.sequence])).toEqual([
    ['w1', 1, '2'],
    ['w2', 3, '1'],
  ]);
  await removeDelivered(opened.db, rows);
  expect(await readOutbox(opened.db, 10)).toEqual([]);
});

test('a change that comes while a signal is under way is signalled again', async () => {
  await enqueue(opened.db, [entry('w3')]);
  const read = await readOutbox(opened.db, 10);
  await enqueue(opened.db, [entry('w3')]);
  await removeDelivered(opened.db, read);
  expect((await readOutbox(opened.db, 10)).map((row) => row.workflowId)).toEqual(['w3']);
});

test('what Temporal did not take is offered later, and at once when something new happens', async () => {
  await enqueue(opened.db, [entry('w4')]);
  await postpone(opened.db, ['w4'], 60);
  expect((await readOutbox(opened.db, 10)).map((row) => row.workflowId)).not.toContain('w4');
  await enqueue(opened.db, [entry('w4')]);
  expect((await readOutbox(opened.db, 10)).map((row) => row.workflowId)).toContain('w4');
});
