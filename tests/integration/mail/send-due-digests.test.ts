import { describe, expect, it } from 'vitest';
import { workflowIdOf } from '../../../src/db/outbox.ts';
import { sendDueDigests } from '../../../src/usecases/messages/send-due-digests.ts';
import { friday, type IntentRow, type PersonRow, useWorld } from './message-fixture.ts';

const world = useWorld();
const round = () => sendDueDigests(world.deps);
const wake = (ids: string[], at: string | null = friday) =>
  world.db.query('UPDATE people SET next_wake_at = $2 WHERE id = ANY($1::uuid[])', [ids, at]);
const somebody = async (change: Record<string, unknown> = {}) => {
  const id = await world.addPerson(change);
  const intent = await world.addIntent('due', { person_id: id, task_id: await world.addTask({ owner_id: id }) });
  return { id, intent };
};
const wakeOf = async (id: string) => (await world.row<PersonRow>('people', id)).next_wake_at?.toISOString() ?? null;
const stateOf = async (id: string) => (await world.row<IntentRow>('intents', id)).state;

describe('a round', () => {
  it('tells everybody who is due, once, and nobody else', async () => {
    const due = await Promise.all(Array.from({ length: 5 }, () => somebody()));
    const later = await somebody();
    await wake(due.map(({ id }) => id));
    await wake([later.id], '2026-11-20T12:00:00.000Z');
    await Promise.all([round(), round()]);
    await round();
    expect(world.mail.sent).toHaveLength(5);
    for (const { id, intent } of due) expect([await stateOf(intent), await wakeOf(id)]).toEqual(['sent', null]);
    expect(await stateOf(later.intent)).toBe('planned');
    expect(await world.signals()).toEqual([]);
  });

  it('says when to look again, and no later than in a minute', async () => {
    await world.db.query('UPDATE people SET next_wake_at = NULL');
    expect(await round()).toEqual({ hasMore: false, wakeInMs: 60_000 });
    const { id } = await somebody();
    await wake([id], new Date(world.clock.now().getTime() + 30_000).toISOString());
    const { wakeInMs } = await round();
    expect(wakeInMs).toBeGreaterThan(20_000);
    expect(wakeInMs).toBeLessThanOrEqual(30_000);
  });

  it('gives one who stands in for several one digest a day, and looks again for the others', async () => {
    const delegate = await world.addPerson({ name: 'Bo Li' });
    const away = { absent_from: '2026-11-16', absent_until: '2026-11-27', delegate_id: delegate };
    const people = await Promise.all([somebody(away), somebody(away)]);
    await wake(people.map(({ id }) => id));
    await round();
    await round();
    expect(world.mail.sent).toHaveLength(1);
    // Monday, 9:00 in Berlin
    expect(new Set(await Promise.all(people.map(({ id }) => wakeOf(id))))).toEqual(
      new Set(['2026-11-23T08:00:00.000Z', null]),
    );
  });

  it('leaves what could not be sent to its person’s own digest', async () => {
    const { id, intent } = await somebody();
    await wake([id]);
    world.mail.failures.push('mail_unavailable');
    await round();
    expect(world.mail.sent).toEqual([]);
    expect(await stateOf(intent)).toBe('claimed');
    const rows = await world.db.query<{ retry_at: Date | null }>('SELECT retry_at FROM outbox WHERE workflow_id = $1', [
      workflowIdOf('person_digest', id),
    ]);
    expect(rows).toEqual([{ retry_at: null }]);
  });

  it('tells all others where one person’s dates cannot be worked with, and looks again later', async () => {
    const broken = await somebody({ absent_from: '2026-11-16', absent_until: '9999-12-31' });
    const news = await world.addIntent('milestone_done', { person_id: broken.id });
    const fine = await somebody();
    await wake([broken.id, fine.id]);
    await round();
    expect(await stateOf(fine.intent)).toBe('sent');
    expect(await stateOf(news)).toBe('planned');
    expect(Date.parse((await wakeOf(broken.id)) ?? '')).toBeGreaterThan(world.clock.now().getTime());
    // where what is wrong with it shows
    expect(await world.signals()).toEqual([workflowIdOf('person_digest', broken.id)]);
  });

  it('decides anew what was given back, and keeps a signal that came meanwhile', async () => {
    const { id, intent } = await somebody();
    await world.db.query(`INSERT INTO person_channels (person_id, channel, address) VALUES ($1, 'slack', 'T8:U8')`, [
      id,
    ]);
    await wake([id]);
    await world.db.query(
      `INSERT INTO outbox (workflow_id, process, subject_id, enqueued_at) VALUES ($1, 'person_digest', $2, now())`,
      [workflowIdOf('person_digest', id), id],
    );
    // Slack is off: it goes by mail, in the next round
    await round();
    expect([await stateOf(intent), world.mail.sent.length]).toEqual(['planned', 0]);
    await round();
    expect([await stateOf(intent), world.mail.sent.length]).toEqual(['sent', 1]);
    expect(await world.signals()).toContain(workflowIdOf('person_digest', id));
  });

  it('leaves who has something on its way already to their own digest', async () => {
    const { id, intent } = await somebody();
    const messageId = '01900000-0000-7000-8000-00000000b001';
    await world.db.query(
      `INSERT INTO messages (id, person_id, kind, address, state, local_date, claimed_at, started_at) VALUES ($1, $2, 'digest', 'x@acme.example', 'sending', '2026-11-20', $3, clock_timestamp())`,
      [messageId, id, friday],
    );
    await world.db.query(`UPDATE intents SET state = 'claimed', message_id = $2 WHERE id = $1`, [intent, messageId]);
    await wake([id]);
    await round();
    expect(world.mail.sent).toEqual([]);
    expect(await wakeOf(id)).toBeNull();
    expect(await world.signals()).toEqual([workflowIdOf('person_digest', id)]);
  });

  it('keeps what waits for the end of a hold without asking again and again', async () => {
    const { id, intent } = await somebody();
    const waiting = await world.addIntent('milestone_done', { person_id: id });
    await world.db.query(`UPDATE onboardings SET status = 'on_hold' WHERE id = $1`, [world.onboardingId]);
    await wake([id]);
    await round();
    expect([await stateOf(intent), await stateOf(waiting), await wakeOf(id)]).toEqual(['obsolete', 'planned', null]);
  });
});
