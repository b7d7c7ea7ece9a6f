import { v7 as uuid } from 'uuid';
import { expect, it } from 'vitest';
import { changeMany, enqueue, postpone, readOutbox, removeDelivered } from '../../../src/db/outbox.ts';
import { useDatabase } from '../../support/database.ts';

const context = useDatabase();
const signal = (name: string) => ({
  workflowId: `person:${name}`,
  process: 'person_digest' as const,
  subjectId: uuid(),
});

it('signals the same people in opposite orders from two transactions that change many, none waiting for the other', async () => {
  const { db } = context;
  const [first, second] = [signal('c'), signal('d')];
  const [met, meet] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await Promise.all([
    changeMany(db, async (tx) => {
      await enqueue(tx, [first]);
      met.resolve();
      await meet.promise;
      await enqueue(tx, [{ ...second, priority: 5 }]);
    }),
    changeMany(db, async (tx) => {
      await enqueue(tx, [{ ...second, priority: 1 }, first]);
      await enqueue(tx, [second]);
      meet.resolve();
      await met.promise;
      await enqueue(tx, [first]);
    }),
  ]);
  const written = (await readOutbox(db, 10)).filter(({ workflowId }) => /:[cd]$/.test(workflowId));
  expect(written.map(({ workflowId, priority, sequence }) => [workflowId, priority, sequence])).toEqual([
    ['person:d', 1, '2'],
    ['person:c', 3, '2'],
  ]);
  await db.query('DELETE FROM outbox');
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
