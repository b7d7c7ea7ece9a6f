/** Faults of a real SMTP server, from a decided nudge to what the console shows of it: nothing is lost, none goes unseen. */
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSmtpMail, type SmtpMail } from '../../../integrations/email/client.ts';
import { readConfig } from '../../../src/config/config.ts';
import { openAlerts } from '../../../src/db/alerts.ts';
import { listNudges } from '../../../src/db/queries/list-nudges.ts';
import { listQueue } from '../../../src/db/queries/list-queue.ts';
import type { IntentKind } from '../../../src/domain/model.ts';
import { isAppError } from '../../../src/errors.ts';
import { systemParts } from '../../../src/main/system-parts.ts';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { deliverMessage } from '../../../src/usecases/messages/deliver.ts';
import { type PersonRow, useWorld } from './message-fixture.ts';
import { type Fault, mailConfig, startMailServer, type TestMailServer } from './smtp-fixture.ts';

const world = useWorld();
const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
let server: TestMailServer;
let mail: SmtpMail;

beforeEach(async () => {
  server = await startMailServer();
  const { secret } = world.deps;
  mail = createSmtpMail({ config: mailConfig(server.url), secret, publicUrl: 'https://gangway.example', logger });
});
afterEach(async () => {
  mail.close();
  await server.close();
});

const ours: [string, Fault][] = [
  ['535 to the sign-in', { at: 'auth', code: 535, text: '5.7.8 Bad credentials' }],
  ['550 to our sender', { at: 'mail', code: 550, text: '5.7.1 Sender refused' }],
  ['554 to the recipient', { at: 'rcpt', code: 554, text: '5.7.1 Relay access denied' }],
  ['550 for our limit', { at: 'rcpt', code: 550, text: '5.4.5 Daily sending limit exceeded' }],
  ['554 after DATA', { at: 'data', code: 554, text: '5.7.1 The sender is not verified' }],
];

const mostAttempts = 4;

/** As an activity does: what may be repeated is repeated. @returns the codes it failed with on the way */
async function nudge(
  kind: IntentKind = 'due',
  personId = world.customer,
  meanwhile?: () => Promise<unknown>,
): Promise<string[]> {
  await world.addIntent(kind, { task_id: await world.addTask({ owner_id: personId }), person_id: personId });
  const { messageId } = await claimDigest(world.deps, personId);
  const codes: string[] = [];
  while (codes.length < mostAttempts) {
    try {
      await deliverMessage({ ...world.deps, mail }, messageId ?? '');
      return codes;
    } catch (error) {
      if (!isAppError(error)) throw error;
      codes.push(error.code);
      await meanwhile?.();
    }
  }
  throw new Error(`never settled: ${codes.join(', ')}`);
}

async function shown() {
  const filter = { onboardingId: world.onboardingId, taskId: null, personId: null, cursor: undefined, limit: 10 };
  const [line] = (await listNudges(world.db, filter)).items;
  const queue = await listQueue(world.db, world.csm, world.clock.now());
  return { line, queue: queue.map((fact) => fact.kind) };
}

const passing: [string, Fault][] = [
  ['451 to the recipient, as greylisting says', { at: 'rcpt', code: 451, text: '4.7.1 Greylisted' }],
  ['452 after DATA', { at: 'data', code: 452, text: '4.2.2 Mailbox full' }],
  ['552 to the recipient', { at: 'rcpt', code: 552, text: '5.2.2 Mailbox full' }],
  ['a connection lost before DATA', { at: 'cut_before_data' }],
  ['a connection lost in DATA', { at: 'cut_in_data' }],
];

describe('a nudge', () => {
  it.each(passing)('arrives once in spite of %s', async (_name, fault) => {
    server.faults.push(fault);
    expect(await nudge()).toEqual(['mail_unavailable']);
    expect(server.deliveries).toHaveLength(1);
    expect(await shown()).toMatchObject({ line: { state: 'sent', messageState: 'accepted' } });
    expect((await world.row<PersonRow>('people', world.customer)).unreachable_since).toBeNull();
  });

  it.each(ours)('arrives in spite of %s, and administrators hear of it once', async (_name, fault) => {
    await world.db.query('DELETE FROM alerts');
    server.faults.push(fault, fault);
    expect(await nudge()).toEqual(['mail_sender_refused', 'mail_sender_refused']);
    expect(server.deliveries).toHaveLength(1);
    expect(await shown()).toMatchObject({ line: { state: 'sent', messageState: 'accepted' } });
    expect((await world.row<PersonRow>('people', world.customer)).unreachable_since).toBeNull();
    expect(await openAlerts(world.db)).toMatchObject([
      { kind: 'mail_sender_refused', detail: expect.stringContaining('text' in fault ? fault.text : '') },
    ]);
  });

  it('whose connection was lost after DATA is not sent twice, and stands in the work queue as unclear', async () => {
    server.faults.push({ at: 'cut_after_data' });
    expect(await nudge()).toEqual([]);
    expect(server.deliveries).toHaveLength(1);
    const { line, queue } = await shown();
    expect(line).toMatchObject({ state: 'sent', messageState: 'unclear' });
    expect(line?.reason).toBeTruthy();
    expect(queue).toContain('unclear_message');
    // its onboarding decides what comes next
    expect(await world.signals()).toContain(world.workflowId);
  });

  it.each<[string, Fault]>([
    ['550 to the recipient', { at: 'rcpt', code: 550, text: '5.1.1 User unknown' }],
    ['550 after DATA', { at: 'data', code: 550, text: '5.2.1 Mailbox disabled' }],
  ])(
    'that is refused by %s is not repeated; its person is out of reach and their onboarding hears of it',
    async (_name, fault) => {
      server.faults.push(fault);
      expect(await nudge()).toEqual([]);
      expect(server.deliveries).toHaveLength(0);
      const { line, queue } = await shown();
      expect(line).toMatchObject({ state: 'withheld', messageState: 'failed' });
      expect(line?.reason).toContain('text' in fault ? fault.text : '');
      expect(queue).toEqual(expect.arrayContaining(['unreachable', 'unclear_message']));
      expect(await world.signals()).toContain(world.workflowId);
    },
  );
});

