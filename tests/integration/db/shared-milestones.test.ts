/** Whether customers may hear of a milestone, among very many tasks. */
import { expect, it } from 'vitest';
import { sharedMilestoneSql } from '../../../src/db/queries/fragments.ts';
import { useWorld } from '../mail/message-fixture.ts';

const world = useWorld();

it('is found without a look at all tasks', async () => {
  const taskId = await world.addTask();
  await world.db.query(
    `WITH many AS (
       INSERT INTO onboardings SELECT (jsonb_populate_record(o, jsonb_build_object('id', ids.id, 'workflow_id', ids.id, 'deal_id', ids.id))).*
       FROM onboardings o JOIN tasks t ON t.onboarding_id = o.id, (SELECT gen_random_uuid() AS id FROM generate_series(1, 5000)) ids
       WHERE t.id = $1 RETURNING onboardings.id
     ) INSERT INTO tasks SELECT (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'onboarding_id', many.id))).*
       FROM tasks t, many WHERE t.id = $1`,
    [taskId],
  );
  await world.db.query('ANALYZE tasks');
  const plan = await world.db.query(`EXPLAIN SELECT ms.name FROM milestones ms WHERE ${sharedMilestoneSql('ms')}`);
  expect(JSON.stringify(plan)).not.toContain('Seq Scan on tasks');
});
