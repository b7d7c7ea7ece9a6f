import { describe, expect, it } from 'vitest';
import { findTaskLink } from '../../../src/db/links.ts';
import { sendSignInMail } from '../../../src/usecases/messages/send-sign-in-mail.ts';
import { sendTaskLink } from '../../../src/usecases/messages/send-task-link.ts';
import { type MessageRow, type PersonRow, useWorld } from './message-fixture.ts';

const world = useWorld();
const signIn = (change: object = {}) =>
  sendSignInMail(
    { ...world.deps, pausesMs: [1, 1], ...change },
    { personId: world.csm, token: 'a-token', code: '40718263', redirectTo: '/console/queue' },
  );
const messages = (): Promise<MessageRow[]> =>
  world.db.query('SELECT * FROM messages WHERE person_id = $1', [world.csm]);

describe('a sign-in mail', () => {
  it('goes out at once, also at night, with link and code, and leaves neither in the tables', async () => {
    await world.setNow('2026-11-22T02:00:00.000Z');
    await signIn();
    const [mail] = world.mail.sent;
    expect(mail).toMatchObject({ subject: 'Sign in to Northwind', unsubscribeUrl: null, threadKey: null });
    expect(mail?.text).toContain('https://gangway.example/sign-in?token=a-token&next=%2Fconsole%2Fqueue');
    expect(mail?.text).toContain('40718263');
    const stored = await messages();
    expect(stored).toMatchObject([{ kind: 'sign_in', state: 'accepted' }]);
    expect(JSON.stringify(stored)).not.toMatch(/a-token|40718263/);
  });

  it('is tried again where the mail server is away or its answer was lost, as the same mail', async () => {
    world.mail.failures.push('mail_unavailable', 'mail_unclear');
    await signIn();
    expect(world.mail.sent).toHaveLength(1);
    expect(await messages()).toMatchObject([{ state: 'accepted', attempts: 3 }]);
  });

  it('says when it cannot be sent', async () => {
    world.mail.failures.push('mail_unavailable', 'mail_unavailable', 'mail_unavailable');
    await expect(signIn()).rejects.toMatchObject({ code: 'mail_unavailable' });
    expect(await messages()).toMatchObject([{ state: 'failed', attempts: 3 }]);
    await expect(signIn({ mail: null })).rejects.toMatchObject({ code: 'integration_off' });
  });

  it('that is refused shows that nothing reaches this person', async () => {
    world.mail.failures.push('mail_refused');
    await expect(signIn()).rejects.toMatchObject({ code: 'mail_refused' });
    expect(await world.row<PersonRow>('people', world.csm)).toMatchObject({
      unreachable_reason: 'scripted mail_refused',
    });
  });
});

describe('a new task link', () => {
  it('opens the task and goes to the person of the old one', async () => {
    const taskId = await world.addTask();
    await sendTaskLink(world.deps, { taskId, personId: world.customer, inPlaceOfId: null });
    const [mail] = world.mail.sent;
    expect(mail?.to.address).toBe(`${world.customer}@acme.example`);
    const token = /\/t\/([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
    expect(await findTaskLink(world.db, token, world.clock.now())).toMatchObject({
      taskId,
      personId: world.customer,
      state: 'valid',
    });
  });
});
