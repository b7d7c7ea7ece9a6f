import { beforeEach, describe, expect, it } from 'vitest';
import type { SlackModal } from '../../../integrations/ports-slack.ts';
import { createTaskLinks } from '../../../src/db/links.ts';
import { replaySlackEvent } from '../../../src/db/queries/failed-slack-events.ts';
import { AppError } from '../../../src/errors.ts';
import { slackUser, useSlackIn } from './slack-fixture.ts';

const slackIn = useSlackIn();
const { world } = slackIn;
interface Task {
  status: string;
  snoozed_until: Date | null;
  owner_id: string;
  done_by_id: string | null;
  chase: { holdUntil?: string };
}
const task = (id: string): Promise<Task> => world.row('tasks', id);
const said = (value: unknown): string => JSON.stringify(value);
const addTask = (change: Record<string, unknown> = {}): Promise<string> =>
  world.addTask({ type: 'configuration', ...change });
const states = async (): Promise<string[]> => (await slackIn.events()).map(({ state }) => state);

/** The modal that a press opened, as its reader sees it. */
async function opened(action: string, taskId: string): Promise<SlackModal> {
  await slackIn.press(action, taskId);
  await slackIn.settled();
  const modal = slackIn.slack.updates.at(-1)?.modal;
  if (!modal) throw new Error('no modal was filled');
  return modal;
}

beforeEach(() => slackIn.known(world.customer));

describe('done', () => {
  it('completes the task once, by whom it was, however often Slack tells it', async () => {
    const taskId = await addTask();
    for (const _attempt of [1, 2]) await slackIn.press('task_done', taskId, { trigger_id: 'same' });
    await slackIn.settled();
    expect(await task(taskId)).toMatchObject({ status: 'done', done_by_id: world.customer });
    expect(await states()).toEqual(['handled']);
    expect(slackIn.slack.ephemerals).toEqual([]);
    const [activity] = await world.db.query<{ data: unknown }>(
      `SELECT data FROM activity WHERE kind = 'task_completed' AND subject_id = $1`,
      [taskId],
    );
    expect(activity?.data).toMatchObject({ by: 'Ana Díaz', via: 'slack' });
  });

  it('is explained where it has to be opened, where it is over, and where there is no such task', async () => {
    await slackIn.press('task_done', await addTask({ type: 'form' }));
    await slackIn.settled();
    await slackIn.press('task_done', await addTask({ status: 'skipped' }));
    await slackIn.settled();
    await slackIn.press('task_done', '018f4d5e-0000-7000-8000-00000000abcd');
    await slackIn.settled();
    await slackIn.press('task_done', 'x');
    await slackIn.settled();
    const texts = slackIn.slack.ephemerals.map(({ text }) => text);
    expect(texts).toEqual([
      expect.stringContaining('has to be opened'),
      expect.stringContaining('not possible any more'),
      expect.stringContaining('not there any more'),
      expect.stringContaining('not there any more'),
    ]);
    expect(slackIn.slack.ephemerals[0]).toMatchObject({ channelId: 'D1', userId: 'U1' });
    expect(await states()).toEqual(['ignored', 'ignored', 'ignored', 'ignored']);
  });
});

