import { v7 as uuid } from 'uuid';
import { expect, it } from 'vitest';
import { enqueue, postpone, readOutbox, removeDelivered } from '../../../src/db/outbox.ts';
import { useDatabase } from '../../support/database.ts';

const context = useDatabase();
const signal = (name: string) => ({
  workflowId: `person:${name}`,
  process: 'person_digest' as const,
  subjectId: uuid(),
});

it('leaves signals that somebody is writing to the next round, rather than wait for each other', async () => {
  const { db } = context;
  const [first, second] = [signal('a'), signal('b')];
  await enqueue(db, [first, second]);
  const delivered = await readOutbox(db, 10);
  await db.transaction(async (tx) => {
    await enqueue(tx, [second]);
    await postpone(db, [first.workflowId, second.workflowId], 0);
    await removeDelivered(db, delivered);
    await enqueue(tx, [first]);
  });
  expect((await readOutbox(db, 10)).map(({ workflowId, sequence }) => [workflowId, sequence])).toEqual([
    ['person:b', '2'],
    ['person:a', '1'],
  ]);
});
