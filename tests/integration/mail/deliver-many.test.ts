import { describe, expect, it } from 'vitest';
import type { IntentKind } from '../../../src/domain/model.ts';
import { settleAllAccepted } from '../../../src/db/messages.ts';
import { AppError } from '../../../src/errors.ts';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { composeMail, composeMails } from '../../../src/usecases/messages/compose.ts';
import { blockBuilders } from '../../../src/usecases/messages/content/blocks.ts';
import { createBulkDelivery } from '../../../src/usecases/messages/deliver-many.ts';
import { type IntentRow, type MessageRow, type TaskRow, useWorld } from './message-fixture.ts';

const world = useWorld();
const patience = { timeout: 45_000 };
const deliver = (ids: readonly string[]): Promise<string[]> => createBulkDelivery(world.deps)(ids);
const stateOf = async (messageId: string): Promise<string> =>
  (await world.row<MessageRow>('messages', messageId)).state;

interface Due {
  messageId: string;
  personId: string;
  taskId: string;
  intentId: string;
}
async function claimedDue(): Promise<Due> {
  const personId = await world.addPerson();
  const taskId = await world.addTask({ owner_id: personId });
  const intentId = await world.addIntent('due', { person_id: personId, task_id: taskId });
  return { personId, taskId, intentId, messageId: (await claimDigest(world.deps, personId)).messageId ?? '' };
}
const many = (count: number): Promise<Due[]> => Promise.all(Array.from({ length: count }, claimedDue));
const idsOf = (all: readonly Due[]): string[] => all.map(({ messageId }) => messageId);
/** In one statement: asked again and again, it must not take the connections from what it waits for. */
const countIn = async (state: string, all: readonly Due[]): Promise<number> => {
  const [row] = await world.db.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM messages WHERE state = $1 AND id = ANY($2::uuid[])',
    [state, idsOf(all)],
  );
  return row?.count ?? 0;
};

