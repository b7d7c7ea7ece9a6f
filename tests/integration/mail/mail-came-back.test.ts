import { describe, expect, it } from 'vitest';
import { openAlerts } from '../../../src/db/alerts.ts';
import type { MailFailure } from '../../../src/domain/mail-failure.ts';
import { recordBounce, recordComplaint } from '../../../src/usecases/messages/record-bounce.ts';
import { tryMailAgain } from '../../../src/usecases/people/try-mail-again.ts';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { deliveriesIn } from './deliveries.ts';
import { type PersonRow, type TaskRow, useWorld } from './message-fixture.ts';

const world = useWorld();
const { claimFor, claimedDue, deliver, intent, message } = deliveriesIn(world);

describe('a mail that came back', () => {
  const bounce = (messageId: string, failure: MailFailure | null = 'reader') =>
    recordBounce(world.deps, { messageId, status: '5.1.1', diagnostic: '550 User unknown', failure });

  it('makes its person unreachable once, and their onboardings hear of it', async () => {
    const { messageId } = await claimedDue();
    await deliver(messageId);
    await world.db.query('DELETE FROM outbox');
    expect(await bounce(messageId)).toBe(true);
    expect(await message(messageId)).toMatchObject({ state: 'bounced' });
    expect(await world.row<PersonRow>('people', world.customer)).toMatchObject({
      unreachable_reason: 'Mail came back: 5.1.1: 550 User unknown',
    });
    expect(await world.signals()).toEqual([world.workflowId]);
    expect(await bounce(messageId)).toBe(false);
  });

  it('says nothing about an address that was corrected meanwhile', async () => {
    const { messageId } = await claimedDue();
    await deliver(messageId);
    await world.db.query('UPDATE people SET email = $2 WHERE id = $1', [
      world.customer,
      `new-${world.customer}@acme.example`,
    ]);
    expect(await bounce(messageId)).toBe(true);
    expect((await world.row<PersonRow>('people', world.customer)).unreachable_since).toBeNull();
  });

  it('may only be late, or not be ours', async () => {
    const { messageId } = await claimedDue();
    await deliver(messageId);
    expect(await bounce(messageId, null)).toBe(false);
    expect(await bounce('0190d3f0-0000-7000-8000-000000000000')).toBe(false);
    expect(await message(messageId)).toMatchObject({ state: 'accepted' });
  });

  it('for the time being is said again with what is due another day, until a third one comes back', async () => {
    const { messageId, intentId } = await claimedDue();
    await deliver(messageId);
    expect(await bounce(messageId, 'passing')).toBe(true);
    const person = () => world.row<PersonRow>('people', world.customer);
    expect((await person()).unreachable_since).toBeNull();
    expect(await intent(intentId)).toMatchObject({ state: 'planned' });
    expect(await claimDigest(world.deps, world.customer)).toMatchObject({ messageId: null });
    await world.setNow('2026-11-23T10:00:00Z');
    const second = await claimFor();
    expect(await intent(intentId)).toMatchObject({ message_id: second });
    await deliver(second);
    await bounce(second, 'passing');
    await world.setNow('2026-11-24T10:00:00Z');
    const third = await claimFor();
    await deliver(third);
    await bounce(third, 'passing');
    expect((await person()).unreachable_since).not.toBeNull();
    await tryMailAgain(world.deps, world.customer);
    expect(await person()).toMatchObject({ unreachable_since: null, unreachable_reason: null });
  });

  it('by a fault of ours makes nobody unreachable, is said again, and administrators hear of it', async () => {
    await world.db.query('DELETE FROM alerts');
    const { messageId, intentId } = await claimedDue();
    await deliver(messageId);
    expect(await bounce(messageId, 'ours')).toBe(true);
    expect((await world.row<PersonRow>('people', world.customer)).unreachable_since).toBeNull();
    expect(await intent(intentId)).toMatchObject({ state: 'planned' });
    expect(await openAlerts(world.db)).toMatchObject([{ kind: 'mail_sender_refused' }]);
  });

  it('by a fault of ours is said again however often it comes back', async () => {
    const { messageId, intentId } = await claimedDue();
    let last = messageId;
    for (const day of ['20', '23', '24', '25']) {
      await world.setNow(`2026-11-${day}T10:00:00Z`);
      if (day !== '20') last = await claimFor();
      await deliver(last);
      await bounce(last, 'ours');
      expect(await intent(intentId)).toMatchObject({ state: 'planned' });
    }
  });

  it('that was urgent waits for another day too, however often it comes back', async () => {
    const taskId = await world.addTask();
    const intentId = await world.addIntent('escalation', { task_id: taskId, urgency: 'now' });
    const first = await claimFor();
    await deliver(first);
    await bounce(first, 'ours');
    expect(await intent(intentId)).toMatchObject({ state: 'planned' });
    expect(await claimDigest(world.deps, world.customer)).toMatchObject({ messageId: null });
    // the next working day's nine o'clock in Berlin, after a weekend
    expect(await world.row<PersonRow>('people', world.customer)).toMatchObject({
      next_wake_at: new Date('2026-11-23T08:00:00Z'),
    });
    await world.setNow('2026-11-23T08:00:00Z');
    const second = await claimFor();
    expect(await intent(intentId)).toMatchObject({ message_id: second });
    await deliver(second);
    await bounce(second, 'ours');
    expect(await claimDigest(world.deps, world.customer)).toMatchObject({ messageId: null });
  });

  it('for the time being on one day counts once: three within an hour make nobody unreachable', async () => {
    const sent: string[] = [];
    for (let mails = 0; mails < 3; mails += 1) {
      await world.addIntent('escalation', { task_id: await world.addTask(), urgency: 'now' });
      const messageId = await claimFor();
      await deliver(messageId);
      sent.push(messageId);
    }
    for (const messageId of sent) expect(await bounce(messageId, 'passing')).toBe(true);
    expect((await world.row<PersonRow>('people', world.customer)).unreachable_since).toBeNull();
  });

  it('is no delivered nudge: one that will be said again counts then', async () => {
    const { messageId, taskId } = await claimedDue();
    await deliver(messageId);
    await bounce(messageId, 'passing');
    const task = () => world.row<TaskRow & { chase: object }>('tasks', taskId);
    expect(await task()).toMatchObject({ nudge_count: 0, last_nudged_at: null, chase: {} });
    await world.setNow('2026-11-23T10:00:00Z');
    await deliver(await claimFor());
    expect(await task()).toMatchObject({ nudge_count: 1, last_nudged_at: expect.any(Date) });
  });

  it('is no delivered nudge: whom it will not reach has heard nothing', async () => {
    const { messageId, taskId } = await claimedDue();
    await deliver(messageId);
    await bounce(messageId);
    expect(await world.row('tasks', taskId)).toMatchObject({
      nudge_count: 0,
      chase: { lostAt: expect.stringMatching(/^2026-11-20T09:0/) },
    });
  });

  it('takes nothing from a nudge about a blocker that was delivered before', async () => {
    const blockerId = await world.addBlocker({ person_id: world.customer, expected_on: '2026-11-18' });
    const chase = async () => (await world.row<{ chase: { nudgedAt?: string } }>('blockers', blockerId)).chase;
    await world.addIntent('blocker', { blocker_id: blockerId });
    const first = await claimFor();
    await deliver(first);
    await world.setNow('2026-11-23T10:00:00Z');
    await world.addIntent('blocker', { blocker_id: blockerId });
    const second = await claimFor();
    await deliver(second);
    await bounce(second, 'passing');
    expect(await chase()).toHaveProperty('nudgedAt');
    await bounce(first, 'passing');
    expect(await chase()).not.toHaveProperty('nudgedAt');
  });

  it('was read by whoever complained about it', async () => {
    const { messageId, taskId } = await claimedDue();
    await deliver(messageId);
    expect(await recordComplaint(world.deps, messageId)).toBe(true);
    expect(await world.row('tasks', taskId)).toMatchObject({ nudge_count: 1 });
  });

  it('by the policy of one server, again after somebody else was reached, is about its reader', async () => {
    await world.db.query('DELETE FROM messages');
    const unreachable = async () => (await world.row<PersonRow>('people', world.customer)).unreachable_since !== null;
    const first = await claimedDue();
    await deliver(first.messageId);
    expect(await bounce(first.messageId, 'policy')).toBe(true);
    expect(await unreachable()).toBe(false);
    expect(await intent(first.intentId)).toMatchObject({ state: 'planned' });
    await world.setNow('2026-11-23T10:00:00Z');
    const somebodyElse = await world.addPerson();
    await world.addIntent('due', { task_id: await world.addTask({ owner_id: somebodyElse }), person_id: somebodyElse });
    await deliver((await claimDigest(world.deps, somebodyElse)).messageId ?? '');
    const second = await claimFor();
    await deliver(second);
    await bounce(second, 'policy');
    expect(await unreachable()).toBe(true);
  });

  it('may come back before its acceptance was written down', async () => {
    const { messageId, intentId } = await claimedDue();
    world.mail.meanwhile = () => bounce(messageId);
    await deliver(messageId);
    expect(await message(messageId)).toMatchObject({ state: 'bounced' });
    expect(await intent(intentId)).toMatchObject({ state: 'sent' });
  });
});
