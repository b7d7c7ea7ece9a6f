/** What a playbook says of the CRM's own stages, from one phase to the next, on both CRMs: in a pipeline of its own where there are several. */
import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { replayFailedWrites } from '../../../src/usecases/crm/replay-failed-writes.ts';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { setMode } from '../../../src/usecases/crm/set-mode.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { byManager } from './by-a-manager.ts';
import { mappedOnboarding } from './mapped-onboarding.ts';

const labels = ['Started', 'Rollout', 'With CS'];

describe.each(worlds)('on $name', ({ start }) => {
  const on = mappedOnboarding(start, 'tests/fixtures/playbooks');
  const { does, task, written, publish, reachFirstUse, goLive } = byManager(on, 4);
  let pipeline: string | null = null;
  /** as the CRM itself has it: “Service: Rollout”; where there is one pipeline only, “Rollout” */
  const stands = async (): Promise<string> => {
    const [read] = await on.world.crm.readDeals([on.dealId], []);
    if (read?.result !== 'found') return 'missing';
    const { pipelineId, stageLabel } = read.deal;
    const stage = (await on.world.crm.listStages()).find((one) => one.pipelineId === pipelineId);
    return pipeline === null ? stageLabel : `${stage?.pipelineLabel ?? ''}: ${stageLabel}`;
  };
  const in_ = (stage: string): string => (pipeline === null ? stage : `${pipeline}: ${stage}`);
  const standing = async () => {
    const [row] = await on.db.query<{ status: string; heldBy: string | null }>(
      'SELECT status, held_by AS "heldBy" FROM onboardings WHERE id = $1',
      [on.onboardingId],
    );
    return row;
  };
  const failed = () =>
    on.db.query<{ field: string; error: string }>(
      `SELECT field, error FROM crm_values WHERE connection_id = $1 AND state = 'failed' ORDER BY field`,
      [on.connectionId],
    );

  /** the playbook says so from now on */
  const follow = async (whoWins: 'ours' | 'crm'): Promise<void> => {
    const { playbooks } = on.deps();
    const [current] = await playbooks.current();
    if (!current) throw new Error('there is one');
    const rules = [
      { on: 'phase.start', stage: 'Started' },
      { on: 'phase.rollout', stage: 'Rollout' },
      { on: 'status.live', stage: 'With CS' },
    ];
    const stageSync = { field: 'dealstage', pipeline, rules, whoWins };
    const playbook = { ...current.playbook, crm: { ...current.playbook.crm, stageSync } };
    const { versionId } = await playbooks.publish({ playbook, source: uuid(), now: new Date(), byId: null });
    await on.db.query('UPDATE onboardings SET playbook_version_id = $2 WHERE id = $1', [on.onboardingId, versionId]);
  };

  beforeEach(async () => {
    pipeline = await on.world.addStages(labels);
    await follow('ours');
  });

  it('the deal goes from phase to phase with the onboarding, stays won, and is held by nobody', async () => {
    const told = [];
    for (const step of [publish, reachFirstUse, goLive]) {
      await step();
      await on.follow();
      told.push([await stands(), (await standing())?.heldBy]);
    }
    expect(told).toEqual([
      [in_('Started'), null],
      [in_('Rollout'), null],
      [in_('With CS'), null],
    ]);
    expect(await standing()).toEqual({ status: 'live', heldBy: null });
    const moves = (await on.ledgerOf('dealstage')).map(({ result, after }) => [result, after]);
    expect(moves).toEqual(labels.map((label) => ['written', `stage:${label}`]));
    expect(await failed()).toEqual([]);
  });

  it.each(['lost', 'open'] as const)(
    '%s, the CRM keeps its stage; won again anywhere, it is ours to set',
    async (to) => {
      await publish();
      await on.world.moveDeal(on.dealId, to);
      await on.follow();
      const theirs = await stands();
      expect(await standing()).toEqual({ status: 'on_hold', heldBy: 'crm' });
      await written();
      await reconcileConnection(on.deps(), on.connectionId);
      await written();
      expect(await stands()).toBe(theirs);
      const won = { dealstage: 'stage:Live', ...(pipeline !== null && { pipeline: 'pipeline:Sales' }) };
      await on.world.crm.writeFields([{ objectType: 'deal', recordId: on.dealId, values: won, onboardingId: null }]);
      await on.follow();
      expect(await standing()).toEqual({ status: 'active', heldBy: null });
      await written();
      expect(await stands()).toBe(in_('Started'));
      expect(await failed()).toEqual([]);
    },
  );

  describe.each(['ours', 'crm'] as const)('where %s wins', (whoWins) => {
    it.each(['lost', 'open'] as const)('%s before a stage was written, the deal stays where it is', async (to) => {
      await follow(whoWins);
      await does('publish', on.onboardingId);
      await on.advance();
      await on.world.moveDeal(on.dealId, to);
      const theirs = await stands();
      for (let round = 0; round < 4; round += 1) await on.drain();
      expect(await stands()).toBe(theirs);
      expect((await on.ledgerOf('dealstage')).at(-1)).toMatchObject({ result: 'conflict_crm' });
      expect(await on.held('gangway_stage')).toBe('in_progress');
      expect(await failed()).toEqual([]);
    });
  });

  it('lost during a dry run, the deal stays where it is when the connection goes live', async () => {
    await setMode(on.deps(), on.connectionId, 'dry_run');
    await publish();
    await on.world.moveDeal(on.dealId, 'lost');
    await on.follow();
    const theirs = await stands();
    await setMode(on.deps(), on.connectionId, 'live');
    await written();
    expect(await stands()).toBe(theirs);
    expect(await standing()).toEqual({ status: 'on_hold', heldBy: 'crm' });
  });

  it('cancelled before a stage was written, the deal stays where it is', async () => {
    const before = await stands();
    await does('publish', on.onboardingId);
    await on.advance();
    await does('cancel', on.onboardingId, { reason: 'They changed their mind' });
    await written();
    expect(await stands()).toBe(before);
    expect(await on.ledgerOf('dealstage')).toEqual([]);
    expect(await on.held('gangway_stage')).toBe('cancelled');
  });

  it('a stage that is gone stops the stage alone, by its name; the next one is reached, and the deal stays won', async () => {
    await on.world.deleteStage('Started');
    const before = await stands();
    await publish();
    expect(await stands()).toBe(before);
    expect((await failed()).length).toBeGreaterThan(0);
    for (const { field, error } of await failed()) {
      expect(['dealstage', 'pipeline']).toContain(field);
      expect(error).toContain('Started');
    }
    expect(await on.held('gangway_stage')).toBe('in_progress');
    expect(await standing()).toEqual({ status: 'active', heldBy: null });
    await reachFirstUse();
    expect(await stands()).toBe(in_('Rollout'));
    expect(await failed()).toEqual([]);
  });

  it('a stage that is gone and comes back is reached when it is tried again, by whichever entry of the ledger', async () => {
    await on.world.deleteStage('Started');
    await publish();
    const [first] = await on.db.query<{ id: string }>(
      `SELECT id FROM sync_ledger WHERE connection_id = $1 AND result = 'failed' AND field IN ('dealstage', 'pipeline') ORDER BY field DESC LIMIT 1`,
      [on.connectionId],
    );
    await on.world.addStages(labels);
    await replayFailedWrites(on.deps(), { ledgerId: first?.id ?? '' });
    for (let round = 0; round < 4; round += 1) await on.drain();
    expect(await stands()).toBe(in_('Started'));
    expect(await failed()).toEqual([]);
  });

  it('a stage that is deleted while we know it is refused by the CRM, and stops alone as well', async () => {
    await publish();
    expect(await stands()).toBe(in_('Started'));
    await on.world.deleteStage('Rollout');
    await reachFirstUse();
    expect(await stands()).toBe(in_('Started'));
    expect((await failed()).map(({ field }) => field)).toContain('dealstage');
    expect(Number(await on.held('gangway_progress'))).toBeGreaterThan(0);
    await goLive();
    expect(await stands()).toBe(in_('With CS'));
  });

  it('a move whose answer was lost is ours, also where the CRM wins', async () => {
    await follow('crm');
    await publish();
    await on.world.trouble('lost_update');
    await does('complete', await task('invite'));
    await on.advance();
    await on.drain().catch(() => null);
    await on.world.trouble('none');
    expect(await stands()).toBe(in_('Rollout'));
    await does('complete', await task('invite-all'));
    await does('approve-go-live', on.onboardingId);
    await on.advance();
    await on.db.query('UPDATE crm_values SET retry_at = NULL');
    await written();
    expect(await stands()).toBe(in_('With CS'));
    // what stood there before we came is the CRM's, and nothing after that
    const [first, ...later] = (await on.ledgerOf('dealstage')).map(({ result }) => result);
    expect(first).toBe('conflict_crm');
    expect(later).toContain('written');
    expect(later).not.toContain('conflict_crm');
  });
});
