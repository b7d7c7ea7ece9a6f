/** A home tab that somebody opened lately follows what is done elsewhere. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { SlackBlock } from '../../../integrations/ports-slack.ts';
import type { CommandName } from '../../../src/contracts/api/commands.ts';
import { insertComment, readComment } from '../../../src/db/comments.ts';
import { AppError } from '../../../src/errors.ts';
import { answerComment } from '../../../src/usecases/comments/answer-comment.ts';
import { runCommand } from '../../../src/usecases/onboardings/run-command.ts';
import { updatePerson } from '../../../src/usecases/people/change-person.ts';
import { updateHomes } from '../../../src/usecases/slack/update-homes.ts';
import { useSlackIn } from './slack-fixture.ts';

const slackIn = useSlackIn();
const { world } = slackIn;
let published: { userId: string; text: string }[] = [];
let failure: AppError | null = null;

beforeEach(async () => {
  published = [];
  failure = null;
  await world.db.query('DELETE FROM slack_homes');
  slackIn.slack.port.publishHome = (userId: string, blocks: SlackBlock[]) => {
    if (failure) return Promise.reject(failure);
    published.push({ userId, text: JSON.stringify(blocks) });
    return Promise.resolve();
  };
});

async function open(userId: string): Promise<void> {
  await slackIn.event({ type: 'app_home_opened', user: userId, tab: 'home' });
  await slackIn.settled();
  published = [];
}
const command = (name: CommandName, subjectId: string, input: Record<string, unknown> = {}): Promise<unknown> =>
  runCommand(slackIn.deps, {
    name,
    subjectId,
    input,
    actor: { kind: 'person', id: world.csm, label: 'Cem Yılmaz', staffRole: 'member' },
  });
const isWanted = async (): Promise<boolean> =>
  (await world.signals()).includes('slack-posts:00000000-0000-4000-8000-736c61636b70');
async function look() {
  await world.db.query(
    `UPDATE slack_homes SET look_at = clock_timestamp() - interval '1 second' WHERE look_at IS NOT NULL`,
  );
  return updateHomes(slackIn.deps);
}

describe('a home tab that was opened', () => {
  it('shows what a colleague did, once for many changes, and asks Slack for nothing within theirs', async () => {
    await slackIn.known(world.customer);
    const taskId = await world.addTask({ type: 'configuration', name: 'Set up SSO' });
    await open('U1');
    await command('set-due', taskId, { dueOn: '2026-11-24', reason: 'Moved' });
    await command('complete', taskId);
    expect(published).toEqual([]);
    expect(await isWanted()).toBe(true);
    expect(await look()).toEqual({ hasMore: false, wakeInMs: null });
    expect(published).toMatchObject([{ userId: 'U1' }]);
    expect(published[0]?.text).not.toContain('Set up SSO');
    await look();
    expect(published).toHaveLength(1);
  });

  it('follows a task that is handed on, with who had it and who has it', async () => {
    const colleague = await world.addPerson({ side: 'customer', name: 'Petra', email: 'petra@acme.example' });
    await slackIn.known(world.customer, 'U1');
    await slackIn.known(colleague, 'U2');
    const taskId = await world.addTask({ type: 'configuration', name: 'Set up SSO' });
    await open('U1');
    await open('U2');
    await command('reassign', taskId, { name: 'Petra', email: 'petra@acme.example' });
    await look();
    const shown = new Map(published.map(({ userId, text }) => [userId, text.includes('Set up SSO')]));
    expect(shown).toEqual(
      new Map([
        ['U1', false],
        ['U2', true],
      ]),
    );
  });

  it('shows what others wait for from its reader, until it is there', async () => {
    const taskId = await world.addTask({ name: 'Set up SSO', status: 'blocked', owner_id: await world.addPerson() });
    const blockerId = await world.addBlocker({ task_id: taskId, what: 'The certificate', person_id: world.customer });
    await slackIn.known(world.customer);
    await open('U1');
    await command('set-expected', blockerId, { expectedOn: '2026-11-24' });
    await look();
    expect(published[0]?.text).toMatch(/The certificate.*24 Nov.*needed for Set up SSO.*blocker_resolved/);
    await slackIn.press('blocker_resolved', blockerId);
    await slackIn.settled();
    await look();
    expect(published[1]?.text).not.toContain('The certificate');
  });

  it('shows the tasks of somebody who is away to who stands in, who can do them', async () => {
    const delegate = await world.addPerson({ name: 'Petra' });
    const taskId = await world.addTask({ type: 'configuration', name: 'Set up SSO', ready_at: '2026-11-19T09:00:00Z' });
    await slackIn.known(delegate);
    await open('U1');
    await updatePerson(world.deps, world.customer, { delegateId: delegate, absentUntil: '2026-11-20' }, true);
    await look();
    expect(published[0]?.text).toMatch(/Set up SSO.*in place of Ana Díaz.*task_done/);
    await slackIn.press('task_done', taskId);
    await slackIn.settled();
    expect(await world.row('tasks', taskId)).toMatchObject({ status: 'done', done_by_id: delegate });
    await updatePerson(world.deps, world.customer, { absentUntil: null }, true);
    await look();
    expect(published[1]?.text).not.toContain('Set up SSO');
  });

  it('follows a portfolio', async () => {
    await slackIn.known(world.csm);
    await open('U1');
    await command('hold', world.onboardingId, { reason: 'They asked for a pause', resumeOn: '2026-12-14' });
    await look();
    expect(published[0]?.text).toContain('on hold');
  });

  it('shows a colleague’s portfolio that is covered apart, with whose it is and until when, and follows it', async () => {
    const cover = await world.addPerson({ side: 'team', staff_role: 'member', name: 'Mo', email: 'mo@vendor.example' });
    await slackIn.known(cover);
    await open('U1');
    const today = world.deps.clock.now().toISOString().slice(0, 10);
    await updatePerson(world.deps, world.csm, { coverId: cover, coverUntil: today }, true);
    await look();
    expect(published[0]?.text).toMatch(/You cover for Cem Yılmaz until [^"]*"[^]*Acme onboarding/);
    await command('hold', world.onboardingId, { reason: 'They asked for a pause', resumeOn: '2026-12-14' });
    await look();
    expect(published[1]?.text).toContain('on hold');
    await updatePerson(world.deps, world.csm, { coverId: null, coverUntil: null }, true);
    await look();
    expect(published[2]?.text).not.toContain('Acme onboarding');
  });

  it.each(['read', 'answered'])('follows what a customer wrote once it is %s in the console', async (how) => {
    await slackIn.known(world.csm);
    const actor = { kind: 'person', id: world.csm, label: 'Cem Yılmaz', staffRole: 'member' } as const;
    const { id } = await insertComment(
      world.db,
      {
        onboardingId: world.onboardingId,
        taskId: null,
        actor: { kind: 'link', id: world.customer },
        body: 'Which SSO?',
        visibility: 'shared',
        isToRead: true,
      },
      world.deps.clock.now(),
    );
    await open('U1');
    if (how === 'read') await readComment(world.db, id, actor.id, world.deps.clock.now());
    else await answerComment(slackIn.deps, id, { body: 'SAML', actor });
    expect(await isWanted()).toBe(true);
    await look();
    expect(published).toMatchObject([{ userId: 'U1' }]);
    expect(published[0]?.text).not.toContain('to read or answer');
  });

  it('is left alone where nobody looked for days, and where it is nothing of theirs', async () => {
    const stranger = await world.addPerson({ side: 'customer' });
    await slackIn.known(world.customer, 'U1');
    await slackIn.known(stranger, 'U2');
    const taskId = await world.addTask({ type: 'configuration' });
    await open('U1');
    await open('U2');
    await world.db.query(`UPDATE slack_homes SET opened_at = opened_at - interval '4 days' WHERE user_id = 'U1'`);
    await world.db.query('DELETE FROM outbox');
    await command('complete', taskId);
    expect(await isWanted()).toBe(false);
    await look();
    expect(published).toEqual([]);
  });

  it('waits as long as Slack says, and is forgotten where it can not be reached', async () => {
    await slackIn.known(world.customer);
    const taskId = await world.addTask({ type: 'configuration', name: 'Set up SSO' });
    await open('U1');
    await command('complete', taskId);
    failure = new AppError('slack_throttled', { message: 'Too many', retryAfterMs: 60_000 });
    const { wakeInMs } = await look();
    expect(wakeInMs).toBeGreaterThan(50_000);
    failure = null;
    await look();
    expect(published).toHaveLength(1);
    await command('reopen', taskId);
    slackIn.slack.isInstalled = false;
    expect(await look()).toEqual({ hasMore: false, wakeInMs: null });
    expect(await world.db.query('SELECT 1 FROM slack_homes')).toEqual([]);
  });
});
