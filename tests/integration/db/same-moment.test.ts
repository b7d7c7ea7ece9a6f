/** What happened in the same moment stands in one order on every screen: that in which it came. */
import { v7 as uuid } from 'uuid';
import { expect, it } from 'vitest';
import { loadOnboarding } from '../../../src/db/load-onboarding.ts';
import { activeStaff } from '../../../src/db/people.ts';
import { loadTaskLinkFacts } from '../../../src/db/queries/task-link-page.ts';
import { friday, useWorld } from '../mail/message-fixture.ts';

const world = useWorld();
/** as they came; the table holds them the other way round */
const [first, second] = [uuid(), uuid()];

it('blockers of one moment', async () => {
  for (const id of [second, first]) await world.addBlocker({ id, opened_at: friday });
  const { state } = await loadOnboarding(world.db, world.onboardingId);
  expect(state.blockers.map(({ id }) => id)).toEqual([first, second]);
});

it('comments of one moment, the newest first', async () => {
  const taskId = await world.addTask();
  for (const [id, body] of [
    [first, 'first'],
    [second, 'second'],
  ])
    await world.db.query(
      `INSERT INTO comments (id, onboarding_id, task_id, via, body, visibility, created_at) VALUES ($1, $2, $3, 'person', $4, 'shared', $5)`,
      [id, world.onboardingId, taskId, body, friday],
    );
  const facts = await loadTaskLinkFacts(world.db, world.onboardingId, taskId);
  expect(facts?.comments.map(({ body }) => body)).toEqual(['second', 'first']);
});

it('colleagues of one name', async () => {
  const same = { side: 'team', staff_role: 'member', name: 'Zoë Same' };
  const ids = [await world.addPerson(same), await world.addPerson(same)];
  await world.db.query(`UPDATE people SET locale = 'de' WHERE id = $1`, [ids[0]]);
  const named = (await activeStaff(world.db)).filter(({ name }) => name === same.name);
  expect(named.map(({ id }) => id)).toEqual(ids);
});
