/** Whoever runs another workspace decides what its profiles say: which of them are believed, and for whom. */
import { beforeEach, expect, it } from 'vitest';
import { slackUser, useSlackIn } from './slack-fixture.ts';

const slackIn = useSlackIn();
const { world } = slackIn;

const theirs = async (personId: string): Promise<void> => {
  const { email } = await world.row<{ email: string }>('people', personId);
  slackIn.slack.users.set('U1', slackUser('U1', email, { isForeign: true }));
};
const pressed = async (): Promise<string> => {
  const taskId = await world.addTask({ type: 'configuration' });
  await slackIn.press('task_done', taskId);
  await slackIn.settled();
  return (await world.row<{ status: string }>('tasks', taskId)).status;
};
const withChannel = (): Promise<unknown> =>
  world.db.query(
    `INSERT INTO slack_channels (onboarding_id, team_id, channel_id, name, created_at) VALUES ($1, 'T1', 'C1', 'acme', now())`,
    [world.onboardingId],
  );
const addresses = async (): Promise<string[]> => {
  const rows = await world.db.query<{ address: string }>(`SELECT address FROM person_channels WHERE channel = 'slack'`);
  return rows.map(({ address }) => address);
};

beforeEach(async () => {
  await world.db.query(`DELETE FROM person_channels WHERE channel = 'slack'`);
  await world.db.query('DELETE FROM slack_channels');
});

it('is none of our team, though the press does not say where it comes from', async () => {
  await withChannel();
  await theirs(world.csm);
  expect([await pressed(), await addresses()]).toEqual(['pending', []]);
});

it('is a customer where a channel of their onboarding is', async () => {
  await theirs(world.customer);
  expect([await pressed(), await addresses()]).toEqual(['pending', []]);
  await withChannel();
  expect([await pressed(), await addresses()]).toEqual(['done', ['T1:U1']]);
});

it('takes the place of nobody who is known already', async () => {
  await withChannel();
  await theirs(world.customer);
  await world.db.query(
    `INSERT INTO person_channels (person_id, channel, address, source) VALUES ($1, 'slack', 'T1:U9', 'email_match')`,
    [world.customer],
  );
  expect([await pressed(), await addresses()]).toEqual(['pending', ['T1:U9']]);
});
