import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors.ts';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { deliverMessage, type DeliveryDeps } from '../../../src/usecases/messages/deliver.ts';
import { saidIn, type ScriptedSlack, scriptedSlack } from '../../support/scripted-slack.ts';
import { type IntentRow, type MessageRow, type TaskRow, useWorld } from '../mail/message-fixture.ts';

const world = useWorld();
let slack: ScriptedSlack;
beforeEach(() => {
  slack = scriptedSlack();
});
const deps = (): DeliveryDeps => ({ ...world.deps, slack });
const deliver = (messageId: string): Promise<void> => deliverMessage(deps(), messageId);
const message = (id: string): Promise<MessageRow> => world.row('messages', id);
const intent = (id: string): Promise<IntentRow> => world.row('intents', id);

/** For somebody who is known in Slack. */
async function claimInSlack(personId = world.customer): Promise<string> {
  await world.db.query(`DELETE FROM person_channels WHERE address = 'T1:U1' AND person_id <> $1`, [personId]);
  await world.db.query(
    `INSERT INTO person_channels (person_id, channel, address) VALUES ($1, 'slack', 'T1:U1') ON CONFLICT DO NOTHING`,
    [personId],
  );
  return (await claimDigest(world.deps, personId)).messageId ?? '';
}
async function claimedDue(): Promise<{ messageId: string; taskId: string; intentId: string }> {
  const taskId = await world.addTask({ type: 'configuration' });
  const intentId = await world.addIntent('due', { task_id: taskId });
  return { taskId, intentId, messageId: await claimInSlack() };
}
const aMinutePasses = (messageId: string): Promise<unknown> =>
  world.db.query(`UPDATE messages SET started_at = started_at - interval '61 seconds' WHERE id = $1`, [messageId]);

describe('a message in Slack', () => {
  it('is posted once, as a direct message with its buttons, and counts as a nudge', async () => {
    const { messageId, taskId, intentId } = await claimedDue();
    await deliver(messageId);
    await deliver(messageId);
    expect(slack.posts).toHaveLength(1);
    const [post] = slack.posts;
    expect(post).toMatchObject({ key: messageId, channelId: 'D1' });
    expect(post?.text).toContain('Due today: Security questionnaire');
    for (const action of ['task_done', 'task_snooze', 'task_block', 'task_reassign', '/t/'])
      expect(saidIn(post?.blocks ?? [])).toContain(action);
    expect(await message(messageId)).toMatchObject({ state: 'accepted', provider_message_id: `D1/${post?.ts}` });
    expect(await intent(intentId)).toMatchObject({ state: 'sent' });
    expect((await world.row<TaskRow>('tasks', taskId)).nudge_count).toBe(1);
    expect(world.mail.sent).toEqual([]);
  });

  it('about nothing that is still open is not posted', async () => {
    const { messageId, taskId } = await claimedDue();
    await world.db.query(`UPDATE tasks SET status = 'done' WHERE id = $1`, [taskId]);
    await deliver(messageId);
    expect(slack.posts).toEqual([]);
    expect(await message(messageId)).toMatchObject({ state: 'withdrawn' });
  });

  it('that cannot wait comes at once, though the day has had its digest, and not at night', async () => {
    await deliver((await claimedDue()).messageId);
    await world.addIntent('task_ready', {
      task_id: await world.addTask({ name: 'Unblocked', due_on: '2026-11-30' }),
      urgency: 'now',
    });
    await deliver(await claimInSlack());
    expect(slack.posts.map(({ text }) => text)[1]).toContain('You can start: Unblocked');
    await world.setNow('2026-11-20T20:30:00.000Z');
    await world.addIntent('escalation', { task_id: await world.addTask(), urgency: 'now' });
    expect(await claimInSlack()).toBe('');
  });

  it('escalates with hold for our people', async () => {
    await world.addIntent('escalation', {
      task_id: await world.addTask({ due_on: '2026-11-16' }),
      urgency: 'now',
      person_id: world.csm,
    });
    await deliver(await claimInSlack(world.csm));
    expect(saidIn(slack.posts[0]?.blocks ?? [])).toContain('hold_escalation');
  });
});

