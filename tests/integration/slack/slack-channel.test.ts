import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadOnboardingExtras } from '../../../src/db/queries/onboarding-extras.ts';
import { createPlaybookStore } from '../../../src/db/playbook-store.ts';
import type { SlackPayload } from '../../../src/domain/model.ts';
import { createLogger } from '../../../src/telemetry/logger.ts';
import { carryOutEffect } from '../../../src/usecases/crm/carry-out-effect.ts';
import type { CrmDeps } from '../../../src/usecases/crm/crm-deps.ts';
import { AppError } from '../../../src/errors.ts';
import { saidIn, type ScriptedSlack, scriptedSlack } from '../../support/scripted-slack.ts';
import { useWorld } from '../mail/message-fixture.ts';

const world = useWorld();
let slack: ScriptedSlack;
beforeEach(async () => {
  slack = scriptedSlack();
  const gate = { responsibleRole: 'team.csm', criteria: [], passedAt: null };
  await world.db.query('UPDATE phases SET entry_gate = $1, exit_gate = $1', [JSON.stringify(gate)]);
  await world.db.query(`INSERT INTO person_channels (person_id, channel, address) VALUES ($1, 'slack', $2)`, [
    world.csm,
    `T1:U${world.csm.slice(-6)}`,
  ]);
});
const deps = (): CrmDeps => ({
  ...world.deps,
  slack,
  playbooks: createPlaybookStore(world.db),
  crms: new Map(),
  company: { timezone: 'Europe/Berlin', country: null },
  logger: createLogger({ level: 'silent', name: 'test' }),
});

async function plan(payload: SlackPayload): Promise<string> {
  const id = uuid();
  await world.db.query(
    `INSERT INTO effects (id, onboarding_id, step, kind, payload, planned_at) VALUES ($1::uuid, $2, $1::uuid::text, $3, $4, $5)`,
    [id, world.onboardingId, payload.kind, JSON.stringify(payload), '2026-11-20T09:00:00Z'],
  );
  return id;
}
const carryOut = (effectId: string): Promise<void> => carryOutEffect(deps(), effectId);
const effect = (id: string): Promise<{ state: string; result: Record<string, unknown> | null }> =>
  world.row('effects', id);
const leaseRunsOut = (id: string) =>
  world.db.query(`UPDATE effects SET leased_until = clock_timestamp() - interval '1 ms' WHERE id = $1`, [id]);
const create = (): Promise<string> => plan({ kind: 'slack_channel', pattern: 'onb-{account}', isPrivate: true });

const refusal = (slackError: string): AppError =>
  new AppError('slack_unreachable', { message: slackError, details: { slackError } });
const told = () =>
  world.db.query(
    `SELECT kind, person_id AS person, data->>'name' AS name, data->>'reason' AS reason FROM intents
     WHERE kind LIKE 'slack_channel_%' AND onboarding_id = $1 ORDER BY kind`,
    [world.onboardingId],
  );

/** What our people see of it. */
const shown = async () => (await loadOnboardingExtras(world.db, world.onboardingId))?.slackChannel;

async function open(): Promise<string> {
  await carryOut(await create());
  return [...slack.channels.keys()][0] ?? '';
}
async function reached(): Promise<string> {
  const [phase] = await world.db.query<{ id: string }>('SELECT id FROM phases WHERE onboarding_id = $1', [
    world.onboardingId,
  ]);
  const id = uuid();
  await world.db.query(
    `INSERT INTO milestones (id, onboarding_id, phase_id, key, name, position, status, definition_of_done, completion, done_at)
     VALUES ($1::uuid, $2, $3, $1::uuid::text, 'Data & rights', 1, 'done', '', 'person', '2026-11-20T09:00:00Z')`,
    [id, world.onboardingId, phase?.id],
  );
  return plan({ kind: 'slack_post', about: 'milestone', milestoneId: id });
}

describe('a channel for an onboarding', () => {
  it('is created once, under the customer’s name', async () => {
    const id = await create();
    await carryOut(id);
    await carryOut(id);
    await carryOut(await create());
    expect([...slack.channels.values()]).toEqual([{ name: 'onb-acme', isPrivate: true, members: [], invited: [] }]);
    expect(await effect(id)).toMatchObject({ state: 'settled', result: { name: 'onb-acme' } });
  });

  it('takes a number where its name is taken', async () => {
    slack.channels.set('C0', { name: 'onb-acme', isPrivate: false, members: [], invited: [] });
    const id = await create();
    await carryOut(id);
    expect(await effect(id)).toMatchObject({ result: { name: 'onb-acme-2' } });
  });

  it('is not created by two at a time, nor again before an unseen end is over', async () => {
    slack.failures.createChannel = ['slack_unclear'];
    const id = await create();
    await expect(carryOut(id)).rejects.toMatchObject({ code: 'slack_unavailable', rule: { retryable: true } });
    await expect(carryOut(id)).rejects.toMatchObject({ code: 'effect_held', retryAfterMs: expect.any(Number) });
    await leaseRunsOut(id);
    await carryOut(id);
    expect(slack.channels.size).toBe(1);
  });

  it('waits for a workspace, and is none of ours where Slack is off', async () => {
    slack.isInstalled = false;
    const id = await create();
    await expect(carryOut(id)).rejects.toMatchObject({ code: 'slack_revoked', rule: { retryable: false } });
    await carryOutEffect({ ...deps(), slack: null }, id);
    expect(await effect(id)).toMatchObject({ state: 'settled', result: { skipped: 'Slack is off' } });
  });

  it('that Slack refuses waits with what was to happen in it until Slack allows it, and the CSM hears why, once', async () => {
    slack.failures.createChannel = [refusal('missing_scope'), refusal('restricted_action')];
    const [id, news] = [await create(), await reached()];
    for (const _pass of [1, 2]) {
      await expect(carryOut(id)).rejects.toMatchObject({ rule: { retryable: false } });
      await expect(carryOut(news)).rejects.toMatchObject({ rule: { retryable: false } });
    }
    expect(await told()).toEqual([
      { kind: 'slack_channel_refused', person: world.csm, name: '#onb-acme', reason: 'missing_scope' },
    ]);
    await carryOut(id);
    await carryOut(news);
    expect(slack.posts).toHaveLength(1);
  });

  it('is closed where no name is free, and the CSM hears why', async () => {
    slack.failures.createChannel = Array.from({ length: 20 }, () => 'already_exists');
    await carryOut(await create());
    expect(await told()).toMatchObject([{ kind: 'slack_channel_closed', reason: 'The first 20 names are taken' }]);
    const news = await reached();
    await carryOut(news);
    expect(await effect(news)).toMatchObject({ result: { skipped: 'There is no channel' } });
  });
});

