import { describe, expect, it } from 'vitest';
import { hashToken } from '../../../src/db/sessions.ts';
import type { IntentKind } from '../../../src/domain/model.ts';
import { readUnsubscribeToken } from '../../../src/usecases/messages/unsubscribe-token.ts';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { deliverMessage } from '../../../src/usecases/messages/deliver.ts';
import { deliveriesIn } from './deliveries.ts';
import { type PersonRow, type TaskRow, useWorld } from './message-fixture.ts';

const world = useWorld();
const { claimFor, claimedDue, deliver, intent, message } = deliveriesIn(world);
async function claimedEscalation(): Promise<string> {
  await world.addIntent('escalation', {
    task_id: await world.addTask({ due_on: '2026-11-16' }),
    urgency: 'now',
    person_id: world.csm,
  });
  return claimFor(world.csm);
}
const tokenIn = (text: string): string => /\/t\/([\w-]+)/.exec(text)?.[1] ?? '';

describe('a delivered message', () => {
  it('is sent once and counted as a nudge', async () => {
    const { messageId, taskId, intentId } = await claimedDue();
    await deliver(messageId);
    await deliver(messageId);
    expect(world.mail.sent).toHaveLength(1);
    expect(await message(messageId)).toMatchObject({
      state: 'accepted',
      attempts: 1,
      subject: 'Due today: Security questionnaire (Acme onboarding)',
      provider_message_id: '250 OK: queued as 4711',
    });
    expect(await intent(intentId)).toMatchObject({ state: 'sent', reason: null });
    const { nudge_count, last_nudged_at } = await world.row<TaskRow>('tasks', taskId);
    expect([nudge_count, last_nudged_at?.toISOString().slice(0, 10)]).toEqual([1, '2026-11-20']);
    expect(await world.signals()).toEqual([]);
  });

  it('is told to its onboarding where that holds a reason for silence, or waits for it', async () => {
    const { messageId, taskId } = await claimedDue();
    await world.db.query(`UPDATE tasks SET chase = '{"silence": "No nudge has been delivered yet"}' WHERE id = $1`, [
      taskId,
    ]);
    await deliver(messageId);
    expect(await world.signals()).toEqual([world.workflowId]);
  });

  it('goes to the person with a link to the task that only its hash is kept of', async () => {
    const { messageId, taskId } = await claimedDue();
    await deliver(messageId);
    const [mail] = world.mail.sent;
    expect(mail).toMatchObject({
      messageId,
      to: { name: 'Ana Díaz', address: `${world.customer}@acme.example` },
      replyTo: { name: 'Cem Yılmaz' },
      threadKey: `${world.onboardingId}.${world.customer}`,
    });
    const links = await world.db.query<{ task_id: string; person_id: string; days: number }>(
      `SELECT task_id, person_id, round(extract(epoch FROM expires_at - clock_timestamp()) / 86400)::int AS days FROM task_links WHERE token_hash = $1`,
      [hashToken(tokenIn(mail?.text ?? ''))],
    );
    expect(links).toEqual([{ task_id: taskId, person_id: world.customer, days: 30 }]);
    expect(mail?.html).toContain(tokenIn(mail?.text ?? ''));
    expect(readUnsubscribeToken(mail?.unsubscribeUrl?.split('/').at(-1) ?? '', world.deps.secret)).toEqual({
      personId: world.customer,
      topic: 'tasks',
      channel: 'email',
    });
  });

  it('leaves out what was done between planning and sending', async () => {
    const done = await world.addTask();
    const gone = await world.addIntent('due', { task_id: done });
    const { messageId, intentId } = await claimedDue();
    await world.db.query(`UPDATE tasks SET status = 'done' WHERE id = $1`, [done]);
    await deliver(messageId);
    expect(await intent(gone)).toMatchObject({ state: 'obsolete', reason: 'The task was done before it was sent' });
    expect(await intent(intentId)).toMatchObject({ state: 'sent' });
    expect(world.mail.sent[0]?.text.match(/\/t\//g)).toHaveLength(1);
  });

  it('says nothing to whoever had the task before', async () => {
    const { messageId, taskId, intentId } = await claimedDue();
    await world.db.query(
      `UPDATE tasks SET owner_id = $2, chase = '{"since":"2026-11-20T09:00:01.000Z"}' WHERE id = $1`,
      [taskId, world.csm],
    );
    await deliver(messageId);
    expect(world.mail.sent).toHaveLength(0);
    expect(await intent(intentId)).toMatchObject({
      state: 'obsolete',
      reason: 'The task changed hands or began anew before it was sent',
    });
  });

  it('to somebody in the owner’s place is not counted as a nudge of the owner', async () => {
    const taskId = await world.addTask({
      owner_id: await world.addPerson({ unreachable_since: '2026-11-01T00:00:00Z', unreachable_reason: '550' }),
    });
    await world.addIntent('due', { task_id: taskId });
    await deliver(await claimFor());
    expect(world.mail.sent).toHaveLength(1);
    expect((await world.row<TaskRow>('tasks', taskId)).nudge_count).toBe(0);
  });

  it('about a blocker is remembered there', async () => {
    const blockerId = await world.addBlocker({
      what: 'Firewall opening',
      person_id: world.customer,
      expected_on: '2026-11-18',
    });
    await world.addIntent('blocker', { blocker_id: blockerId });
    await deliver(await claimFor());
    const { chase } = await world.row<{ chase: { nudgedAt?: string } }>('blockers', blockerId);
    expect(chase.nudgedAt).toMatch(/^2026-11-20T09:0\d:\d\d\.\d{3}Z$/);
  });

  it('is withdrawn when nothing is left to say, and the day is free again', async () => {
    const { messageId, taskId } = await claimedDue();
    await world.db.query(`UPDATE tasks SET status = 'done' WHERE id = $1`, [taskId]);
    await deliver(messageId);
    expect(world.mail.sent).toHaveLength(0);
    expect(await message(messageId)).toMatchObject({ state: 'withdrawn' });
    await world.addIntent('due', { task_id: await world.addTask() });
    expect(await message(await claimFor())).toMatchObject({ kind: 'digest' });
  });

  it('waits again when its onboarding was put on hold', async () => {
    const news = await world.addIntent('milestone_done');
    const messageId = await claimFor();
    await world.db.query(`UPDATE onboardings SET status = 'on_hold' WHERE id = $1`, [world.onboardingId]);
    await deliver(messageId);
    expect(world.mail.sent).toHaveLength(0);
    expect(await intent(news)).toMatchObject({ state: 'planned', message_id: null });
  });

  it('fails openly when mail is off', async () => {
    const { messageId, intentId } = await claimedDue();
    await deliverMessage({ ...world.deps, mail: null }, messageId);
    expect(await message(messageId)).toMatchObject({ state: 'failed', error: expect.stringContaining('Mail is off') });
    expect(await intent(intentId)).toMatchObject({ state: 'withheld', reason: expect.stringContaining('Mail is off') });
  });
});

describe('a failing mail server', () => {
  it('that is away is asked again, with the same ids and links', async () => {
    const { messageId } = await claimedDue();
    world.mail.failures.push('mail_unavailable', 'mail_unavailable');
    await expect(deliver(messageId)).rejects.toMatchObject({ code: 'mail_unavailable', rule: { retryable: true } });
    await expect(deliver(messageId)).rejects.toMatchObject({ code: 'mail_unavailable' });
    expect(await message(messageId)).toMatchObject({ state: 'claimed', attempts: 2 });
    await deliver(messageId);
    expect(await message(messageId)).toMatchObject({ state: 'accepted', attempts: 3, error: null });
    expect(await world.db.query('SELECT 1 FROM task_links WHERE person_id = $1', [world.customer])).toHaveLength(1);
  });

  it('that comes back at night wakes nobody: the message is decided anew', async () => {
    const { messageId, intentId } = await claimedDue();
    world.mail.failures.push('mail_unavailable');
    await expect(deliver(messageId)).rejects.toMatchObject({ code: 'mail_unavailable' });
    await world.setNow('2026-11-20T22:30:00.000Z');
    await deliver(messageId);
    expect(world.mail.sent).toHaveLength(0);
    expect(await message(messageId)).toMatchObject({ state: 'withdrawn' });
    expect(await intent(intentId)).toMatchObject({ state: 'planned', message_id: null });
    expect(await claimDigest(world.deps, world.customer)).toMatchObject({ messageId: null });
    await world.setNow('2026-11-23T08:00:00.000Z');
    const monday = await claimFor();
    await deliver(monday);
    expect(world.mail.sent.map((mail) => mail.messageId)).toEqual([monday]);
  });

  it('that refuses makes the person unreachable and tells every open onboarding of theirs', async () => {
    const { messageId, intentId, taskId } = await claimedDue();
    world.mail.failures.push('mail_refused');
    await deliver(messageId);
    expect(await message(messageId)).toMatchObject({ state: 'failed' });
    expect(await intent(intentId)).toMatchObject({ state: 'withheld', reason: 'Undeliverable: scripted mail_refused' });
    expect(await world.row<PersonRow>('people', world.customer)).toMatchObject({
      unreachable_reason: 'scripted mail_refused',
      unreachable_since: expect.any(Date),
    });
    expect((await world.row<TaskRow>('tasks', taskId)).nudge_count).toBe(0);
    expect(await world.signals()).toContain(world.workflowId);
  });

  it('that leaves a nudge unclear does not get it twice', async () => {
    const { messageId, taskId, intentId } = await claimedDue();
    world.mail.failures.push('mail_unclear');
    await deliver(messageId);
    await deliver(messageId);
    expect(world.mail.sent).toHaveLength(0);
    expect(await message(messageId)).toMatchObject({ state: 'unclear', error: 'scripted mail_unclear', attempts: 1 });
    expect(await intent(intentId)).toMatchObject({ state: 'sent', reason: 'scripted mail_unclear' });
    expect(await world.row<TaskRow>('tasks', taskId)).toMatchObject({
      nudge_count: 0,
      chase: { lostAt: expect.stringMatching(/^2026-11-20T09:00:0\d\.\d{3}Z$/) },
    });
    expect(await world.signals()).toEqual([world.workflowId]);
  });

  it('that leaves an escalation unclear gets it again, with the same Message-ID', async () => {
    const messageId = await claimedEscalation();
    world.mail.failures.push('mail_unclear');
    await expect(deliver(messageId)).rejects.toMatchObject({ code: 'mail_unavailable' });
    await deliver(messageId);
    expect(world.mail.sent.map((mail) => mail.messageId)).toEqual([messageId]);
    expect(await message(messageId)).toMatchObject({ state: 'accepted', attempts: 2 });
  });

  it.each<IntentKind>(['hold_notice', 'comment_received', 'comment_answered'])(
    'that leaves a %s unclear gets it again: no next step would say it',
    async (kind) => {
      const reader = kind === 'comment_answered' ? world.customer : world.csm;
      const data = { comment: 'May we?', answer: 'Yes', from: 'Ana Díaz', commentId: world.onboardingId };
      await world.addIntent(kind, { task_id: await world.addTask(), urgency: 'now', person_id: reader, data });
      const messageId = await claimFor(reader);
      world.mail.failures.push('mail_unclear');
      await expect(deliver(messageId)).rejects.toMatchObject({ code: 'mail_unavailable' });
      await deliver(messageId);
      expect(world.mail.sent.map((mail) => mail.messageId)).toEqual([messageId]);
    },
  );

  it('that leaves an escalation unclear each time gets it three times and no more', async () => {
    const messageId = await claimedEscalation();
    world.mail.failures.push('mail_unavailable', 'mail_unclear', 'mail_unclear', 'mail_unclear');
    await expect(deliver(messageId)).rejects.toMatchObject({ code: 'mail_unavailable' });
    await expect(deliver(messageId)).rejects.toMatchObject({ code: 'mail_unavailable' });
    await expect(deliver(messageId)).rejects.toMatchObject({ code: 'mail_unavailable' });
    await deliver(messageId);
    expect(await message(messageId)).toMatchObject({ state: 'unclear', attempts: 4, unclear_attempts: 3 });
  });
});

describe('a process that ended while sending', () => {
  const lose = (messageId: string, secondsAgo: number): Promise<unknown> =>
    world.db.query(
      `UPDATE messages SET state = 'sending', attempts = 1, started_at = clock_timestamp() - make_interval(secs => $2) WHERE id = $1`,
      [messageId, secondsAgo],
    );

  it('leaves its message alone while the attempt may still be under way', async () => {
    const { messageId } = await claimedDue();
    await lose(messageId, 10);
    await expect(deliver(messageId)).rejects.toMatchObject({
      code: 'mail_unavailable',
      retryAfterMs: expect.any(Number),
    });
    expect(await message(messageId)).toMatchObject({ state: 'sending' });
  });

  it('leaves a nudge unclear, and an escalation to be sent again', async () => {
    const { messageId } = await claimedDue();
    await lose(messageId, 61);
    await deliver(messageId);
    expect(await message(messageId)).toMatchObject({ state: 'unclear' });
    const escalation = await claimedEscalation();
    await lose(escalation, 61);
    await expect(deliver(escalation)).rejects.toMatchObject({ code: 'mail_unavailable' });
    await deliver(escalation);
    expect(world.mail.sent.map((mail) => mail.messageId)).toEqual([escalation]);
  });
});
