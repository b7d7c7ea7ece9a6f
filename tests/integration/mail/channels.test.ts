import { describe, expect, it } from 'vitest';
import { findPersonBySlack, forgetSlackUser, rememberSlackUser, slackIsBack } from '../../../src/db/person-channels.ts';
import { peopleById } from '../../../src/db/people.ts';
import { personReach } from '../../../src/db/queries/person-reach.ts';
import { workflowIdOf } from '../../../src/db/outbox.ts';
import { markChannelUnreachable } from '../../../src/db/unreachable.ts';
import { setUnwantedInSlack, unwantedKinds } from '../../../src/db/unsubscribe.ts';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { deliverMessage } from '../../../src/usecases/messages/deliver.ts';
import { findInSlack } from '../../../src/usecases/messages/find-in-slack.ts';
import { recordBounce } from '../../../src/usecases/messages/record-bounce.ts';
import { updatePerson } from '../../../src/usecases/people/change-person.ts';
import { scriptedSlack } from '../../support/scripted-slack.ts';
import { type IntentRow, type MessageRow, type PersonRow, useWorld } from './message-fixture.ts';

const world = useWorld();
let users = 0;
const join = async (personId = world.customer, source: 'email_match' | 'override' = 'email_match') => {
  const userId = `U${++users}`;
  await world.db.transaction((tx) => rememberSlackUser(tx, { personId, teamId: 'T1', userId, source }));
  return `T1:${userId}`;
};
const claim = async (): Promise<MessageRow & { id: string; channel: string; address: string }> => {
  const { messageId } = await claimDigest(world.deps, world.customer);
  return world.row('messages', messageId ?? '');
};
const due = async () => world.addIntent('due', { task_id: await world.addTask() });
const lose = (channel: 'email' | 'slack', address: string, reason = 'gone') =>
  world.db.transaction((tx) =>
    markChannelUnreachable(tx, { personId: world.customer, channel, address, reason }, world.clock.now()),
  );
const customer = () => world.row<PersonRow & { email: string }>('people', world.customer);

describe('a message', () => {
  it('goes to Slack where its reader is known there', async () => {
    const address = await join();
    await due();
    expect(await claim()).toMatchObject({ channel: 'slack', address });
  });

  it('goes by mail where the ladder names that first, or nothing else is known', async () => {
    await due();
    expect(await claim()).toMatchObject({ channel: 'email', address: (await customer()).email });
  });

  it('goes by the order that its wish names', async () => {
    await join();
    await world.addIntent('due', { task_id: await world.addTask(), data: { channels: ['email'] } });
    expect(await claim()).toMatchObject({ channel: 'email' });
  });

  it('goes by the next channel, on the same day, when mail is refused', async () => {
    const address = await join();
    await world.addIntent('due', { task_id: await world.addTask(), data: { channels: ['email'] } });
    const first = await claim();
    world.mail.failures.push('mail_refused');
    await deliverMessage(world.deps, first.id);
    expect(await world.row<MessageRow>('messages', first.id)).toMatchObject({ state: 'failed' });
    expect((await customer()).unreachable_since).toBeNull();
    expect(await claim()).toMatchObject({ channel: 'slack', address, kind: 'digest' });
  });

  it('goes by the next channel when mail comes back later', async () => {
    await join();
    const intent = await world.addIntent('due', { task_id: await world.addTask(), data: { channels: ['email'] } });
    const { id: messageId } = await claim();
    await deliverMessage(world.deps, messageId);
    await recordBounce(world.deps, { messageId, status: '5.1.1', diagnostic: null, failure: 'reader' });
    expect(await world.row<IntentRow>('intents', intent)).toMatchObject({ state: 'planned', message_id: null });
    expect(await world.signals()).toContain(workflowIdOf('person_digest', world.customer));
    expect(await claim()).toMatchObject({ channel: 'slack' });
  });
});