describe('a nudge that the policy of a server refuses', () => {
  const policy: Fault = { at: 'rcpt', code: 550, text: '5.7.1 Recipient not allowed by policy' };
  const unreachable = async (personId: string) =>
    (await world.row<PersonRow>('people', personId)).unreachable_since !== null;
  const personAt = (domain: string) => world.addPerson({ email: `${uuid()}@${domain}` });

  beforeEach(async () => {
    await world.db.query('DELETE FROM alerts');
    await world.db.query('DELETE FROM messages');
  });

  it('is about its reader once somebody else is reached meanwhile', async () => {
    server.faults.push(policy);
    const colleague = await personAt('acme.example');
    expect(
      await nudge('due', world.customer, async () => {
        expect(await unreachable(world.customer)).toBe(false);
        await nudge('due', colleague);
        server.faults.push(policy);
      }),
    ).toEqual(['mail_policy_refused']);
    expect(await unreachable(world.customer)).toBe(true);
    expect(await unreachable(colleague)).toBe(false);
    expect((await shown()).queue).toContain('unreachable');
    expect(await world.signals()).toContain(world.workflowId);
  });

  it('is about us as long as nobody else is reached, and is shown until it goes through', async () => {
    const mailPart = async () => {
      const options = { db: world.db, clock: world.clock, config: readConfig({}), mail, isSandboxOn: false };
      const parts = await systemParts({ ...options, checkTemporal: async () => 'answers' });
      return parts.find(({ name }) => name === 'Mail');
    };
    server.faults.push(policy, policy);
    const codes = await nudge('due', world.customer, async () => {
      const detail = expect.stringContaining(
        'mail to one person is refused: 550 5.7.1 Recipient not allowed by policy',
      );
      expect(await mailPart()).toMatchObject({ state: 'degraded', detail });
    });
    expect(codes).toEqual(['mail_policy_refused', 'mail_policy_refused']);
    expect(await mailPart()).toMatchObject({ state: 'on' });
    expect(await unreachable(world.customer)).toBe(false);
    expect(await openAlerts(world.db)).toMatchObject([{ kind: 'mail_sender_refused' }]);
  });

  it.each([
    ['about us while no more domains take our mail than refuse it', ['third'], false],
    ['about its reader once more domains take our mail than refuse it', ['third', 'fourth'], true],
  ])('is %s', async (_name, domains, isTheirs) => {
    const elsewhere = await personAt('elsewhere.example');
    const reached = await Promise.all(domains.map((domain) => personAt(`${domain}.example`)));
    let isFirst = true;
    server.faults.push(policy);
    const codes = await nudge('due', world.customer, async () => {
      if (!isFirst) return;
      isFirst = false;
      server.faults.push(policy, policy, policy, policy);
      await expect(nudge('due', elsewhere)).rejects.toThrow('never settled');
      for (const person of reached) await nudge('due', person);
      server.faults.push(policy);
    });
    expect(codes).toHaveLength(isTheirs ? 1 : 2);
    expect(await unreachable(world.customer)).toBe(isTheirs);
    expect(await unreachable(elsewhere)).toBe(false);
  });
});

describe('an escalation', () => {
  it('whose connection was lost after DATA goes out again under the same Message-ID', async () => {
    server.faults.push({ at: 'cut_after_data' });
    expect(await nudge('escalation')).toEqual(['mail_unavailable']);
    const ids = server.deliveries.map(({ raw }) => /^Message-ID: (\S+)/im.exec(raw)?.[1]);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(await shown()).toMatchObject({ line: { state: 'sent', messageState: 'accepted' } });
  });
});
