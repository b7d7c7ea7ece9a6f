import { v7 as uuid } from 'uuid';
import { describe, expect, it, vi } from 'vitest';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { deliverMessage } from '../../../src/usecases/messages/deliver.ts';
import { friday, type IntentRow, type MessageRow, type PersonRow, useWorld } from './message-fixture.ts';

const afterwards = '2026-11-20T09:00:00.100Z';
const world = useWorld();
const claim = (personId = world.customer) => claimDigest(world.deps, personId);

describe('claiming a digest', () => {
  it('turns all that is ready into one message', async () => {
    const intents = [
      await world.addIntent('due', { task_id: await world.addTask() }),
      await world.addIntent('milestone_done', { data: { name: 'Kickoff' } }),
    ];
    const { messageId } = await claim();
    expect(messageId).not.toBeNull();
    expect(await world.row<MessageRow>('messages', messageId ?? '')).toMatchObject({
      state: 'claimed',
      kind: 'digest',
      person_id: world.customer,
    });
    for (const id of intents)
      expect(await world.row<IntentRow>('intents', id)).toMatchObject({ state: 'claimed', message_id: messageId });
  });

  it('asks no more for what was answered meanwhile, and of what was asked twice only the newest', async () => {
    const checkIn = (kind: string, state: string) =>
      world.db.query(
        `INSERT INTO check_ins (id, onboarding_id, kind, due_on, state) VALUES ($1, $2, $3, '2026-11-19', $4)`,
        [uuid(), world.onboardingId, kind, state],
      );
    await checkIn('pulse_14', 'done');
    await checkIn('check_in_30', 'open');
    const answered = await world.addIntent('pulse', { data: { checkIn: 'pulse_14' } });
    const said = await world.addIntent('pulse_answered', { data: { checkIn: 'pulse_14', answer: 'fine' } });
    const older = await world.addIntent('check_in', { data: { checkIn: 'check_in_30' } });
    const newer = await world.addIntent('check_in', { data: { checkIn: 'check_in_30' }, planned_at: afterwards });
    const { messageId } = await claim();
    const states = await Promise.all([answered, said, older, newer].map((id) => world.row<IntentRow>('intents', id)));
    expect(states).toMatchObject([
      { state: 'obsolete', reason: 'It was settled before it was sent' },
      { state: 'claimed', message_id: messageId },
      { state: 'obsolete', reason: 'A newer one says the same' },
      { state: 'claimed', message_id: messageId },
    ]);
  });

  it('drops what was planned before a snooze, and says what was planned at its end', async () => {
    const snoozed = { snoozed_until: '2026-11-21', chase: { snoozedAt: '2026-11-20T09:00:00.050Z' } };
    const task_id = await world.addTask(snoozed);
    const before = await world.addIntent('due', { task_id });
    const after = await world.addIntent('overdue', { task_id, planned_at: afterwards });
    await claim();
    expect(await world.row<IntentRow>('intents', before)).toMatchObject({ reason: 'Snoozed until 2026-11-21' });
    expect(await world.row<IntentRow>('intents', after)).toMatchObject({ state: 'claimed' });
  });

  it('goes to whoever covers for the person, and is said so by them', async () => {
    const cover = await world.addPerson();
    await world.db.query(`UPDATE people SET cover_id = $2, cover_until = '2099-01-01' WHERE id = $1`, [
      world.customer,
      cover,
    ]);
    await world.addIntent('due', { task_id: await world.addTask() });
    const { messageId } = await claim();
    expect(await world.row<MessageRow>('messages', messageId ?? '')).toMatchObject({ person_id: cover });
  });

  it('answers a repeat with the same message until that is settled', async () => {
    await world.addIntent('due', { task_id: await world.addTask() });
    const first = await claim();
    expect((await claim()).messageId).toBe(first.messageId);
    await deliverMessage(world.deps, first.messageId ?? '');
    expect(await claim()).toEqual({ messageId: null, wakeInMs: null });
  });

  it('keeps the daily cap under concurrent claims', async () => {
    await world.addIntent('due', { task_id: await world.addTask() });
    const claims = await Promise.all(Array.from({ length: 6 }, () => claim()));
    expect(new Set(claims.map(({ messageId }) => messageId)).size).toBe(1);
    expect(await world.db.query('SELECT 1 FROM messages WHERE person_id = $1', [world.customer])).toHaveLength(1);
  });

  it('keeps the day free where all that it would have said is settled in this very moment', async () => {
    const read = await world.addIntent('comment_received', { person_id: world.csm });
    const isWaiting = async (): Promise<boolean> => {
      const waiting = await world.db.query(
        'SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()',
      );
      return waiting.length > 0;
    };
    const claiming = await world.db.transaction(async (tx) => {
      await tx.query(`UPDATE intents SET state = 'obsolete' WHERE id = $1`, [read]);
      const begun = claim(world.csm);
      await vi.waitUntil(isWaiting, { timeout: 10_000, interval: 10 });
      return { begun };
    });
    expect((await claiming.begun).messageId).toBeNull();
    const unsettled = `SELECT 1 FROM messages WHERE person_id = $1 AND state = 'claimed'`;
    expect(await world.db.query(unsettled, [world.csm])).toEqual([]);
    const next = await world.addIntent('milestone_done', { person_id: world.csm, data: { name: 'Kickoff' } });
    const { messageId } = await claim(world.csm);
    expect(await world.row<IntentRow>('intents', next)).toMatchObject({ state: 'claimed', message_id: messageId });
  });

  it('sends one digest a day, what is urgent besides, and the rest tomorrow', async () => {
    await world.addIntent('due', { task_id: await world.addTask() });
    await deliverMessage(world.deps, (await claim()).messageId ?? '');
    const later = await world.addIntent('milestone_done');
    const next = await claim();
    expect(next.messageId).toBeNull();
    // Monday, 9:00 in Berlin
    expect(Math.round((next.wakeInMs ?? 0) / 3_600_000)).toBe(71);
    expect((await world.row<PersonRow>('people', world.customer)).next_wake_at?.toISOString()).toBe(
      '2026-11-23T08:00:00.000Z',
    );
    expect(await world.row<IntentRow>('intents', later)).toMatchObject({ state: 'planned' });

    await world.addIntent('task_ready', { task_id: await world.addTask(), urgency: 'now' });
    const urgent = await claim();
    expect(await world.row<MessageRow>('messages', urgent.messageId ?? '')).toMatchObject({ kind: 'now' });
    await deliverMessage(world.deps, urgent.messageId ?? '');

    await world.setNow('2026-11-23T08:00:01.000Z');
    const monday = await claim();
    expect(await world.row<IntentRow>('intents', later)).toMatchObject({
      state: 'claimed',
      message_id: monday.messageId,
    });
  });

  it('gives a stand-in one message a day over all for whom they stand in', async () => {
    const delegate = await world.addPerson({ name: 'Bo Li' });
    const away = await Promise.all(
      ['Ana', 'Ida', 'Eva'].map((name) =>
        world.addPerson({ name, absent_from: '2026-11-16', absent_until: '2026-11-27', delegate_id: delegate }),
      ),
    );
    for (const person of away) await world.addIntent('milestone_done', { person_id: person });
    const claims = await Promise.all(away.map((person) => claim(person)));
    expect(claims.filter(({ messageId }) => messageId !== null)).toHaveLength(1);
    expect(
      await world.db.query(`SELECT 1 FROM messages WHERE person_id = $1 AND kind = 'digest'`, [delegate]),
    ).toHaveLength(1);
    expect(claims.filter(({ wakeInMs }) => wakeInMs !== null)).toHaveLength(2);
  });

  it('says nothing outside working hours, and when it will', async () => {
    await world.setNow('2026-11-20T20:00:00.000Z');
    await world.addIntent('escalation', { task_id: await world.addTask(), urgency: 'now' });
    const { messageId, wakeInMs } = await claim();
    expect(messageId).toBeNull();
    expect(wakeInMs).toBeGreaterThan(0);
    await world.setNow(friday);
  });

  it('keeps why something was not said', async () => {
    const done = await world.addIntent('due', { task_id: await world.addTask({ status: 'done' }) });
    await world.db.query(`UPDATE people SET unsubscribed = '{milestone_done}' WHERE id = $1`, [world.customer]);
    const unwanted = await world.addIntent('milestone_done');
    expect(await claim()).toMatchObject({ messageId: null });
    expect(await world.row<IntentRow>('intents', done)).toMatchObject({
      state: 'obsolete',
      reason: 'The task was done before it was sent',
    });
    expect(await world.row<IntentRow>('intents', unwanted)).toMatchObject({
      state: 'withheld',
      reason: expect.stringContaining('does not want'),
    });
  });

  it('does not say what is so no more', async () => {
    const since = '2026-11-19T18:00:00.000Z';
    const turned = { data: { to: 'blocked', while: { mark: 'health:blocked', since } } };
    const mark = (marks: Record<string, string>) =>
      world.db.query('UPDATE onboardings SET chase = $2 WHERE id = $1', [world.onboardingId, marks]);
    await mark({ 'health:blocked': since });
    const still = await world.addIntent('health_turned', turned);
    const { messageId } = await claim();
    await deliverMessage(world.deps, messageId ?? '');
    expect(await world.row<IntentRow>('intents', still)).toMatchObject({ state: 'sent' });
    const told = await world.row<{ chase: Record<string, string> }>('onboardings', world.onboardingId);
    expect(Object.keys(told.chase)).toEqual(['health:blocked', 'told:health:blocked']);

    await mark({});
    const gone = await world.addIntent('health_turned', { ...turned, person_id: world.csm });
    expect(await claim(world.csm)).toMatchObject({ messageId: null });
    expect(await world.row<IntentRow>('intents', gone)).toMatchObject({
      state: 'obsolete',
      reason: 'The reason for it was gone before it was sent',
    });
  });

  it('has nothing to say to somebody who is not there', async () => {
    expect(await claim('0190d3f0-0000-7000-8000-000000000000')).toEqual({ messageId: null, wakeInMs: null });
  });
});