describe('people', () => {
  it('of ours are invited, and the customer through Slack Connect', async () => {
    const channelId = await open();
    await carryOut(await plan({ kind: 'slack_invite', personId: world.csm }));
    await carryOut(await plan({ kind: 'slack_share', personId: world.customer }));
    expect(slack.channels.get(channelId)).toMatchObject({
      members: [`U${world.csm.slice(-6)}`],
      invited: [`${world.customer}@acme.example`],
    });
  });

  it('come when the channel is there', async () => {
    const id = await plan({ kind: 'slack_invite', personId: world.csm });
    await expect(carryOut(id)).rejects.toMatchObject({ rule: { retryable: false } });
    await open();
    await carryOut(id);
    expect(await effect(id)).toMatchObject({ state: 'settled' });
  });

  it('wait while Slack lets us invite nobody', async () => {
    await open();
    slack.failures.inviteByConnect = [refusal('missing_scope')];
    const id = await plan({ kind: 'slack_share', personId: world.customer });
    await expect(carryOut(id)).rejects.toMatchObject({ rule: { retryable: false } });
    expect(await told()).toMatchObject([{ kind: 'slack_channel_refused' }]);
    await carryOut(id);
    expect(await effect(id)).toMatchObject({ state: 'settled' });
  });

  it('whom Slack does not let in keep nothing from going on', async () => {
    await open();
    slack.failures.inviteByConnect = ['slack_rejected'];
    const id = await plan({ kind: 'slack_share', personId: world.customer });
    await carryOut(id);
    expect(await effect(id)).toMatchObject({ state: 'settled', result: { refused: expect.any(String) } });
  });
});

describe('good news', () => {
  it('is posted once, in plain words', async () => {
    const channelId = await open();
    const id = await reached();
    await carryOut(id);
    await carryOut(id);
    expect(slack.posts).toHaveLength(1);
    expect(slack.posts[0]).toMatchObject({ channelId, key: id });
    expect(saidIn(slack.posts[0]?.blocks ?? [])).toContain('*“Data &amp; rights” is reached*');
    await carryOut(await plan({ kind: 'slack_post', about: 'go_live', milestoneId: null }));
    expect(saidIn(slack.posts[1]?.blocks ?? [])).toContain('*Acme is live!*');
  });

  it('is none where all of it is internal: anybody may share a channel by hand', async () => {
    await open();
    const id = await reached();
    const taskId = await world.addTask({ visibility: 'internal' });
    await world.db.query(
      `UPDATE tasks SET milestone_id = (SELECT id FROM milestones WHERE onboarding_id = $2) WHERE id = $1`,
      [taskId, world.onboardingId],
    );
    await carryOut(id);
    expect(slack.posts).toEqual([]);
    expect(await effect(id)).toMatchObject({ state: 'settled', result: { skipped: expect.any(String) } });
  });

  it('is looked for before it is posted again', async () => {
    await open();
    slack.failures.post = ['lost', 'slack_unclear'];
    const id = await reached();
    await expect(carryOut(id)).rejects.toMatchObject({ code: 'slack_unavailable', retryAfterMs: 75_000 });
    await expect(carryOut(id)).rejects.toMatchObject({ code: 'effect_held' });
    await leaseRunsOut(id);
    await carryOut(id);
    expect(slack.posts).toHaveLength(1);
    expect(await effect(id)).toMatchObject({ state: 'settled' });
  });

  it.each(['restricted_action', 'is_archived'])(
    'waits while Slack says %s, and the CSM hears why, once',
    async (why) => {
      await open();
      slack.failures.post = [refusal(why), refusal(why)];
      const id = await reached();
      for (const _pass of [1, 2]) await expect(carryOut(id)).rejects.toMatchObject({ rule: { retryable: false } });
      expect(await told()).toMatchObject([{ kind: 'slack_channel_refused', reason: why }]);
      expect(await shown()).toEqual({ name: 'onb-acme', reason: why, refusedSince: expect.any(String) });
      await carryOut(id);
      expect(slack.posts).toHaveLength(1);
      expect(await shown()).toEqual({ name: 'onb-acme', reason: null, refusedSince: null });
    },
  );

  it('is not posted when it had to wait until it was no news any more', async () => {
    await open();
    slack.failures.post = [refusal('is_archived')];
    const id = await reached();
    await expect(carryOut(id)).rejects.toMatchObject({ rule: { retryable: false } });
    await world.db.query(`UPDATE effects SET planned_at = planned_at - interval '15 days' WHERE id = $1`, [id]);
    await carryOut(id);
    expect(slack.posts).toEqual([]);
    expect(await effect(id)).toMatchObject({ state: 'settled', result: { skipped: expect.any(String) } });
  });
});
