/** The whole way against the sandbox Slack, over HTTP in both directions: said, pressed, done, and true in place. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import type { SlackWorkspaces } from '../../../integrations/ports-slack.ts';
import { createPlaybookStore } from '../../../src/db/playbook-store.ts';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { deliverMessage } from '../../../src/usecases/messages/deliver.ts';
import { updatePosts } from '../../../src/usecases/messages/update-posts.ts';
import { createSlackDoor, type SlackDoor } from '../../../src/usecases/slack/slack-door.ts';
import { createSlackWebhook } from '../../../src/webhooks/slack.ts';
import { anaId, signingSecret, useSandboxSlack } from '../../contract/sandbox-slack-fixture.ts';
import { useWorld } from '../mail/message-fixture.ts';

const teamId = 'T0SANDBOX';
const world = useWorld();
// generous: a busy machine makes an answer slow, not wrong
const sandbox = useSandboxSlack();
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
let door: SlackDoor;
let workspaces: SlackWorkspaces;

beforeEach(async () => {
  workspaces = {
    forTeam: (team) => Promise.resolve(team === teamId ? sandbox.port : null),
    list: () => Promise.resolve([{ teamId, teamName: 'Northwind' }]),
  };
  door = createSlackDoor({
    ...world.deps,
    playbooks: createPlaybookStore(world.db),
    crms: new Map(),
    company: { timezone: 'Europe/Berlin', country: null },
    slack: workspaces,
    logger: quiet,
  });
  sandbox.mount(createSlackWebhook({ db: world.db, clock: world.clock, signingSecret, door }));
  await world.db.query('DELETE FROM person_channels');
  await world.db.query('DELETE FROM slack_posts');
  // the sandbox of each test counts from one again
  await world.db.query('DELETE FROM slack_events');
  await world.db.query(`UPDATE phases SET entry_gate = '{"criteria":[]}', exit_gate = '{"criteria":[]}'`);
  await world.db.query(
    `UPDATE onboardings SET handoff_completed_at = '2026-11-01', published_at = '2026-11-10', kickoff_on = '2026-11-16'`,
  );
  await world.db.query(`INSERT INTO person_channels (person_id, channel, address) VALUES ($1, 'slack', $2)`, [
    world.customer,
    `${teamId}:${anaId}`,
  ]);
});
afterEach(() => door.close());

const deps = () => ({ ...world.deps, slack: workspaces });
const shown = () => {
  const [conversation] = sandbox.slack.conversations();
  const message = conversation?.messages[0];
  if (!conversation || !message) throw new Error('nothing was posted');
  return { channelId: conversation.id, ts: message.ts, said: JSON.stringify(message.blocks) };
};

async function nudge(): Promise<string> {
  const taskId = await world.addTask({ type: 'configuration' });
  await world.addIntent('due', { task_id: taskId });
  const { messageId } = await claimDigest(world.deps, world.customer);
  await deliverMessage(deps(), messageId ?? '');
  return taskId;
}
const updated = async (): Promise<void> => {
  await world.db.query('UPDATE slack_posts SET look_at = clock_timestamp() WHERE look_at IS NOT NULL');
  await updatePosts(deps());
};

it('is done by a press, and the message says so afterwards', async () => {
  const taskId = await nudge();
  expect(shown().said).toContain('task_done');
  const answer = await sandbox.slack.press({ userId: anaId, ...shown(), actionId: 'task_done' });
  expect(answer.status).toBe(200);
  await door.close();
  expect((await world.row<{ status: string }>('tasks', taskId)).status).toBe('done');
  await updated();
  expect(shown().said).not.toContain('task_done');
  expect(sandbox.slack.conversations()[0]?.messages).toHaveLength(1);
});

const viewSchema = z.object({
  callback_id: z.string(),
  blocks: z.array(
    z.object({
      block_id: z.string().optional(),
      element: z.object({ action_id: z.string(), type: z.string() }).optional(),
    }),
  ),
});

it('is snoozed by a modal that opens at once', async () => {
  const taskId = await nudge();
  await sandbox.slack.press({ userId: anaId, ...shown(), actionId: 'task_snooze' });
  await door.close();
  const modal = sandbox.slack.views().find(({ kind }) => kind === 'modal');
  const { blocks, callback_id: callback } = viewSchema.parse(modal?.view);
  expect(callback).toBe('snooze');
  const picker = blocks.find(({ element }) => element?.type === 'datepicker');
  const blockId = picker?.block_id ?? '';
  const actionId = picker?.element?.action_id ?? '';
  await sandbox.slack.submit({
    viewId: modal?.id ?? '',
    values: { [blockId]: { [actionId]: { type: 'datepicker', selected_date: '2026-11-27' } } },
  });
  await door.close();
  const row = await world.row<{ snoozed_until: unknown }>('tasks', taskId);
  expect(row.snoozed_until).not.toBeNull();
});