describe('who may', () => {
  const presses = ['task_done', 'task_snooze', 'task_block', 'task_reassign', 'hold_escalation'] as const;
  type Who = 'owner' | 'other customer' | 'partner' | 'viewer' | 'member' | 'manager';
  const tasksPresses = ['task_done', 'task_snooze', 'task_block', 'task_reassign'];
  const mayDo: Record<Who, readonly string[]> = {
    owner: tasksPresses,
    'other customer': [],
    partner: [],
    viewer: [],
    member: presses,
    manager: presses,
  };
  const someone: Record<Exclude<Who, 'owner'>, Record<string, unknown>> = {
    'other customer': { side: 'customer' },
    partner: { side: 'partner' },
    viewer: { side: 'team', staff_role: 'viewer' },
    member: { side: 'team', staff_role: 'member' },
    manager: { side: 'team', staff_role: 'manager' },
  };
  const everybody: Who[] = ['owner', 'other customer', 'partner', 'viewer', 'member', 'manager'];

  it.each(everybody.flatMap((who) => presses.map((press) => [who, press] as const)))('%s: %s', async (who, press) => {
    const taskId = await addTask();
    // somebody to hand it to
    await addTask({ owner_id: await world.addPerson() });
    if (who !== 'owner') {
      await world.db.query(`DELETE FROM person_channels WHERE channel = 'slack'`);
      await slackIn.known(await world.addPerson(someone[who]));
    }
    const isAllowed = mayDo[who].includes(press);
    await slackIn.press(press, taskId);
    await slackIn.settled();
    expect(await states()).toEqual([isAllowed ? 'handled' : 'ignored']);
    const told = said([...slackIn.slack.ephemerals, ...slackIn.slack.updates]);
    expect(told.includes('not yours to do')).toBe(!isAllowed);
    if (press === 'task_done') expect((await task(taskId)).status).toBe(isAllowed ? 'done' : 'pending');
    else expect(slackIn.slack.updates[0]?.modal.submit !== null).toBe(isAllowed);
  });

  it('an internal task is nothing for customers, even if they own it', async () => {
    const taskId = await addTask({ visibility: 'internal' });
    await slackIn.press('task_done', taskId);
    await slackIn.settled();
    expect((await task(taskId)).status).toBe('pending');
  });

  it('who was asked instead of its owner, for as long as the link that they got opens it', async () => {
    const first = await addTask({ owner_id: world.csm });
    const second = await addTask({ owner_id: world.csm });
    await createTaskLinks(world.db, [
      { taskId: first, personId: world.customer, inPlaceOfId: null },
      { taskId: second, personId: world.customer, inPlaceOfId: null },
    ]);
    await world.db.query(
      `UPDATE task_links SET expires_at = clock_timestamp() - interval '1 second' WHERE task_id = $1`,
      [second],
    );
    for (const taskId of [first, second]) {
      await slackIn.press('task_done', taskId);
      await slackIn.settled();
    }
    expect([(await task(first)).status, (await task(second)).status]).toEqual(['done', 'pending']);
    expect(slackIn.slack.ephemerals).toMatchObject([{ text: expect.stringContaining('not yours') }]);
  });

  it('is asked again when the modal is sent', async () => {
    const taskId = await addTask();
    const modal = await opened('task_snooze', taskId);
    await world.db.query('UPDATE tasks SET owner_id = $2 WHERE id = $1', [taskId, world.csm]);
    expect((await slackIn.submit(modal, { soon: '2026-11-23' })).status).toBe(200);
    await slackIn.settled();
    expect((await task(taskId)).snoozed_until).toBeNull();
    expect(slackIn.slack.ephemerals).toMatchObject([{ channelId: 'D1', text: expect.stringContaining('not yours') }]);
  });
});