describe('many messages at once', () => {
  it('are each sent once and counted, however many there are', async () => {
    const all = await many(60);
    expect(await deliver(idsOf(all))).toEqual([]);
    expect(world.mail.sent.map(({ messageId }) => messageId).sort()).toEqual(idsOf(all).sort());
    for (const { messageId, taskId, intentId } of all)
      expect([
        await stateOf(messageId),
        (await world.row<IntentRow>('intents', intentId)).state,
        (await world.row<TaskRow>('tasks', taskId)).nudge_count,
      ]).toEqual(['accepted', 'sent', 1]);
    expect(await world.signals()).toEqual([]);
  });

  it('say byte for byte what each would say alone, of every kind', async () => {
    const kinds = Object.keys(blockBuilders).filter((kind): kind is IntentKind => kind in blockBuilders);
    const blockerId = await world.addBlocker({ person_id: world.customer, expected_on: '2026-11-18' });
    const taskId = await world.addTask({ due_on: '2026-11-16' });
    await world.addIntent('overdue', {
      task_id: taskId,
      state: 'sent',
      decided_at: '2026-11-18T09:00:00Z',
      message_id: world.csm,
    });
    const messageIds: string[] = [];
    for (const [index, kind] of kinds.entries()) {
      const isTeam = index % 2 === 0;
      const locale = ['en', 'de', 'fr', 'es'][index % 4];
      const personId = await world.addPerson({ locale, ...(isTeam ? { side: 'team', staff_role: 'member' } : {}) });
      const about = kind === 'blocker' ? { blocker_id: blockerId } : { task_id: taskId };
      await world.addIntent(kind, { person_id: personId, urgency: 'now', ...about });
      await world.addIntent('due', {
        person_id: personId,
        urgency: 'now',
        task_id: await world.addTask({ owner_id: personId }),
      });
      messageIds.push((await claimDigest(world.deps, personId)).messageId ?? '');
    }
    const now = world.clock.now();
    const deps = { ...world.deps, clock: { ...world.clock, now: () => now } };
    const alone = await Promise.all(messageIds.map((id) => composeMail(deps, id)));
    const together = new Map((await composeMails(deps, messageIds)).map((mail) => [mail.messageId, mail]));
    expect(messageIds.map((id) => together.get(id) ?? null)).toEqual(alone);
    expect(alone.filter((mail) => mail !== null).length).toBe(kinds.length);
  });

  it('count twice for a task of which two messages told, and once where one message told twice', async () => {
    const taskId = await world.addTask({ owner_id: null });
    for (const personId of [world.customer, world.csm]) {
      await world.addIntent('due', { person_id: personId, task_id: taskId });
      await world.addIntent('reminder', { person_id: personId, task_id: taskId });
    }
    const ids = await Promise.all(
      [world.customer, world.csm].map(async (id) => (await claimDigest(world.deps, id)).messageId ?? ''),
    );
    await deliver(ids);
    expect((await world.row<TaskRow>('tasks', taskId)).nudge_count).toBe(2);
  });

  it('are told to an onboarding whose health turned, each mark of it', async () => {
    const marks = ['score', 'status'];
    await world.db.query(`UPDATE onboardings SET chase = '{"score": "1", "status": "1"}' WHERE id = $1`, [
      world.onboardingId,
    ]);
    const ids = await Promise.all(
      marks.map(async (mark) => {
        const personId = await world.addPerson({ side: 'team', staff_role: 'member' });
        await world.addIntent('health_turned', { person_id: personId, data: { while: { mark, since: '1' } } });
        return (await claimDigest(world.deps, personId)).messageId ?? '';
      }),
    );
    await world.db.transaction((tx) =>
      settleAllAccepted(
        tx,
        ids.map((messageId) => ({ messageId, serverResponse: '250 OK' })),
        world.clock.now(),
      ),
    );
    const { chase } = await world.row<{ chase: Record<string, string> }>('onboardings', world.onboardingId);
    expect(Object.keys(chase).sort()).toEqual(['score', 'status', 'told:score', 'told:status']);
  });

  it('leave out what was done meanwhile, and one that fails holds up no other', async () => {
    const [done, refused, lost, away, ...fine] = await many(9);
    await world.db.query(`UPDATE tasks SET status = 'done' WHERE id = $1`, [done?.taskId]);
    const answers = new Map([
      [refused?.messageId, 'mail_refused'],
      [lost?.messageId, 'mail_unclear'],
      [away?.messageId, 'mail_unavailable'],
    ] as const);
    const { send } = world.mail;
    world.mail.send = async (mail) => {
      const failure = answers.get(mail.messageId);
      if (failure) throw new AppError(failure, { message: `scripted ${failure}` });
      return send(mail);
    };
    const failed = await deliver(idsOf([done, refused, lost, away, ...fine].flatMap((one) => one ?? [])));
    expect(failed).toEqual([away?.messageId]);
    expect(await Promise.all([done, refused, lost, away].map((one) => stateOf(one?.messageId ?? '')))).toEqual([
      'withdrawn',
      'failed',
      'unclear',
      'claimed',
    ]);
    expect(await Promise.all(fine.map(({ messageId }) => stateOf(messageId)))).toEqual(fine.map(() => 'accepted'));
  });

  it('wait for none that hangs', async () => {
    const [slow, ...others] = await many(30);
    let letGo = (): void => undefined;
    const hanging = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const { send } = world.mail;
    world.mail.send = async (mail) => {
      if (mail.messageId === slow?.messageId) await hanging;
      return send(mail);
    };
    const delivering = deliver(idsOf(slow ? [slow, ...others] : others));
    await expect.poll(() => countIn('accepted', others), patience).toBe(29);
    expect(await stateOf(slow?.messageId ?? '')).toBe('sending');
    letGo();
    expect(await delivering).toEqual([]);
    expect(world.mail.sent).toHaveLength(30);
  });

  it('begin no more than twelve while the server takes none: what a process that ends then leaves unclear', async () => {
    const all = await many(40);
    let letGo = (): void => undefined;
    const hanging = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const { send } = world.mail;
    let most = 0;
    const countBegun = async (): Promise<number> => {
      const begun = await countIn('sending', all);
      most = Math.max(most, begun);
      return begun;
    };
    world.mail.send = async (mail) => {
      await hanging;
      return send(mail);
    };
    const delivering = deliver(idsOf(all));
    await expect.poll(countBegun, patience).toBe(12);
    // whoever asks once more finds no more
    expect(await countBegun()).toBe(12);
    letGo();
    expect(await delivering).toEqual([]);
    expect(most).toBe(12);
    expect(world.mail.sent).toHaveLength(40);
  });

  it('settle one by one where they cannot be settled together', async () => {
    const all = await many(5);
    const [bad] = all;
    await world.db.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not this one'; END $$`,
    );
    await world.db.query(
      `CREATE TRIGGER refuse BEFORE UPDATE ON messages FOR EACH ROW WHEN (NEW.state = 'accepted' AND NEW.id = '${bad?.messageId}') EXECUTE FUNCTION refuse()`,
    );
    expect(await deliver(idsOf(all))).toEqual([bad?.messageId]);
    await world.db.query('DROP FUNCTION refuse CASCADE');
    expect((await Promise.all(all.map(({ messageId }) => stateOf(messageId)))).sort()).toEqual([
      ...Array.from({ length: 4 }, () => 'accepted'),
      'sending',
    ]);
    expect(world.mail.sent).toHaveLength(5);
  });
});
