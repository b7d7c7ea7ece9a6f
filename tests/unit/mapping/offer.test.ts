import { describe, expect, it } from 'vitest';
import { offerOf } from '../../../src/domain/mapping/offer.ts';
import { world } from './entries.ts';

const field = (name: string) => {
  const found = world.fields.deal.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
};
const begun = (ours: string, direction: 'to_crm' | 'from_crm' | 'both' = 'to_crm') => ({
  ours,
  object: 'deal' as const,
  direction,
  whoWins: 'ours' as const,
});
const kinds = (ours: string, name: string, direction?: 'to_crm' | 'from_crm' | 'both') =>
  offerOf(begun(ours, direction), field(name), world).transforms.map(({ kind }) => kind);

describe('what an editor may offer', () => {
  it('refuses a date for a number field, with why', () => {
    expect(offerOf(begun('kickoff_date'), field('percent'), world)).toEqual({
      transforms: [],
      why: expect.stringContaining('a date does not fit into percent'),
    });
  });
  it('offers each transform that leads to the field', () => {
    expect(kinds('health', 'percent')).toEqual(['none', 'scale']);
    expect(kinds('health', 'traffic_light')).toEqual(['values']);
    expect(kinds('kickoff_date', 'start')).toEqual(['none', 'shift_days']);
    expect(kinds('contract_value', 'percent')).toEqual(['none', 'major_units']);
  });
  it('leaves single values of a list to be translated later', () => {
    expect(offerOf(begun('health_status'), field('traffic_light'), world).why).toBeNull();
  });
  it('offers nothing that cannot be undone where a field goes both ways', () => {
    expect(kinds('handoff.purchased_for', 'goals', 'both')).not.toContain('scale');
  });
  it.each([
    ['won', 'read-only'],
    ['external_id', 'unique'],
    ['dealstage', 'stages of the mapping'],
  ])('refuses %s, which is %s', (name, why) => {
    expect(offerOf(begun('health_status'), field(name), world)).toEqual({
      transforms: [],
      why: expect.stringContaining(why),
    });
  });
});
