import { expect, it } from 'vitest';
import { settleBothWays } from '../../../src/domain/mapping/both-ways.ts';
import { type MappingEntry, winners } from '../../../src/domain/mapping/model.ts';
import type { IncomingChange } from '../../../src/domain/mapping/reading.ts';
import { running } from '../chase/world.ts';
import { entry, mapping } from './entries.ts';

const change = (ours: string, field: string): IncomingChange => ({
  object: 'deal',
  field,
  ours: [ours],
  before: 'a',
  after: 'b',
});
const entered = (handoff: Record<string, string>) => {
  const given = running();
  return { ...given, onboarding: { ...given.onboarding, handoff } };
};
const goals = (over: Partial<MappingEntry> = {}) =>
  mapping({ entries: [entry({ ours: 'handoff.goals', field: 'why', direction: 'both', ...over })] });

it('is read where nothing of ours stands against it', () => {
  for (const whoWins of winners)
    expect(settleBothWays(change('handoff.goals', 'why'), goals({ whoWins }), entered({}), {})).toEqual({
      result: 'read',
      givesWay: [],
    });
  const oneWay = goals({ direction: 'from_crm' });
  expect(settleBothWays(change('handoff.goals', 'why'), oneWay, entered({ goals: 'ours' }), {}).result).toBe('read');
});

it('goes by who wins where something was entered here', () => {
  const settle = (whoWins: MappingEntry['whoWins']) =>
    settleBothWays(change('handoff.goals', 'why'), goals({ whoWins }), entered({ goals: 'ours' }), {
      '$handoff.goals': 'b',
    });
  expect(settle('crm')).toEqual({ result: 'conflict_crm', givesWay: ['goals'] });
  expect(settle('ours')).toEqual({ result: 'conflict_ours', givesWay: [] });
  expect(settle('nobody')).toEqual({ result: 'reported', givesWay: [] });
});

it('takes what we wrote ourselves for no conflict', () => {
  const back = settleBothWays(change('handoff.goals', 'why'), goals({ whoWins: 'crm' }), entered({ goals: 'b' }), {
    '$handoff.goals': 'b',
  });
  expect(back).toEqual({ result: 'read', givesWay: [] });
});

it('knows that a CSM of ours is one', () => {
  const given = mapping({ entries: [entry({ ours: 'csm', field: 'csm_owner', direction: 'both', whoWins: 'ours' })] });
  expect(settleBothWays(change('csm', 'csm_owner'), given, running(), { $csm: 'x' }).result).toBe('conflict_ours');
  expect(settleBothWays(change('csm', 'csm_owner'), given, running({ members: [] }), { $csm: 'x' }).result).toBe(
    'read',
  );
});
