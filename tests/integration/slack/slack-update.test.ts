import { beforeEach, describe, expect, it } from 'vitest';
import type { CommandName } from '../../../src/contracts/api/commands.ts';
import { createPlaybookStore } from '../../../src/db/playbook-store.ts';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { deliverMessage, type DeliveryDeps } from '../../../src/usecases/messages/deliver.ts';
import { updatePosts } from '../../../src/usecases/messages/update-posts.ts';
import { runCommand } from '../../../src/usecases/onboardings/run-command.ts';
import { saidIn, type ScriptedSlack, scriptedSlack } from '../../support/scripted-slack.ts';
import { useWorld } from '../mail/message-fixture.ts';

const world = useWorld();
let slack: ScriptedSlack;
beforeEach(async () => {
  slack = scriptedSlack();
  await world.db.query('DELETE FROM slack_posts');
  const gate = { responsibleRole: 'team.csm', criteria: [], passedAt: null };
  await world.db.query('UPDATE phases SET entry_gate = $1, exit_gate = $1', [JSON.stringify(gate)]);
  const live = { handoff_completed_at: '2026-11-01', published_at: '2026-11-10', kickoff_on: '2026-11-16' };
  await world.db.query(
    'UPDATE onboardings SET handoff_completed_at = $1, published_at = $2, kickoff_on = $3',
    Object.values(live),
  );
});
const deps = (): DeliveryDeps => ({ ...world.deps, slack });
const playbooks = () => createPlaybookStore(world.db);

async function post(intents: (() => Promise<string>)[]): Promise<string> {
  for (const add of intents) await add();
  await world.db.query('DELETE FROM person_channels');
  await world.db.query(`INSERT INTO person_channels (person_id, channel, address) VALUES ($1, 'slack', 'T1:U1')`, [
    world.customer,
  ]);
  const messageId = (await claimDigest(world.deps, world.customer)).messageId ?? '';
  await deliverMessage(deps(), messageId);
  await world.db.query('DELETE FROM outbox');
  return messageId;
}
async function postDue(): Promise<{ messageId: string; taskId: string }> {
  const taskId = await world.addTask({ type: 'configuration' });
  return { taskId, messageId: await post([() => world.addIntent('due', { task_id: taskId })]) };
}
const command = (name: CommandName, subjectId: string, input: Record<string, unknown> = {}): Promise<unknown> =>
  runCommand(
    { ...world.deps, playbooks: playbooks() },
    { name, subjectId, input, actor: { kind: 'person', id: world.csm, label: 'Cem Yılmaz', staffRole: 'member' } },
  );
const update = async () => {
  await world.db.query(
    `UPDATE slack_posts SET look_at = clock_timestamp() - interval '1 second' WHERE look_at IS NOT NULL`,
  );
  return updatePosts(deps());
};
const shown = (): string => saidIn(slack.posts[0]?.blocks ?? []);