describe('a colleague whom nobody has met in Slack yet', () => {
  const escalate = (): Promise<string> =>
    world
      .addTask({ due_on: '2026-11-16' })
      .then((taskId) => world.addIntent('escalation', { task_id: taskId, urgency: 'now', person_id: world.csm }));
  const next = async (): Promise<void> =>
    deliver((await claimDigest(world.deps, world.csm)).messageId ?? 'nothing to say');

  it('is found by their address and hears there from then on', async () => {
    slack.users.set(`${world.csm}@acme.example`, 'U7');
    await escalate();
    await next();
    await next();
    expect(slack.posts.map(({ channelId }) => channelId)).toEqual(['D7']);
    expect(world.mail.sent).toEqual([]);
  });

  it('and is not there gets mails, and is looked for once a day', async () => {
    for (const _message of [1, 2]) {
      await escalate();
      await next();
    }
    expect(world.mail.sent).toHaveLength(2);
    expect(slack.calls).toEqual(['findUserByEmail']);
  });

  it('is looked for as soon as a workspace is connected', async () => {
    slack.users.set(`${world.csm}@acme.example`, 'U10');
    slack.isInstalled = false;
    await escalate();
    await next();
    slack.isInstalled = true;
    await escalate();
    await next();
    await next();
    expect(slack.posts.map(({ channelId }) => channelId)).toEqual(['D10']);
    expect(world.mail.sent).toHaveLength(1);
  });

  it('waits for no look-up that fails', async () => {
    slack.failures.findUserByEmail = ['slack_throttled'];
    await escalate();
    await next();
    expect(world.mail.sent).toHaveLength(1);
    slack.users.set(`${world.csm}@acme.example`, 'U8');
    await escalate();
    await next();
    await next();
    expect(slack.posts).toHaveLength(1);
  });

  it('is not looked for on the customer’s side', async () => {
    slack.users.set(`${world.customer}@acme.example`, 'U9');
    await world.addIntent('due', { task_id: await world.addTask() });
    await deliver((await claimDigest(world.deps, world.customer)).messageId ?? '');
    expect(slack.calls).toEqual([]);
    expect(world.mail.sent).toHaveLength(1);
  });
});

describe('somebody in Slack whose zone nobody has said', () => {
  const zoneOf = async (): Promise<string | null> =>
    (await world.row<{ timezone: string | null }>('people', world.customer)).timezone;

  it.each([
    ['is taken to be where Slack knows them', null, 'Asia/Tokyo'],
    ['keeps the zone that was said', 'Europe/Berlin', 'Europe/Berlin'],
  ])('%s', async (_what, said, taken) => {
    slack.timezone = 'Asia/Tokyo';
    slack.users.set(`${world.customer}@acme.example`, 'U1');
    const { messageId } = await claimedDue();
    await world.db.query('UPDATE people SET timezone = $2 WHERE id = $1', [world.customer, said]);
    await deliver(messageId);
    expect(await zoneOf()).toBe(taken);
  });
});

describe('an end that nobody saw', () => {
  it('is looked up, no sooner than a minute later, and found', async () => {
    const { messageId } = await claimedDue();
    slack.failures.post = ['lost'];
    await expect(deliver(messageId)).rejects.toMatchObject({ code: 'slack_unavailable', retryAfterMs: 60_000 });
    await expect(deliver(messageId)).rejects.toMatchObject({ retryAfterMs: expect.any(Number) });
    expect(slack.calls).toEqual(['post']);
    await aMinutePasses(messageId);
    await deliver(messageId);
    expect(slack.calls).toEqual(['post', 'findByKey']);
    expect(slack.posts).toHaveLength(1);
    expect(await message(messageId)).toMatchObject({ state: 'accepted' });
  });

  it('is posted again where it is not there', async () => {
    const { messageId } = await claimedDue();
    slack.failures.post = ['slack_unclear', 'slack_unclear'];
    for (const _attempt of [1, 2]) {
      await expect(deliver(messageId)).rejects.toMatchObject({ code: 'slack_unavailable' });
      await aMinutePasses(messageId);
    }
    await deliver(messageId);
    expect(slack.calls).toEqual(['post', 'findByKey', 'post', 'findByKey', 'post']);
    expect(slack.posts).toHaveLength(1);
    expect(await message(messageId)).toMatchObject({ state: 'accepted', unclear_attempts: 0 });
  });

  it('is not given back as stale before it was looked for', async () => {
    const { messageId, intentId } = await claimedDue();
    slack.failures.post = ['lost'];
    await expect(deliver(messageId)).rejects.toMatchObject({ code: 'slack_unavailable' });
    await aMinutePasses(messageId);
    await world.setNow('2026-11-20T22:30:00.000Z');
    slack.failures.findByKey = ['slack_unavailable'];
    await expect(deliver(messageId)).rejects.toMatchObject({ code: 'slack_unavailable' });
    expect(await message(messageId)).toMatchObject({ state: 'claimed' });
    await deliver(messageId);
    expect(await message(messageId)).toMatchObject({ state: 'accepted' });
    expect(await intent(intentId)).toMatchObject({ state: 'sent' });
    expect(slack.posts).toHaveLength(1);
  });

  it('is given back at night once it is known not to be there', async () => {
    const { messageId, intentId } = await claimedDue();
    slack.failures.post = ['slack_unclear'];
    await expect(deliver(messageId)).rejects.toMatchObject({ code: 'slack_unavailable' });
    await aMinutePasses(messageId);
    await world.setNow('2026-11-20T22:30:00.000Z');
    await deliver(messageId);
    expect(slack.posts).toEqual([]);
    expect(await intent(intentId)).toMatchObject({ state: 'planned' });
  });

  it('because the process ended is looked up as well', async () => {
    const { messageId } = await claimedDue();
    slack.meanwhile = () => Promise.reject(new Error('killed'));
    await expect(deliver(messageId)).rejects.toThrow('killed');
    slack.meanwhile = null;
    await expect(deliver(messageId)).rejects.toMatchObject({ code: 'slack_unavailable' });
    await aMinutePasses(messageId);
    await expect(deliver(messageId)).rejects.toMatchObject({ retryAfterMs: 60_000 });
    await aMinutePasses(messageId);
    await deliver(messageId);
    expect(slack.calls).toEqual(['post', 'findByKey', 'post']);
    expect(slack.posts).toHaveLength(1);
  });
});