describe('people', () => {
  const nobodyKnown = (): Promise<unknown> => world.db.query(`DELETE FROM person_channels WHERE channel = 'slack'`);

  it('are found by the address of their profile, and remembered', async () => {
    await nobodyKnown();
    const { email } = await world.row<{ email: string }>('people', world.customer);
    slackIn.slack.users.set('U1', slackUser('U1', email.toUpperCase()));
    for (const taskId of [await addTask(), await addTask()]) {
      await slackIn.press('task_done', taskId);
      await slackIn.settled();
      expect((await task(taskId)).status).toBe('done');
    }
    expect(slackIn.slack.calls).toEqual(['readUser']);
    const rows = await world.db.query(`SELECT person_id, address, source FROM person_channels WHERE channel = 'slack'`);
    expect(rows).toEqual([{ person_id: world.customer, address: 'T1:U1', source: 'email_match' }]);
  });

  it('whom we do not know hear how to be known', async () => {
    await nobodyKnown();
    slackIn.slack.users.set('U1', slackUser('U1', 'nobody@else.example'));
    await slackIn.press('task_done', await addTask());
    await slackIn.settled();
    expect(slackIn.slack.ephemerals).toMatchObject([
      { userId: 'U1', text: expect.stringContaining('do not know you') },
    ]);
  });

  it('of another workspace are none of our team, whatever their profile says', async () => {
    await nobodyKnown();
    const { email } = await world.row<{ email: string }>('people', world.csm);
    slackIn.slack.users.set('U1', slackUser('U1', email));
    const taskId = await addTask();
    await slackIn.press('task_done', taskId, {
      team: { id: 'T-theirs' },
      user: { id: 'U1', team_id: 'T-theirs' },
      message: { ts: '1700000001.000100', team: 'T1' },
    });
    await slackIn.settled();
    expect((await task(taskId)).status).toBe('pending');
    expect(slackIn.slack.ephemerals).toHaveLength(1);
    expect(await world.db.query(`SELECT 1 FROM person_channels WHERE channel = 'slack'`)).toEqual([]);
  });

  it('who have left hear and do nothing', async () => {
    const taskId = await addTask();
    await world.db.query('UPDATE people SET deactivated_at = now() WHERE id = $1', [world.customer]);
    await slackIn.press('task_done', taskId);
    await slackIn.settled();
    expect((await task(taskId)).status).toBe('pending');
    expect(slackIn.slack.ephemerals).toEqual([]);
    expect(await states()).toEqual(['ignored']);
  });

  it('are spoken to in their language', async () => {
    await world.db.query(`UPDATE people SET locale = 'de-DE' WHERE id = $1`, [world.customer]);
    await slackIn.press('task_done', await addTask({ owner_id: world.csm, side: 'team', role: 'team.csm' }));
    await slackIn.settled();
    expect(slackIn.slack.ephemerals[0]?.text).toContain('nicht Ihre Aufgabe');
    const modal = await opened('task_snooze', await addTask());
    expect(said(modal)).toContain('Später');
  });
});

describe('snooze and hold', () => {
  it('open before anything is looked up, and say what is asked', async () => {
    const taskId = await addTask({ name: 'Send the <list> & go' });
    const modal = await opened('task_snooze', taskId);
    expect(slackIn.slack.modals[0]?.modal.submit).toBeNull();
    expect(said(modal)).toContain('Send the &lt;list&gt; &amp; go');
    expect(said(modal)).toContain('2026-11-27');
  });

  it.each([
    [{ soon: null, date: null }, 'soon'],
    [{ soon: null, date: '2026-11-20' }, 'date'],
    [{ soon: '2026-11-23', date: '2027-11-20' }, 'date'],
  ])('%j is wrong at %s, said in the modal', async (values, block) => {
    const modal = await opened('task_snooze', await addTask());
    const response = await slackIn.submit(modal, values);
    expect(await response.json()).toEqual({ response_action: 'errors', errors: { [block]: expect.any(String) } });
    expect(await states()).toEqual(['handled']);
  });

  it('snoozes until the chosen day, or a day of one’s own', async () => {
    const [one, two] = [await addTask(), await addTask()];
    const first = await opened('task_snooze', one);
    const response = await slackIn.submit(first, { soon: '2026-11-23', date: null });
    expect([response.status, await response.text()]).toEqual([200, '']);
    await slackIn.submit(await opened('task_snooze', two), { soon: '2026-11-23', date: '2026-12-01' });
    await slackIn.settled();
    expect(said((await task(one)).snoozed_until)).toContain('2026-11-23');
    expect(said((await task(two)).snoozed_until)).toContain('2026-12-01');
  });

  it('holds an escalation', async () => {
    await world.db.query(`DELETE FROM person_channels WHERE channel = 'slack'`);
    await slackIn.known(world.csm);
    const taskId = await addTask({ due_on: '2026-11-16' });
    await slackIn.submit(await opened('hold_escalation', taskId), { soon: '2026-11-27' });
    await slackIn.settled();
    expect((await task(taskId)).chase.holdUntil).toBe('2026-11-27');
  });
});

