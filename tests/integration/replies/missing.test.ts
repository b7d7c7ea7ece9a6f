import { beforeEach, describe, expect, it } from 'vitest';
import { createTaskLinks } from '../../../src/db/links.ts';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { deliverMessage } from '../../../src/usecases/messages/deliver.ts';
import { useWorld } from '../mail/message-fixture.ts';
import { acceptMail } from '../../../src/usecases/replies/decide-mail.ts';
import { arrive, inboundAddress, prepare, rawMail, replyDeps, sentMessage } from './reply-fixture.ts';

const world = useWorld();
let taskId: string;
let blockerId: string;

beforeEach(async () => {
  await prepare(world);
  taskId = await world.addTask({ status: 'blocked', owner_id: await world.addPerson() });
  blockerId = await world.addBlocker({ task_id: taskId, what: 'The contract', person_id: world.customer });
});

const blocker = (id = blockerId) =>
  world.row<{ resolved_at: Date | null; resolution: string | null; expected_on: string | null }>('blockers', id);
const task = () => world.row<{ status: string }>('tasks', taskId);

/** What somebody is asked by mail, and a way to answer it. */
async function asked(personId = world.customer, blockers = [blockerId]) {
  for (const id of blockers) await world.addIntent('blocker', { task_id: taskId, blocker_id: id, person_id: personId });
  const { messageId } = await claimDigest(world.deps, personId);
  await deliverMessage({ ...world.deps, inboundAddress }, messageId ?? '');
  const mail = world.mail.sent.at(-1);
  if (!mail) throw new Error('nothing was sent');
  const answer = (text: string) =>
    arrive(world, rawMail({ from: mail.to.address, to: mail.replyTo?.address ?? '', text }));
  return { mail, answer };
}

const doubted = async (personId: string, text: string) => {
  const { mail } = await asked(personId);
  const raw = rawMail({ from: mail.to.address, to: mail.replyTo?.address ?? '', text, results: null });
  return arrive(world, raw);
};
const accept = ({ id }: { id: string }) =>
  acceptMail(replyDeps(world), id, { actor: { kind: 'person', id: world.csm, label: 'Cem', staffRole: 'member' } });
const said = () =>
  world.db.query<{ body: string; visibility: string }>('SELECT body, visibility FROM comments WHERE task_id = $1', [
    taskId,
  ]);

describe('an answer that a person agrees to', () => {
  it('of a colleague stays with us, as it does where nobody has to agree', async () => {
    await accept(await doubted(world.csm, 'resolved'));
    expect(await said()).toMatchObject([{ visibility: 'internal' }]);
  });

  it('of a colleague stays with us where it waits since before that was kept with it', async () => {
    const mail = await doubted(world.csm, 'resolved');
    await world.db.query(`UPDATE inbound_mails SET proposal = proposal - 'visibility' WHERE id = $1`, [mail.id]);
    await accept(mail);
    expect(await said()).toMatchObject([{ visibility: 'internal' }]);
  });

  it('of a customer is for everybody', async () => {
    await accept(await doubted(world.customer, 'resolved'));
    expect((await blocker()).resolved_at).not.toBeNull();
    expect(await said()).toMatchObject([{ visibility: 'shared' }]);
  });

  it('and that the rules refused before is not written down twice', async () => {
    const { answer } = await asked();
    await world.db.query(`UPDATE onboardings SET status = 'draft' WHERE id = $1`, [world.onboardingId]);
    const mail = await answer('resolved');
    expect(mail).toMatchObject({ state: 'needs_review', proposal: { name: 'resolve' } });
    expect(await said()).toHaveLength(1);
    await world.db.query(`UPDATE onboardings SET status = 'active' WHERE id = $1`, [world.onboardingId]);
    await accept(mail);
    expect((await blocker()).resolved_at).not.toBeNull();
    expect(await said()).toHaveLength(1);
  });
});

