/** What is internal to us is named to nobody else, in whatever a message tells beside it. */
import { expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { loadChannelFacts } from '../../../src/db/slack-channels.ts';
import { searchOnboardings } from '../../../src/db/queries/slack-screens.ts';
import type { MoveReason, Side } from '../../../src/domain/model.ts';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { deliverMessage } from '../../../src/usecases/messages/deliver.ts';
import { useWorld } from './message-fixture.ts';

const world = useWorld();
const told = async (personId: string): Promise<string> => {
  const { messageId } = await claimDigest(world.deps, personId);
  await deliverMessage(world.deps, messageId ?? '');
  return world.mail.sent.at(-1)?.text ?? '';
};
const speakGerman = () => world.db.query(`UPDATE people SET locale = 'de'`);

async function moved(personId: string, reason: MoveReason): Promise<string> {
  await speakGerman();
  const due_moved = { from: '2026-11-17', reason, at: '2026-11-19T08:00:00.000Z' };
  const task_id = await world.addTask({ owner_id: personId, due_moved });
  await world.addIntent('due', { person_id: personId, task_id });
  return told(personId);
}
const internal = () => world.addTask({ name: 'Check their credit', visibility: 'internal', owner_id: world.csm });

it('a date that moved with another task is explained by its name to those alone who may see it', async () => {
  const late: MoveReason = { rule: 'late', taskId: await internal() };
  expect(await moved(world.customer, late)).toContain('Verschoben vom Di., 17. Nov.: die Termine des Plans haben sich');
  expect(await moved(world.csm, late)).toContain('wartet auf „Check their credit“, das überfällig ist');
  const taskId = await world.addTask({ name: 'Open the firewall', owner_id: null });
  const other = await world.addPerson();
  expect(await moved(other, { rule: 'late', taskId })).toContain('wartet auf „Open the firewall“, das überfällig ist');
});

it('what was stored before in words is for our own people; what a person said is for everybody', async () => {
  const text = 'waits for “Check their credit”, which is late';
  expect(await moved(world.customer, text)).not.toContain('credit');
  expect(await moved(world.csm, text)).toContain(text);
  expect(await moved(await world.addPerson(), { said: 'am Telefon vereinbart' })).toContain('am Telefon vereinbart');
});

async function milestone(name: string, position: number, visibility: string): Promise<void> {
  const id = uuid();
  await world.db.query(
    `INSERT INTO milestones (id, onboarding_id, phase_id, key, name, position, status, definition_of_done, completion)
     SELECT $1::uuid, onboarding_id, id, $1::uuid::text, $2, $3, 'not_started', '', 'person' FROM phases WHERE onboarding_id = $4`,
    [id, name, position, world.onboardingId],
  );
  await world.addTask({ visibility, milestone_id: id, owner_id: null });
}

it('the next milestone is the next one that its reader would hear of', async () => {
  await milestone('Margin approved', 1, 'internal');
  await milestone('Data loaded', 2, 'shared');
  await world.addIntent('milestone_done', { data: { milestone: 'Kickoff' } });
  await world.addIntent('milestone_done', { person_id: world.csm, data: { milestone: 'Kickoff' } });
  const toCustomer = await told(world.customer);
  expect(toCustomer).toContain('Next: Data loaded');
  expect(toCustomer).not.toContain('Margin approved');
  expect(await told(world.csm)).toContain('Next: Margin approved');
});

it('so it is in a channel, which anybody may share, and in what /gangway says of an onboarding', async () => {
  await milestone('Margin approved', 1, 'internal');
  await milestone('Data loaded', 2, 'shared');
  expect((await loadChannelFacts(world.db, world.onboardingId))?.nextMilestone?.name).toBe('Data loaded');
  await world.db.query('UPDATE onboardings SET published_at = now() WHERE id = $1', [world.onboardingId]);
  const status = async (side: Side, personId: string) => {
    const asked = { text: 'Acme', now: world.clock.now(), limit: 5 };
    const rows = await searchOnboardings(world.db, { personId, side, seesAll: side === 'team' }, asked);
    return rows.find(({ id }) => id === world.onboardingId)?.next?.name;
  };
  expect(await status('customer', world.customer)).toBe('Data loaded');
  expect(await status('team', world.csm)).toBe('Margin approved');
});
