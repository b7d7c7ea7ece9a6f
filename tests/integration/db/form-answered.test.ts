/** Tasks learn whether their form was answered from what was kept of it, only where that can be nothing else. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { insertComment } from '../../../src/db/comments.ts';
import { migrationsDir } from '../../../src/db/migrate.ts';
import { giveForm, intakeForm } from '../mail/form-fixture.ts';
import { useWorld } from '../mail/message-fixture.ts';

const world = useWorld();

async function answeredAt(taskId: string): Promise<Date | null> {
  const sql = await readFile(join(migrationsDir, '20261122033841_form_answered', 'migration.sql'), 'utf8');
  await world.db.query(sql.slice(sql.indexOf('UPDATE')));
  return (await world.row<{ form_answered_at: Date | null }>('tasks', taskId)).form_answered_at;
}
const write = (taskId: string, body: string, at: string, visibility: 'shared' | 'internal' = 'shared') =>
  insertComment(
    world.db,
    { onboardingId: world.onboardingId, taskId, actor: { kind: 'link', id: world.customer }, body, visibility },
    new Date(at),
  );

it('takes the first that holds all that was required of everybody', async () => {
  const taskId = await world.addTask();
  await giveForm(world, taskId);
  await write(taskId, 'Before we meet\n\nWho decides:\nAna', '2026-03-02T09:00:00.000Z');
  await write(taskId, 'Before we meet\n\nWho decides:\nAna\n\nSince when:\n2026-01-01', '2026-03-03T09:00:00.000Z');
  await write(taskId, 'Before we meet\n\nSince when:\n2026-02-01\n\nWho decides:\nBen', '2026-03-04T09:00:00.000Z');
  expect(await answeredAt(taskId)).toEqual(new Date('2026-03-03T09:00:00.000Z'));
});

it('takes any answer where nothing is required', async () => {
  const taskId = await world.addTask();
  await giveForm(world, taskId, {
    ...intakeForm,
    fields: intakeForm.fields.map((field) => ({ ...field, required: false })),
  });
  await write(taskId, 'Before we meet\n\nAnything else:\nNo', '2026-03-02T09:00:00.000Z');
  expect(await answeredAt(taskId)).not.toBeNull();
});

it.each([
  ['their own words', 'Before we meet\nI have a question', 'shared'],
  ['somebody else’s title', 'Who decides\n\nWho decides:\nAna\n\nSince when:\n2026-01-01', 'shared'],
  ['our notes', 'Before we meet\n\nWho decides:\nAna\n\nSince when:\n2026-01-01', 'internal'],
] as const)('does not take %s for it', async (_what, body, visibility) => {
  const taskId = await world.addTask();
  await giveForm(world, taskId);
  await write(taskId, body, '2026-03-02T09:00:00.000Z', visibility);
  expect(await answeredAt(taskId)).toBeNull();
});