describe('a post in Slack', () => {
  it('shows what was done elsewhere, by whom, and asks nothing any more', async () => {
    const { taskId } = await postDue();
    await command('complete', taskId);
    expect(await world.signals()).toContain('slack-posts:00000000-0000-4000-8000-736c61636b70');
    await update();
    expect(shown()).toContain('~Security questionnaire~');
    expect(shown()).toContain('Done by Cem Yılmaz, Fri 20 Nov');
    expect(shown()).not.toContain('task_done');
    expect(slack.posts[0]?.updates).toBe(1);
  });

  it('is written once for many changes, and not at all where it shows none of them', async () => {
    const { taskId, messageId } = await postDue();
    await command('set-due', taskId, { dueOn: '2026-11-23', reason: 'Moved' });
    await command('set-due', taskId, { dueOn: '2026-11-24', reason: 'Moved again' });
    await update();
    expect(slack.posts[0]?.updates).toBe(1);
    expect(shown()).toContain('Tue 24 Nov');
    await world.db.query(
      `UPDATE slack_posts SET look_at = clock_timestamp() - interval '1 second' WHERE message_id = $1`,
      [messageId],
    );
    expect(await update()).toEqual({ hasMore: false, wakeInMs: null });
    expect(slack.posts[0]?.updates).toBe(1);
  });

  it('takes its buttons back when they are not to be pressed, and brings them again', async () => {
    await postDue();
    await command('hold', world.onboardingId, { reason: 'Budget', resumeOn: '2026-12-01' });
    await update();
    expect(shown()).not.toContain('task_done');
    await command('resume', world.onboardingId);
    await update();
    expect(shown()).toContain('task_done');
  });

  it('keeps the other tasks open', async () => {
    const [one, two] = [
      await world.addTask({ name: 'One', type: 'meeting' }),
      await world.addTask({ name: 'Two', type: 'meeting' }),
    ];
    await post([one, two].map((taskId) => () => world.addIntent('due', { task_id: taskId })));
    await command('complete', one);
    await update();
    expect(shown()).toContain('~One~');
    expect(shown()).toContain('*Two*');
    expect(shown()).toContain(two);
  });

  it('is looked at again where something changed while it was posted', async () => {
    const taskId = await world.addTask({ type: 'configuration' });
    slack.meanwhile = () => command('complete', taskId);
    await post([() => world.addIntent('due', { task_id: taskId })]);
    slack.meanwhile = null;
    await updatePosts(deps());
    expect(shown()).toContain('~Security questionnaire~');
  });

  it('says when what is missing is expected now, and what of it is there, also while the task stays blocked', async () => {
    const taskId = await world.addTask({ status: 'blocked', owner_id: world.csm });
    const [logo, room] = [
      await world.addBlocker({ task_id: taskId, person_id: world.customer, what: 'the logo' }),
      await world.addBlocker({ task_id: taskId, person_id: world.customer, what: 'the room' }),
    ];
    await post(
      [logo, room].map((blockerId) => () => world.addIntent('blocker', { task_id: taskId, blocker_id: blockerId })),
    );
    await command('set-expected', room, { expectedOn: '2026-11-23' });
    await update();
    await command('set-expected', room, { expectedOn: '2026-11-24' });
    await update();
    expect(shown()).toContain('Tue 24 Nov');
    await command('resolve', logo);
    await update();
    expect(shown()).toContain('~the logo~');
    expect(shown()).toContain('*the room*');
  });

  it('is no concern of other tasks', async () => {
    const { taskId } = await postDue();
    await command('start', taskId);
    await update();
    const other = await world.addTask({ type: 'meeting', owner_id: world.csm });
    await command('complete', other);
    expect(await world.db.query('SELECT 1 FROM slack_posts WHERE look_at IS NOT NULL')).toEqual([]);
  });

  it('is left as it is after a month', async () => {
    const { taskId } = await postDue();
    await world.setNow('2026-12-21T09:00:00.000Z');
    await command('complete', taskId);
    await update();
    expect(slack.posts[0]?.updates).toBe(0);
    expect(await world.db.query('SELECT 1 FROM slack_posts')).toEqual([]);
  });
});

describe('Slack, while posts are brought up to date', () => {
  it('that is slow or away is asked later, and shows the newest then', async () => {
    const { taskId } = await postDue();
    await command('snooze', taskId, { until: '2026-11-24', reason: 'Later' });
    slack.failures.update = ['slack_throttled', 'lost'];
    expect(await update()).toMatchObject({ wakeInMs: expect.any(Number) });
    await command('complete', taskId);
    await update();
    await update();
    expect(shown()).toContain('~Security questionnaire~');
    expect(await world.db.query('SELECT 1 FROM slack_posts WHERE look_at IS NOT NULL')).toEqual([]);
  });

  it('that has the post no longer is not asked again', async () => {
    const { taskId } = await postDue();
    slack.posts.length = 0;
    await command('complete', taskId);
    expect(await update()).toEqual({ hasMore: false, wakeInMs: null });
    expect(await world.db.query('SELECT 1 FROM slack_posts')).toEqual([]);
  });

  it('that was disconnected keeps them for when it is back', async () => {
    const { taskId } = await postDue();
    slack.isInstalled = false;
    await command('complete', taskId);
    expect(await update()).toMatchObject({ hasMore: false, wakeInMs: expect.any(Number) });
    slack.isInstalled = true;
    await update();
    expect(shown()).toContain('~Security questionnaire~');
  });

  it('a post that cannot be written keeps no other waiting', async () => {
    const { taskId, messageId } = await postDue();
    await world.db.query(
      `INSERT INTO slack_posts (message_id, team_id, channel_id, ts, shown, posted_at, watched_until, look_at)
       SELECT gen_random_uuid(), team_id, channel_id, '1.1', '', posted_at, watched_until, clock_timestamp() - interval '1 hour'
       FROM slack_posts WHERE message_id = $1`,
      [messageId],
    );
    await command('complete', taskId);
    await update();
    expect(shown()).toContain('~Security questionnaire~');
  });

  it('that takes nothing does not turn the look into a circle', async () => {
    const { taskId } = await postDue();
    await command('complete', taskId);
    slack.failures.update = ['slack_unavailable'];
    const { wakeInMs } = await update();
    expect(wakeInMs).toBeGreaterThan(10_000);
  });
});