describe('blocked and reassign', () => {
  it('blocks with what is missing, who has to act and when it is expected', async () => {
    const taskId = await addTask();
    const modal = await opened('task_block', taskId);
    expect(said(modal)).toContain(`team:${world.csm}`);
    expect(await (await slackIn.submit(modal, { what: ' ', who: 'team' })).json()).toMatchObject({
      errors: { what: expect.any(String) },
    });
    const over = { what: 'Access', who: 'team', expected: '2026-11-19' };
    expect(await (await slackIn.submit(modal, over)).json()).toMatchObject({
      errors: { expected: expect.any(String) },
    });
    await slackIn.submit(modal, { what: 'Access', who: `team:${world.csm}`, expected: '2026-11-25' });
    await slackIn.settled();
    expect((await task(taskId)).status).toBe('blocked');
    const [blocker] = await world.db.query('SELECT what, side, person_id FROM blockers WHERE task_id = $1', [taskId]);
    expect(blocker).toEqual({ what: 'Access', side: 'team', person_id: world.csm });
  });

  it('takes nobody into a blocker who has no part in the onboarding', async () => {
    const taskId = await addTask();
    const stranger = await world.addPerson();
    const modal = await opened('task_block', taskId);
    await slackIn.submit(modal, { what: 'Access', who: `customer:${stranger}` });
    await slackIn.settled();
    expect((await task(taskId)).status).toBe('pending');
  });

  it('hands on to people of the side that has the task, and to nobody else', async () => {
    const colleague = await world.addPerson({ name: 'Bea' });
    await addTask({ owner_id: colleague });
    const taskId = await addTask();
    const modal = await opened('task_reassign', taskId);
    expect(said(modal)).toContain(colleague);
    expect(said(modal)).not.toContain(world.csm);
    await slackIn.submit(modal, { whom: world.csm });
    await slackIn.settled();
    expect((await task(taskId)).owner_id).toBe(world.customer);
    await slackIn.submit(modal, { whom: colleague });
    await slackIn.settled();
    expect((await task(taskId)).owner_id).toBe(colleague);
  });

  it('says so where there is nobody to hand it to', async () => {
    expect(await opened('task_reassign', await addTask())).toMatchObject({ submit: null });
  });
});