describe('a person', () => {
  it('is out of reach when the last way is lost, and not before', async () => {
    const address = await join();
    expect(await lose('slack', address, 'user deactivated')).toBe(true);
    expect(await lose('slack', address)).toBe(false);
    expect((await customer()).unreachable_since).toBeNull();
    await world.db.query('DELETE FROM outbox');
    expect(await lose('email', (await customer()).email, '550')).toBe(true);
    expect(await customer()).toMatchObject({ unreachable_since: expect.any(Date), unreachable_reason: '550' });
    expect(await world.signals()).toContain(world.workflowId);
    const refused = await due();
    expect(await claimDigest(world.deps, world.customer)).toMatchObject({ messageId: null });
    expect(await world.row<IntentRow>('intents', refused)).toMatchObject({
      state: 'withheld',
      reason: expect.stringContaining('do not arrive: 550'),
    });
  });

  it('is in reach again when a workspace is back, somebody names their Slack user, or the address is corrected', async () => {
    const slack = await join();
    const outOfReach = async (): Promise<void> => {
      await lose('slack', slack);
      await lose('email', (await customer()).email);
      expect((await customer()).unreachable_since).not.toBeNull();
    };
    await outOfReach();
    await world.db.transaction((tx) => slackIsBack(tx, 'T1'));
    expect((await customer()).unreachable_since).toBeNull();

    await outOfReach();
    const address = await join(world.customer, 'override');
    await due();
    expect(await claim()).toMatchObject({ channel: 'slack', address });

    await lose('slack', address);
    expect((await customer()).unreachable_since).not.toBeNull();
    await updatePerson(world.deps, world.customer, { email: `new-${world.customer}@acme.example` }, true);
    expect((await customer()).unreachable_since).toBeNull();
  });

  it('is who a person said in Slack, whatever an address suggests; one user is one person', async () => {
    const [teamId = '', userId = ''] = (await join(world.customer, 'override')).split(':');
    const who = async () => (await findPersonBySlack(world.db, teamId, userId))?.id;
    expect(await who()).toBe(world.customer);
    const remember = (personId: string, source: 'email_match' | 'override') =>
      world.db.transaction((tx) => rememberSlackUser(tx, { personId, teamId, userId, source }));
    expect(await remember(world.csm, 'email_match')).toBe(false);
    expect(await who()).toBe(world.customer);
    expect(await remember(world.csm, 'override')).toBe(true);
    expect(await who()).toBe(world.csm);
    await world.db.transaction((tx) => forgetSlackUser(tx, world.csm, world.clock.now()));
    expect(await who()).toBeUndefined();
  });

  it('whoever was taken out stays out, and keeps what they do not want there for when they are back', async () => {
    const userId = (await join(world.csm)).replace('T1:', '');
    await setUnwantedInSlack(world.db, world.csm, ['due'], true);
    await world.db.transaction((tx) => forgetSlackUser(tx, world.csm, world.clock.now()));
    const slack = scriptedSlack();
    const { email } = await world.row<{ email: string }>('people', world.csm);
    slack.users.set(email, userId);
    expect(await findInSlack({ db: world.db, slack }, world.csm)).toBe(false);
    const isBack = await world.db.transaction((tx) =>
      rememberSlackUser(tx, { personId: world.csm, teamId: 'T1', userId, source: 'email_match' }),
    );
    expect(isBack).toBe(false);
    expect(await unwantedKinds(world.db, world.csm)).toMatchObject({ unwantedInSlack: null });
    expect((await personReach(world.db, world.csm))?.channels).toMatchObject([{ channel: 'email' }]);
    expect((await peopleById(world.db, [world.csm]))[0]?.channels).toEqual([]);
    await join(world.csm, 'override');
    expect(await unwantedKinds(world.db, world.csm)).toMatchObject({ unwantedInSlack: ['due'] });
  });

  it('whoever was taken out and cannot be reached by mail is not reached', async () => {
    await join();
    await lose('email', (await customer()).email);
    expect((await customer()).unreachable_since).toBeNull();
    await world.db.transaction((tx) => forgetSlackUser(tx, world.customer, world.clock.now()));
    expect((await customer()).unreachable_since).not.toBeNull();
  });
});
