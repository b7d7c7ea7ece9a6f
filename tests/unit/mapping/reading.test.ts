import { describe, expect, it } from 'vitest';
import { incomingChanges, keptInputs, readInputs } from '../../../src/domain/mapping/reading.ts';
import { entry, mapping } from './entries.ts';

const from = (ours: string, field: string, over = {}) => entry({ ours, field, direction: 'from_crm', ...over });

const of = { currency: null, timezone: 'Europe/Berlin' };

describe('what a deal’s fields feed', () => {
  it.each([
    ['2026-11-29T23:00:00Z', 'Europe/Berlin', '2026-11-30'],
    ['2026-11-30T00:00:00Z', 'America/New_York', '2026-11-30'],
    ['2026-11-30T03:00:00Z', 'America/New_York', '2026-11-29'],
    ['1795993200000', 'Europe/Berlin', '2026-11-30'],
  ])('the moment %s is, for people in %s, on %s', (signed, timezone, day) => {
    const given = mapping({ entries: [from('contract_start', 'signed')] });
    expect(readInputs(given, { signed }, { currency: null, timezone }).get('contract_start')).toBe(day);
  });
  it('is read from the usual fields where the mapping says nothing', () => {
    const inputs = readInputs(
      mapping(),
      {
        segment: 'smb',
        contract_term_months: '24',
        contract_start_date: '2026-03-01',
        wished_go_live: '1775001600000',
      },
      of,
    );
    expect(Object.fromEntries(inputs)).toEqual({
      segment: 'smb',
      region: null,
      term_months: 24,
      contract_start: '2026-03-01',
      wished_go_live: '2026-04-01',
    });
  });
  it('comes from the mapping’s fields instead, transformed, with defaults', () => {
    const given = mapping({
      entries: [
        from('term_months', 'years', { transform: { kind: 'scale', by: 12, decimals: 0 } }),
        from('region', 'area', { object: 'company', default: 'EMEA' }),
        from('segment', 'size', { transform: { kind: 'values', values: { L: 'enterprise' }, otherwise: 'smb' } }),
        from('contract_start', 'signed', { transform: { kind: 'shift_days', days: 1 } }),
      ],
    });
    const fields = { years: '2', size: 'L', signed: '2026-02-28T10:00:00Z', region: 'APAC', contract_term_months: '3' };
    expect(Object.fromEntries(readInputs(given, fields, of))).toMatchObject({
      term_months: 24,
      region: 'EMEA',
      segment: 'enterprise',
      contract_start: '2026-03-01',
    });
    expect(readInputs(given, { 'company.area': 'NA', size: 'S' }, of).get('region')).toBe('NA');
  });
  it('is nothing where the field holds no such value', () => {
    const inputs = readInputs(mapping(), { contract_term_months: 'two years', wished_go_live: 'in spring' }, of);
    expect(inputs.get('term_months')).toBeNull();
    expect(inputs.get('wished_go_live')).toBeNull();
  });
  it('keeps sales handoff and CSM beside the deal’s own fields', () => {
    const given = mapping({
      entries: [
        entry({
          ours: 'handoff.goals',
          field: 'why',
          direction: 'both',
          transform: { kind: 'template', before: '> ', after: '' },
        }),
        from('csm', 'csm_owner'),
      ],
    });
    expect(keptInputs(readInputs(given, { why: '> growth', csm_owner: '42', segment: 'smb' }, of))).toEqual({
      '$handoff.goals': 'growth',
      $csm: '42',
    });
  });
});

it('tells each field that changed once, with everything it feeds', () => {
  const given = mapping({ entries: [from('region', 'area'), from('segment', 'area'), from('csm', 'owner')] });
  expect(incomingChanges(given, { area: 'A', owner: '1', other: 'x' }, { area: 'B', owner: '1', other: 'y' })).toEqual([
    { object: 'deal', field: 'area', ours: ['region', 'segment'], before: 'A', after: 'B' },
  ]);
  expect(incomingChanges(given, {}, { owner: '7' })).toMatchObject([{ field: 'owner', before: null, after: '7' }]);
});