describe('a process that ends, or Slack away', () => {
  /** What another process would have stored before it ended. */
  async function left(taskId: string, action = 'task_done'): Promise<void> {
    await slackIn.press(action, taskId);
    await slackIn.settled();
    await world.db.query(`UPDATE tasks SET status = 'pending', done_at = NULL, done_by_id = NULL WHERE id = $1`, [
      taskId,
    ]);
    await world.db.query(
      `UPDATE slack_events SET state = 'pending', handled_at = NULL, taken_until = clock_timestamp() + interval '1 minute'`,
    );
  }
  const aMinutePasses = (): Promise<unknown> =>
    world.db.query(
      `UPDATE slack_events SET taken_until = clock_timestamp() - interval '1 second' WHERE state = 'pending'`,
    );

  it('between acknowledgement and handling leaves it to others, once its time is over', async () => {
    const taskId = await addTask();
    await left(taskId);
    expect(await slackIn.door.takeUp()).toBe(0);
    await aMinutePasses();
    expect(await Promise.all([slackIn.door.takeUp(), slackIn.door.takeUp()])).toContain(1);
    expect((await task(taskId)).status).toBe('done');
    expect(await slackIn.events()).toMatchObject([{ state: 'handled', attempts: 2 }]);
  });

  it('asks for another press where a modal can not be opened any more', async () => {
    await left(await addTask(), 'task_snooze');
    slackIn.slack.modals.length = 0;
    await aMinutePasses();
    await slackIn.door.takeUp();
    expect(slackIn.slack.modals).toEqual([]);
    expect(slackIn.slack.ephemerals[0]?.text).toContain('press once more');
  });

  it('is tried again, and in the end failed in sight', async () => {
    await world.db.query(`DELETE FROM person_channels WHERE channel = 'slack'`);
    const away = new AppError('slack_unavailable', { message: 'Slack is away' });
    slackIn.slack.failure = away;
    await slackIn.press('task_done', await addTask());
    await slackIn.settled();
    expect(await slackIn.events()).toMatchObject([{ state: 'pending', reason: 'Slack is away', attempts: 1 }]);
    for (let attempt = 2; attempt <= 6; attempt++) {
      slackIn.slack.failure = away;
      await aMinutePasses();
      await slackIn.door.takeUp();
    }
    expect(await slackIn.events()).toMatchObject([{ state: 'failed', attempts: 6 }]);
    expect(slackIn.slack.ephemerals[0]?.text).toContain('our fault');
  });

  it('and done once a person lets it be tried again', async () => {
    const taskId = await addTask();
    await left(taskId);
    await world.db.query(`UPDATE slack_events SET state = 'failed', attempts = 6`);
    const [event] = await world.db.query<{ id: string }>('SELECT id FROM slack_events');
    expect(await replaySlackEvent(world.db, { eventId: event?.id ?? '', by: 'Mira' })).toBe(true);
    expect(await slackIn.door.takeUp()).toBe(1);
    expect((await task(taskId)).status).toBe('done');
    expect(await slackIn.events()).toMatchObject([{ state: 'handled' }]);
  });
});

describe('what Slack tells of itself', () => {
  it('a deactivated user is reached another way', async () => {
    await slackIn.event({ type: 'user_change', user: { id: 'U1', team_id: 'T1', deleted: true } });
    await slackIn.settled();
    const [row] = await world.db.query(`SELECT unreachable_reason FROM person_channels WHERE address = 'T1:U1'`);
    expect(row).toEqual({ unreachable_reason: 'Their account in Slack is deactivated' });
  });

  it('and there again once the account is used again', async () => {
    const change = (deleted: boolean) =>
      slackIn.event({ type: 'user_change', user: { id: 'U1', team_id: 'T1', deleted } });
    await change(true);
    await slackIn.settled();
    await change(false);
    await slackIn.settled();
    const [row] = await world.db.query(`SELECT unreachable_since FROM person_channels WHERE address = 'T1:U1'`);
    expect(row).toEqual({ unreachable_since: null });
  });

  it.each([
    ['app_uninstalled', { type: 'app_uninstalled' }, true, true],
    ['tokens_revoked', { type: 'tokens_revoked', tokens: { bot: ['B1'] } }, true, true],
    ['tokens_revoked of a user', { type: 'tokens_revoked', tokens: { oauth: ['U1'] } }, true, false],
    ['app_uninstalled that is told after it was installed again', { type: 'app_uninstalled' }, false, false],
  ] as const)('%s', async (_, event, isRefused, isRevoked) => {
    if (isRefused) slackIn.slack.failure = new AppError('slack_revoked', { message: 'token_revoked' });
    await world.db.query('DELETE FROM slack_installations');
    await world.db.query(
      `INSERT INTO slack_installations (id, team_id, team_name, bot_user_id, token, scopes, installed_at)
       VALUES (gen_random_uuid(), 'T1', 'Northwind', 'B1', '\\x00', '{}', now())`,
    );
    await slackIn.event(event);
    await slackIn.settled();
    const [row] = await world.db.query<{ revoked_at: Date | null }>('SELECT revoked_at FROM slack_installations');
    expect(row?.revoked_at !== null).toBe(isRevoked);
  });
});
