import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CrmPort, FieldWrite } from '../../integrations/ports.ts';
import { type Sandbox, startSandbox } from './sandbox-server.ts';

let sandbox: Sandbox;
let crm: CrmPort;
let dealId: string;
beforeEach(async () => {
  sandbox = await startSandbox();
  ({ crm } = sandbox.hubspot());
  await crm.setUp();
  ({ id: dealId } = await sandbox.addDeal({}));
});
afterEach(() => sandbox.stop());

const write = (values: FieldWrite['values'], expected?: FieldWrite['expected']) =>
  crm.writeFields([
    { objectType: 'deal', recordId: dealId, onboardingId: null, values, ...(expected && { expected }) },
  ]);
const held = async (field: string): Promise<string | null | undefined> =>
  (await sandbox.deal(dealId)).properties[field];

describe('a value that somebody changed since we last looked', () => {
  it('is kept where that is asked for, told as changed, and its neighbours are written', async () => {
    await write({ gangway_next_milestone: 'by a rep' });
    const [result] = await write(
      { gangway_next_milestone: 'Kickoff', gangway_progress: 10 },
      { gangway_next_milestone: { anyOf: ['Contract'], ifChanged: 'keep' } },
    );
    expect(result).toMatchObject({
      result: 'written',
      before: { gangway_next_milestone: 'by a rep' },
      changedByOthers: ['gangway_next_milestone'],
    });
    expect(await held('gangway_next_milestone')).toBe('by a rep');
    expect(await held('gangway_progress')).toBe('10');
  });

  it('is written over where that is asked for, and told as changed', async () => {
    await write({ gangway_next_milestone: 'by a rep' });
    const [result] = await write(
      { gangway_next_milestone: 'Kickoff' },
      { gangway_next_milestone: { anyOf: [null], ifChanged: 'write' } },
    );
    expect(result).toMatchObject({ changedByOthers: ['gangway_next_milestone'] });
    expect(await held('gangway_next_milestone')).toBe('Kickoff');
  });

  it('is none where it holds what was expected, or what is wanted already', async () => {
    await write({ gangway_health: 60 });
    const expected = { gangway_health: { anyOf: ['60.0'], ifChanged: 'keep' as const } };
    const [asExpected] = await write({ gangway_health: 70 }, expected);
    expect(asExpected).not.toHaveProperty('changedByOthers');
    expect(await held('gangway_health')).toBe('70');
    const [asWanted] = await write({ gangway_health: 70 }, expected);
    expect(asWanted).not.toHaveProperty('changedByOthers');
  });

  it('is known for stages as well, which are wanted by label and held by id', async () => {
    await write({ dealstage: 'stage:Live' });
    const [followed] = await write(
      { dealstage: 'stage:Closed won' },
      { dealstage: { anyOf: ['stage:Live'], ifChanged: 'keep' } },
    );
    expect(followed).not.toHaveProperty('changedByOthers');
    const [kept] = await write(
      { dealstage: 'stage:Contract sent' },
      { dealstage: { anyOf: ['stage:Live'], ifChanged: 'keep' } },
    );
    expect(kept).toMatchObject({ before: { dealstage: 'closedwon' }, changedByOthers: ['dealstage'] });
    expect(await held('dealstage')).toBe('closedwon');
    const [sent] = await write(
      { dealstage: 'stage:Contract sent' },
      { dealstage: { anyOf: ['stage:Live', 'stage:Closed won'], ifChanged: 'keep' } },
    );
    expect(sent).not.toHaveProperty('changedByOthers');
    expect(await held('dealstage')).toBe('contractsent');
  });
});

describe('a pipeline that is wanted with a stage', () => {
  it('is found by its label, and the stage in it', async () => {
    const [result] = await write({ pipeline: 'pipeline:Renewals', dealstage: 'stage:Renewed' });
    expect(result).toMatchObject({ result: 'written' });
    const stage = (await crm.listStages()).find(({ label }) => label === 'Renewed');
    expect(await held('pipeline')).toBe(stage?.pipelineId);
    expect(await held('dealstage')).toBe(stage?.stageId);
  });
  it('is refused by name where there is none', async () => {
    expect(await write({ pipeline: 'pipeline:Nowhere' })).toMatchObject([
      { result: 'failed', code: 'rejected', field: 'pipeline', message: expect.stringContaining('Nowhere') },
    ]);
  });
});
