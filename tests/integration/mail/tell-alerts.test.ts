import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { mailIsRefused, openAlert } from '../../../src/db/alerts.ts';
import { rememberConnection, setConnectionStatus } from '../../../src/db/connections.ts';
import { tellAlerts } from '../../../src/usecases/messages/tell-alerts.ts';
import { saidIn, scriptedSlack } from '../../support/scripted-slack.ts';
import { type MessageRow, useWorld } from './message-fixture.ts';

const world = useWorld();
let connectionId = '';
let admin = '';

const revoke = () => setConnectionStatus(world.db, connectionId, 'revoked', 'The token was revoked', world.clock.now());
const messages = (): Promise<MessageRow[]> =>
  world.db.query(`SELECT * FROM messages WHERE kind = 'alert' ORDER BY claimed_at`);

beforeEach(async () => {
  await world.db.query('DELETE FROM alerts');
  await world.db.query(`DELETE FROM messages WHERE kind = 'alert'`);
  await world.db.query(`UPDATE people SET staff_role = 'member' WHERE staff_role = 'admin'`);
  admin = await world.addPerson({ side: 'team', staff_role: 'admin', locale: 'de', name: 'Mira Lind' });
  const account = { provider: 'hubspot' as const, accountId: uuid(), name: 'HubSpot 4711' };
  ({ id: connectionId } = await rememberConnection(world.db, account, world.clock.now()));
});

describe('administrators', () => {
  it('are told once that access was revoked, in their language, with what to do', async () => {
    await revoke();
    await revoke();
    await tellAlerts(world.deps);
    await tellAlerts(world.deps);
    expect(world.mail.sent).toHaveLength(1);
    const [mail] = world.mail.sent;
    expect(mail).toMatchObject({ to: { address: `${admin}@acme.example` }, unsubscribeUrl: null });
    expect(mail?.subject).toBe('HubSpot 4711 verweigert uns den Zugriff');
    expect(mail?.text).toContain('The token was revoked');
    expect(mail?.text).toContain('https://gangway.example/console/settings');
    expect(await messages()).toMatchObject([{ state: 'accepted', attempts: 1 }]);
  });

  it('hear it again when it was mended and happens once more', async () => {
    await revoke();
    await tellAlerts(world.deps);
    await setConnectionStatus(world.db, connectionId, 'active', null, world.clock.now());
    await tellAlerts(world.deps);
    expect(world.mail.sent).toHaveLength(1);
    await revoke();
    await tellAlerts(world.deps);
    expect(world.mail.sent).toHaveLength(2);
  });

  it('are told that our mails are refused, and again after a week in which it goes on', async () => {
    const refuse = () => mailIsRefused(world.db, '554 5.7.1 Relay access denied', world.clock.now());
    await refuse();
    await refuse();
    await tellAlerts(world.deps);
    expect(world.mail.sent.map(({ subject }) => subject)).toEqual(['Mailserver weisen unsere Mails ab']);
    expect(world.mail.sent[0]?.text).toContain('554 5.7.1 Relay access denied');
    await world.setNow('2026-11-28T10:00:00Z');
    await refuse();
    await tellAlerts(world.deps);
    expect(world.mail.sent).toHaveLength(2);
  });

  it('are told of refused mails in Slack where they are there, and by mail where they are not', async () => {
    const slack = scriptedSlack();
    slack.users.set(`${admin}@acme.example`, 'U7');
    const elsewhere = await world.addPerson({ staff_role: 'admin' });
    await mailIsRefused(world.db, '535 5.7.8 Bad credentials', world.clock.now());
    slack.failures.post = ['lost'];
    const tell = () => tellAlerts({ ...world.deps, slack });
    await expect(tell()).rejects.toMatchObject({ code: 'slack_unavailable' });
    await world.db.query(`UPDATE messages SET started_at = started_at - interval '61 seconds' WHERE channel = 'slack'`);
    await world.setNow('2026-11-20T12:00:00Z');
    await tell();
    await tell();
    expect(slack.posts).toMatchObject([{ channelId: 'D7' }]);
    for (const said of ['Mailserver weisen unsere Mails ab', '535 5.7.8 Bad credentials', '/console/settings'])
      expect(saidIn(slack.posts[0]?.blocks ?? [])).toContain(said);
    expect(world.mail.sent.map(({ to }) => to.address)).toEqual([`${elsewhere}@acme.example`]);
  });

  it('are told as soon as the mail server is back, each by himself, and not twice', async () => {
    await world.addPerson({ staff_role: 'admin', email: 'second@acme.example' });
    await revoke();
    world.mail.failures.push('mail_unavailable');
    await expect(tellAlerts(world.deps)).rejects.toMatchObject({ code: 'mail_unavailable' });
    expect(world.mail.sent).toHaveLength(1);
    await tellAlerts(world.deps);
    expect(world.mail.sent.map(({ to }) => to.address).sort()).toEqual([
      `${admin}@acme.example`,
      'second@acme.example',
    ]);
  });

  it('get an unclear mail again under its own id, also after the process died', async () => {
    await revoke();
    world.mail.failures.push('mail_unclear');
    await expect(tellAlerts(world.deps)).rejects.toMatchObject({ code: 'mail_unavailable' });
    await world.db.query(`UPDATE messages SET state = 'sending' WHERE kind = 'alert'`);
    await tellAlerts(world.deps);
    expect(await messages()).toMatchObject([{ id: world.mail.sent[0]?.messageId, state: 'accepted' }]);
  });

  it('hear of failing writes once, and nobody does who has left', async () => {
    await world.db.query('UPDATE people SET deactivated_at = now() WHERE id = $1', [admin]);
    const staying = await world.addPerson({ staff_role: 'admin' });
    const failed = { kind: 'crm_writes_failed' as const, connectionId, detail: 'gangway_stage: no such property' };
    await openAlert(world.db, failed, world.clock.now());
    await openAlert(world.db, { ...failed, detail: 'another' }, world.clock.now());
    await tellAlerts(world.deps);
    expect(world.mail.sent.map(({ to }) => to.address)).toEqual([`${staying}@acme.example`]);
    expect(world.mail.sent[0]?.text).toContain('gangway_stage: no such property');
    expect(world.mail.sent[0]?.text).toContain('/console/ledger?view=dead');
  });

  it('are led to the mapping of the very CRM whose field stopped', async () => {
    const stopped = { kind: 'crm_fields_stopped' as const, connectionId, detail: 'The deal field “note” was deleted' };
    await openAlert(world.db, { ...stopped, fields: ['deal.note'] }, world.clock.now());
    await tellAlerts(world.deps);
    expect(world.mail.sent[0]?.text).toContain(`/console/settings/mapping?connection=${connectionId}`);
  });

  it('are told nothing while mail is off, and everything once it is on', async () => {
    await revoke();
    await tellAlerts({ ...world.deps, mail: null });
    expect(await messages()).toEqual([]);
    await tellAlerts(world.deps);
    expect(world.mail.sent).toHaveLength(1);
  });
});