describe('Slack away for an hour', () => {
  it('loses nothing and doubles nothing', async () => {
    const intents: string[] = [];
    for (const name of ['One', 'Two', 'Three'])
      intents.push(await world.addIntent('due', { task_id: await world.addTask({ name }) }));
    let messageId = await claimInSlack();
    for (let minute = 0; minute < 60; minute += 2) {
      await world.setNow(new Date(Date.parse('2026-11-20T09:00:00.000Z') + minute * 60_000).toISOString());
      // now and then the connection breaks after it was sent, with nothing at the other end
      slack.failures = { post: [minute % 10 === 0 ? 'slack_unclear' : 'slack_unavailable'], findByKey: [] };
      if (minute % 10 === 4) slack.failures.findByKey = ['slack_unavailable'];
      await deliver(messageId).catch(() => undefined);
      await aMinutePasses(messageId);
      if ((await message(messageId)).state === 'withdrawn') messageId = await claimInSlack();
    }
    expect(slack.posts).toEqual([]);
    slack.failures = {};
    await world.setNow('2026-11-20T10:00:00.000Z');
    for (let attempt = 0; attempt < 3; attempt++) {
      await deliver(messageId);
      if ((await message(messageId)).state === 'withdrawn') messageId = await claimInSlack();
    }
    expect(slack.posts).toHaveLength(1);
    for (const id of intents) expect(await intent(id)).toMatchObject({ state: 'sent', message_id: messageId });
  });

  it('is asked again when it says so', async () => {
    const { messageId } = await claimedDue();
    slack.failures.post = [new AppError('slack_throttled', { message: '429', retryAfterMs: 7_000 })];
    const error = await deliver(messageId).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'slack_throttled' });
    expect(error instanceof AppError && error.retryAfterMs).toBeGreaterThanOrEqual(7_000);
    await deliver(messageId);
    expect(slack.posts).toHaveLength(1);
  });
});

describe('a way that leads nowhere', () => {
  /** What the digest does next, and what came of it. */
  async function next(): Promise<void> {
    const { messageId } = await claimDigest(world.deps, world.customer);
    await deliver(messageId ?? '');
  }

  it.each(['slack_unreachable', 'slack_revoked'] as const)('%s says it by mail', async (code) => {
    const { messageId, intentId } = await claimedDue();
    slack.failures.post = [code];
    await deliver(messageId);
    expect(await message(messageId)).toMatchObject({ state: 'withdrawn' });
    await next();
    expect(world.mail.sent).toHaveLength(1);
    expect(await intent(intentId)).toMatchObject({ state: 'sent' });
    expect(slack.posts).toEqual([]);
  });

  it('is the same while a lost answer was to be looked up', async () => {
    const { messageId } = await claimedDue();
    slack.failures.post = ['slack_unclear'];
    await expect(deliver(messageId)).rejects.toMatchObject({ code: 'slack_unavailable' });
    await aMinutePasses(messageId);
    slack.failures.findByKey = ['slack_revoked'];
    await deliver(messageId);
    await next();
    expect(world.mail.sent).toHaveLength(1);
  });

  it('is the same where the workspace is gone, or Slack is off', async () => {
    const { messageId } = await claimedDue();
    slack.isInstalled = false;
    await deliver(messageId);
    await next();
    expect(world.mail.sent).toHaveLength(1);
    await world.addIntent('escalation', { task_id: await world.addTask(), urgency: 'now', person_id: world.csm });
    await deliverMessage(world.deps, await claimInSlack(world.csm));
    await deliverMessage(world.deps, (await claimDigest(world.deps, world.csm)).messageId ?? '');
    expect(world.mail.sent).toHaveLength(2);
  });

  it('because of the message itself fails openly', async () => {
    const { messageId, intentId, taskId } = await claimedDue();
    slack.failures.post = ['slack_rejected'];
    await deliver(messageId);
    expect(await message(messageId)).toMatchObject({ state: 'failed' });
    expect(await intent(intentId)).toMatchObject({
      state: 'withheld',
      reason: 'Slack refused it: scripted slack_rejected',
    });
    expect(await world.row('tasks', taskId)).toMatchObject({ chase: { lostAt: expect.any(String) } });
  });
});
