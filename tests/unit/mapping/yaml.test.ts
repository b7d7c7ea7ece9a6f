import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mappingYaml, parseMapping } from '../../../src/contracts/playbook/mapping-yaml.ts';
import { catalogue } from '../../../src/domain/mapping/catalogue.ts';
import {
  type Mapping,
  type MappingEntry,
  mappingDirections,
  type Transform,
  winners,
} from '../../../src/domain/mapping/model.ts';
import { entry, mapping } from './entries.ts';

const read = (text: string): Mapping => {
  const parsed = parseMapping(text, 'mapping.yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.mapping;
};

describe('a mapping as YAML', () => {
  it('is read, short and long', () => {
    const text = `
note: As agreed with RevOps
crm:
  fields:
    progress: deal.percent
    health_status: { to: deal.light, as: { values: { at_risk: Amber }, otherwise: Green }, wins: crm }
    renewal_date: [deal.renews, { to: company.renewal_on, as: { shift: -90 } }]
    term_months: { from: deal.years, as: { times: 12 }, default: 12 }
    handoff.goals: { both: deal.why, wins: nobody }
    contract_value: { to: deal.acv, as: major-units }
  stages: { pipeline: Sales, wins: crm, when: { active: Started, phase.rollout: Rollout, milestone.go-live: Live } }
  renewal: { pipeline: Renewals, stage: Upcoming, owner: deal_owner, amount: none, uplift: 5 }
`;
    expect(read(text)).toEqual({
      entries: [
        entry({ ours: 'progress', field: 'percent' }),
        entry({
          field: 'light',
          transform: { kind: 'values', values: { at_risk: 'Amber' }, otherwise: 'Green' },
          whoWins: 'crm',
        }),
        entry({ ours: 'renewal_date', field: 'renews' }),
        entry({
          ours: 'renewal_date',
          object: 'company',
          field: 'renewal_on',
          transform: { kind: 'shift_days', days: -90 },
        }),
        entry({
          ours: 'term_months',
          field: 'years',
          direction: 'from_crm',
          transform: { kind: 'scale', by: 12, decimals: 0 },
          default: '12',
          whoWins: 'crm',
        }),
        entry({ ours: 'handoff.goals', field: 'why', direction: 'both', whoWins: 'nobody' }),
        entry({ ours: 'contract_value', field: 'acv', transform: { kind: 'major_units' } }),
      ],
      stages: {
        field: 'dealstage',
        pipeline: 'Sales',
        whoWins: 'crm',
        rules: [
          { on: 'status.active', stage: 'Started' },
          { on: 'phase.rollout', stage: 'Rollout' },
          { on: 'milestone.go-live', stage: 'Live' },
        ],
      },
      renewal: {
        pipeline: 'Renewals',
        stage: 'Upcoming',
        termMonths: 12,
        basis: 'contract_start',
        createDeal: true,
        owner: 'deal_owner',
        amount: 'none',
        upliftPercent: 5,
      },
    });
  });

  it('comes back as the same mapping, whatever is in it', () => {
    const transforms: fc.Arbitrary<Transform> = fc.oneof(
      fc.constant({ kind: 'none' as const }),
      fc.record({ kind: fc.constant('shift_days' as const), days: fc.integer({ min: -3650, max: 3650 }) }),
      fc.record({
        kind: fc.constant('values' as const),
        values: fc.dictionary(fc.stringMatching(/^[a-z ]{1,8}$/), fc.string({ maxLength: 8 })),
        otherwise: fc.option(fc.string({ maxLength: 8 })),
      }),
      fc.record({
        kind: fc.constant('template' as const),
        before: fc.string({ maxLength: 9 }),
        after: fc.string({ maxLength: 9 }),
      }),
      fc.record({
        kind: fc.constant('scale' as const),
        by: fc.integer({ min: -9, max: 99 }),
        decimals: fc.integer({ min: 0, max: 6 }),
      }),
      fc.constant({ kind: 'major_units' as const }),
    );
    const entries: fc.Arbitrary<MappingEntry> = fc.record({
      ours: fc.constantFrom(...catalogue.map(({ name }) => name), 'handoff.goals', 'milestone.go-live'),
      object: fc.constantFrom('deal', 'company'),
      field: fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,20}$/),
      direction: fc.constantFrom(...mappingDirections),
      transform: transforms,
      default: fc.option(fc.string({ maxLength: 12 })),
      whoWins: fc.constantFrom(...winners),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(entries, { maxLength: 6, selector: ({ ours }) => ours }),
        fc.string({ minLength: 1 }),
        (given, note) => {
          const written = mapping({ entries: given });
          const plainFirst = (list: MappingEntry[]) => list.map((one) => JSON.stringify(one)).sort();
          expect(plainFirst(read(mappingYaml(written, `n${note}n`)).entries)).toEqual(plainFirst(written.entries));
        },
      ),
    );
  });

  it('says where it is wrong', () => {
    const parsed = parseMapping(
      'crm:\n  fields:\n    mood: deal.mood\n    progress: progress\n  stages: { party: Live }\n',
      'm.yaml',
    );
    expect(parsed).toMatchObject({
      ok: false,
      issues: expect.arrayContaining([
        expect.objectContaining({
          line: 3,
          path: 'crm.fields.mood',
          message: expect.stringContaining('no value “mood”'),
        }),
        expect.objectContaining({ line: 4, message: expect.stringContaining('is no CRM field') }),
        expect.objectContaining({ line: 5, path: 'crm.stages.when.party' }),
      ]),
    });
    expect(parseMapping('crm:\n  fields: { progress: { to: deal.a, from: deal.b } }', 'm.yaml')).toMatchObject({
      ok: false,
      issues: [expect.objectContaining({ message: expect.stringContaining('one of to, from or both') })],
    });
  });
});