describe('an answer to what is missing', () => {
  it('says how, and resolves what is missing instead of the task that waits for it', async () => {
    const { mail, answer } = await asked();
    expect(mail.text).toContain('Begin with: resolved');
    expect(await answer('done')).toMatchObject({ state: 'handled', reason: 'Done as asked: resolve' });
    expect((await blocker()).resolved_at).not.toBeNull();
    expect((await task()).status).toBe('pending');
  });

  it.each(['snooze until 2026-11-27', 'expected 27 November', 'Not yet, by 27 Nov'])(
    'expects it on another day: %s',
    async (text) => {
      const { answer } = await asked();
      expect(await answer(text)).toMatchObject({ state: 'handled', reason: 'Done as asked: set-expected' });
      expect(await blocker()).toMatchObject({ resolved_at: null, expected_on: '2026-11-27' });
      expect((await task()).status).toBe('blocked');
    },
  );

  it('is a comment otherwise, and adds no second blocker', async () => {
    const { answer } = await asked();
    expect(await answer('blocked: still with legal')).toMatchObject({ state: 'handled', reason: 'Kept as a comment' });
    expect(await world.db.query('SELECT id FROM blockers WHERE task_id = $1', [taskId])).toEqual([{ id: blockerId }]);
    expect(await said()).toMatchObject([{ body: 'blocked: still with legal' }]);
  });

  it('is taken from our own people, and from whoever was asked instead', async () => {
    await world.db.query('UPDATE blockers SET person_id = NULL WHERE id = $1', [blockerId]);
    const { answer } = await asked(world.csm);
    expect(await answer('Still with our lawyers, as ever.')).toMatchObject({ state: 'handled' });
    await answer('resolved');
    expect((await blocker()).resolved_at).not.toBeNull();
    const kept = await world.db.query('SELECT DISTINCT visibility FROM comments WHERE task_id = $1', [taskId]);
    expect(kept).toEqual([{ visibility: 'internal' }]);
  });

  it('gives no right to the task, which a mail of before had asked about', async () => {
    await asked();
    const links = await world.db.query('SELECT is_for_blockers FROM task_links WHERE task_id = $1', [taskId]);
    expect(links).toEqual([{ is_for_blockers: true }]);
    const before = await sentMessage(world, [taskId]);
    const done = () => arrive(world, rawMail({ from: before.email, to: before.replyTo(), text: 'done' }));
    expect(await done()).toMatchObject({ state: 'needs_review', reason: 'This task is no longer with Ana Díaz' });
    expect((await task()).status).toBe('blocked');
    await createTaskLinks(world.db, [{ taskId, personId: world.customer, inPlaceOfId: null }]);
    await done();
    expect((await task()).status).toBe('done');
  });

  it.each(['the lead', 'who stands in for the lead'])(
    'is taken from %s, who was asked, while the lead is part of it',
    async (who) => {
      const delegate = await world.addPerson();
      const lead = await world.addPerson({ delegate_id: delegate, absent_from: '2026-11-16' });
      const leads = (id: string) =>
        world.db.query(`UPDATE members SET person_id = $2 WHERE onboarding_id = $1 AND role = 'customer.lead'`, [
          world.onboardingId,
          id,
        ]);
      await leads(lead);
      await world.db.query('UPDATE blockers SET person_id = NULL WHERE id = $1', [blockerId]);
      const { answer } = await asked(who === 'the lead' ? lead : delegate);
      await leads(world.customer);
      await answer('resolved');
      expect((await blocker()).resolved_at).toBeNull();
      await leads(lead);
      await answer('resolved');
      expect((await blocker()).resolved_at).not.toBeNull();
    },
  );

  it('is not taken from who stood in, once the lead is back', async () => {
    const delegate = await world.addPerson();
    const away = { absent_from: '2026-11-09', absent_until: '2026-11-18' };
    const lead = await world.addPerson({ delegate_id: delegate, ...away });
    await world.db.query('UPDATE blockers SET person_id = $2 WHERE id = $1', [blockerId, lead]);
    const { answer } = await asked(delegate);
    expect(await answer('resolved')).toMatchObject({ state: 'needs_review' });
    expect((await blocker()).resolved_at).toBeNull();
  });

  it('is kept with us where a colleague says of their own task that it goes on', async () => {
    await world.db.query(`UPDATE tasks SET status = 'pending', owner_id = $2 WHERE id = $1`, [taskId, world.csm]);
    await world.addIntent('due', { task_id: taskId, person_id: world.csm });
    const { answer } = await asked(world.csm, []);
    await world.db.query(`UPDATE tasks SET status = 'blocked' WHERE id = $1`, [taskId]);
    expect(await answer('Unblocked')).toMatchObject({ state: 'handled', reason: 'Done as asked: unblock' });
    expect(await said()).toMatchObject([{ visibility: 'internal' }]);
  });

  it('means one of several by its number', async () => {
    const second = await world.addBlocker({ task_id: taskId, what: 'A key', person_id: world.customer });
    const { mail, answer } = await asked(world.customer, [blockerId, second]);
    expect(mail.text).toContain('2 resolved');
    const [, number = ''] = /^(\d)\. A key$/m.exec(mail.text) ?? [];
    await answer(`${number} resolved`);
    expect([(await blocker()).resolved_at, (await blocker(second)).resolved_at === null]).toEqual([null, false]);
    expect((await task()).status).toBe('blocked');
  });
});
