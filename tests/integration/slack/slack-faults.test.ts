import { expect, it } from 'vitest';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { deliverMessage } from '../../../src/usecases/messages/deliver.ts';
import { scriptedSlack } from '../../support/scripted-slack.ts';
import { seededChance } from '../../support/seeded-chance.ts';
import { useWorld } from '../mail/message-fixture.ts';

const world = useWorld();
const people = 12;
const faults = ['lost', 'killed', 'slack_unclear', 'slack_unavailable', 'slack_throttled'] as const;
const minute = 60_000;
const start = Date.parse('2026-11-20T09:00:00.000Z');

/** An hour in which Slack mostly is away and loses answers, before and after it did what it was asked; then it is back. */
it('whatever goes wrong in an hour, everybody gets everything once', async () => {
  const slack = scriptedSlack();
  const { next: chance } = seededChance(20_261_120);
  const deps = { ...world.deps, slack };
  const ids: string[] = [];
  for (let index = 0; index < people; index++) {
    const personId = await world.addPerson({ name: `Person ${index}` });
    ids.push(personId);
    await world.db.query(`INSERT INTO person_channels (person_id, channel, address) VALUES ($1, 'slack', $2)`, [
      personId,
      `T1:U${index}`,
    ]);
    for (const urgency of ['digest', 'now'])
      await world.addIntent('due', {
        person_id: personId,
        task_id: await world.addTask({ owner_id: personId }),
        urgency,
      });
  }

  /** What a person's digest does when it is asked again: one step, which may end badly. */
  async function step(personId: string): Promise<void> {
    const { messageId } = await claimDigest(deps, personId);
    if (messageId !== null) await deliverMessage(deps, messageId).catch(() => undefined);
  }
  for (let now = 0; now <= 75; now++) {
    await world.setNow(new Date(start + now * minute).toISOString());
    await world.db.query(`UPDATE messages SET started_at = started_at - interval '1 minute'`);
    for (const personId of ids) {
      const isAway = now < 60;
      const fault = () => faults[Math.floor(chance() * faults.length)] ?? 'lost';
      slack.failures = {
        post: isAway && chance() < 0.9 ? [fault()] : [],
        findByKey: isAway && chance() < 0.5 ? ['slack_unavailable'] : [],
      };
      slack.meanwhile = isAway && chance() < 0.1 ? () => Promise.reject(new Error('killed before')) : null;
      await step(personId);
    }
  }

  const told = await world.db.query<{ state: string; messageId: string }>(
    `SELECT state, message_id AS "messageId" FROM intents WHERE person_id = ANY($1::uuid[])`,
    [ids],
  );
  expect(new Set(told.map(({ state }) => state))).toEqual(new Set(['sent']));
  const keys = slack.posts.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.toSorted()).toEqual([...new Set(told.map(({ messageId }) => messageId))].toSorted());
  expect(world.mail.sent).toEqual([]);
});
