import { describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { hashToken } from '../../../src/db/sessions.ts';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { composeSlack } from '../../../src/usecases/messages/compose-slack.ts';
import { deliverMessage } from '../../../src/usecases/messages/deliver.ts';
import { readUnsubscribeToken } from '../../../src/usecases/messages/unsubscribe-token.ts';
import { useWorld } from './message-fixture.ts';

const world = useWorld();

async function mailTo(personId: string): Promise<{ text: string; html: string }> {
  const { messageId } = await claimDigest(world.deps, personId);
  await deliverMessage(world.deps, messageId ?? '');
  const { text = '', html = '' } = world.mail.sent.at(-1) ?? {};
  return { text, html };
}

/** What stands below the tasks that are asked for. */
const alsoIn = (text: string): string => /\n(?:Also due|Next days)\n=+[\s\S]*?(?=\n\n-- )/.exec(text)?.[0] ?? '';
const ready = { ready_at: '2026-11-10T09:00:00Z' };

async function secondOnboarding(change: Record<string, unknown> = {}): Promise<string> {
  const id = uuid();
  const row = { id, workflow_id: `onboarding:${id}`, name: 'Globex onboarding', ...change };
  await world.db.query(
    `INSERT INTO onboardings SELECT (jsonb_populate_record(o, $2::jsonb)).* FROM onboardings o WHERE id = $1`,
    [world.onboardingId, JSON.stringify(row)],
  );
  return id;
}

describe('a message', () => {
  it('also says what else is overdue, due and next over all onboardings of its reader, soonest first', async () => {
    const globex = await secondOnboarding();
    await world.addIntent('due', { task_id: await world.addTask(ready) });
    await world.addTask({ ...ready, name: 'Export the list', due_on: '2026-11-18' });
    await world.addTask({ ...ready, name: 'Name the admins', due_on: '2026-11-20', onboarding_id: globex });
    // five working days on: over the weekend
    await world.addTask({ ...ready, name: 'Test the import', due_on: '2026-11-27', onboarding_id: globex });
    await world.addTask({ ...ready, name: 'Far away', due_on: '2026-11-30' });
    const { text, html } = await mailTo(world.customer);
    expect(alsoIn(text).replaceAll(/https:\S+/g, 'link')).toBe(`
Also due
========

Acme onboarding
  - Export the list – Was due Wed 18 Nov, 2 days ago
    link

Globex onboarding
  - Name the admins – Due today, Fri 20 Nov
    link

Next days
=========

Globex onboarding
  - Test the import – Due Fri 27 Nov
    link`);
    expect(text).toMatch(/^Hello Ana,[\s\S]*Security questionnaire[\s\S]*Also due/);
    expect(html).toContain('Test the import');
  });

  it('counts only what was asked for as a nudge', async () => {
    const taskId = await world.addTask({ ...ready, name: 'Export the list', due_on: '2026-11-18' });
    await world.addIntent('due', { task_id: await world.addTask(ready) });
    expect(alsoIn((await mailTo(world.customer)).text)).toContain('Export the list');
    expect(await world.row('tasks', taskId)).toMatchObject({ nudge_count: 0, last_nudged_at: null });
  });

  it('opens each task by a link of its reader’s own', async () => {
    const taskId = await world.addTask({ ...ready, name: 'Export the list', due_on: '2026-11-18' });
    await world.addIntent('due', { task_id: await world.addTask(ready) });
    const token = /\/t\/([\w-]+)/.exec(alsoIn((await mailTo(world.customer)).text))?.[1] ?? '';
    expect(
      await world.db.query('SELECT task_id, person_id FROM task_links WHERE token_hash = $1', [hashToken(token)]),
    ).toEqual([{ task_id: taskId, person_id: world.customer }]);
  });

  it('leaves out what nobody can do, or may not be told now', async () => {
    await world.addIntent('due', { task_id: await world.addTask(ready) });
    const late = { ...ready, due_on: '2026-11-18' };
    for (const change of [
      { status: 'done' },
      { status: 'blocked' },
      { snoozed_until: '2026-11-23' },
      { ready_at: null },
      { visibility: 'internal' },
      { owner_id: world.csm },
      { onboarding_id: await secondOnboarding({ status: 'on_hold' }) },
      { onboarding_id: await secondOnboarding({ status: 'draft' }) },
    ])
      await world.addTask({ ...late, ...change });
    expect(alsoIn((await mailTo(world.customer)).text)).toBe('');
  });

  it('says what waits for something else as such, and never by the name of what is internal', async () => {
    await world.addIntent('due', { task_id: await world.addTask(ready) });
    const shared = await world.addTask({ name: 'Sign the contract', due_on: '2026-12-10', owner_id: world.csm });
    const internal = await world.addTask({ name: 'Check their credit', visibility: 'internal', owner_id: world.csm });
    const soon = { due_on: '2026-11-25' };
    await world.addTask({ ...soon, name: 'Kick it off', depends_on: [shared] });
    await world.addTask({ ...soon, name: 'Name the admins', depends_on: [internal] });
    const text = alsoIn((await mailTo(world.customer)).text);
    expect(text).toContain('Kick it off – Due Wed 25 Nov, waits for “Sign the contract”');
    expect(text).toContain('Name the admins – Due Wed 25 Nov, cannot begin yet');
    expect(text).not.toContain('credit');
  });

  it('keeps to what its reader wants to hear of', async () => {
    await world.addTask({ ...ready, name: 'Export the list', due_on: '2026-11-18' });
    await world.addTask({ ...ready, name: 'Test the import', due_on: '2026-11-24' });
    await world.addIntent('due', { task_id: await world.addTask(ready) });
    await world.db.query(`UPDATE people SET unsubscribed = '{overdue}' WHERE id = $1`, [world.customer]);
    const text = alsoIn((await mailTo(world.customer)).text);
    expect(text).not.toContain('Export the list');
    expect(text).toContain('Test the import');
  });

  it('names a few and counts the others, where our people find them all', async () => {
    for (let n = 1; n <= 8; n += 1)
      await world.addTask({ ...ready, name: `Late ${n}`, due_on: `2026-11-1${n}`, owner_id: world.csm });
    await world.addIntent('milestone_done', { person_id: world.csm });
    const { text } = await mailTo(world.csm);
    expect(alsoIn(text)).toContain('Late 5');
    expect(alsoIn(text)).not.toContain('Late 6');
    expect(alsoIn(text)).toContain('And 3 more:\nhttps://gangway.example/console/tasks');
  });

  it('leads customers to all of theirs as well', async () => {
    for (let n = 1; n <= 7; n += 1) await world.addTask({ ...ready, name: `Late ${n}`, due_on: `2026-11-1${n}` });
    await world.addIntent('milestone_done');
    expect(alsoIn((await mailTo(world.customer)).text)).toContain('And 2 more:\nhttps://gangway.example/tasks');
  });

  it('says it to whoever stands in, with the name of whose it is', async () => {
    const bo = await world.addPerson({ name: 'Bo Li' });
    await world.addTask({ ...ready, name: 'Export the list', due_on: '2026-11-18' });
    await world.addIntent('due', { task_id: await world.addTask(ready) });
    await world.db.query(
      `UPDATE people SET absent_from = '2026-11-16', absent_until = '2026-11-27', delegate_id = $2 WHERE id = $1`,
      [world.customer, bo],
    );
    expect(alsoIn((await mailTo(world.customer)).text)).toContain(
      'Export the list – Was due Wed 18 Nov, 2 days ago, Ana',
    );
    expect(
      await world.db.query(
        'SELECT in_place_of_id AS for, count(*)::int AS links FROM task_links WHERE person_id = $1 GROUP BY 1',
        [bo],
      ),
    ).toEqual([{ for: world.customer, links: 2 }]);
  });
});

describe('a message in Slack', () => {
  it('keeps to what its reader wants to hear of there', async () => {
    await world.addTask({ ...ready, name: 'Export the list', due_on: '2026-11-18' });
    await world.addIntent('due', { task_id: await world.addTask(ready) });
    const { messageId } = await claimDigest(world.deps, world.customer);
    await world.db.query(`UPDATE messages SET channel = 'slack' WHERE id = $1`, [messageId]);
    const said = async () => JSON.stringify((await composeSlack(world.deps, messageId ?? ''))?.message.blocks);
    await world.db.query(`UPDATE people SET unsubscribed = '{overdue}' WHERE id = $1`, [world.customer]);
    expect(await said()).toContain('Export the list');
    await world.db.query(
      `INSERT INTO person_channels (person_id, channel, address, unwanted) VALUES ($1, 'slack', 'T1:U1', '{overdue}')`,
      [world.customer],
    );
    await world.db.query(`UPDATE people SET unsubscribed = '{}' WHERE id = $1`, [world.customer]);
    expect(await said()).not.toContain('Export the list');
  });

  it('has a link that stops messages like it there, and none by mail', async () => {
    await world.addIntent('due', { task_id: await world.addTask(ready) });
    const { messageId } = await claimDigest(world.deps, world.customer);
    const channelIn = async () => {
      const said = JSON.stringify(
        (await composeSlack(world.deps, messageId ?? '', { isPosted: true }))?.message.blocks,
      );
      return readUnsubscribeToken(/\/u\/([\w-]+)/.exec(said)?.[1] ?? '', world.deps.secret)?.channel;
    };
    expect(await channelIn()).toBe('email');
    await world.db.query(`UPDATE messages SET channel = 'slack' WHERE id = $1`, [messageId]);
    expect(await channelIn()).toBe('slack');
  });

  it('says the same, and follows the tasks that it names on its day; written again later, it leaves them out', async () => {
    const also = await world.addTask({ ...ready, name: 'Export the list', due_on: '2026-11-18', owner_id: world.csm });
    await world.addIntent('due', {
      task_id: await world.addTask({ ...ready, owner_id: world.csm }),
      person_id: world.csm,
    });
    const { messageId } = await claimDigest(world.deps, world.csm);
    const composed = await composeSlack(world.deps, messageId ?? '');
    const url = `https://gangway.example/console/onboardings/${world.onboardingId}?task=${also}`;
    expect(JSON.stringify(composed?.message.blocks)).toContain(
      `•  <${url}|Export the list> – *Was due Wed 18 Nov, 2 days ago*`,
    );
    expect(composed?.taskIds).toContain(also);
    await world.setNow('2026-11-23T09:00:00.000Z');
    const again = await composeSlack(world.deps, messageId ?? '', { isPosted: true });
    expect(JSON.stringify(again?.message.blocks)).not.toContain('Export the list');
  });
});
