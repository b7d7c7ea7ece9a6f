import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combineMappings, mappingOfPlaybook } from '../../../src/domain/mapping/combine.ts';
import {
  type Mapping,
  type MappingEntry,
  mappingDirections,
  reads,
  winners,
  writes,
} from '../../../src/domain/mapping/model.ts';
import { entry, mapping } from './entries.ts';

const entries = fc.array(
  fc
    .record({
      ours: fc.constantFrom('health', 'progress', 'term_months', 'csm'),
      object: fc.constantFrom('deal', 'company'),
      field: fc.constantFrom('a', 'b', 'c'),
      direction: fc.constantFrom(...mappingDirections),
      whoWins: fc.constantFrom(...winners),
    })
    .map((over) => entry(over)),
  { maxLength: 6 },
);
const place = ({ object, field }: MappingEntry): string => `${object}.${field}`;
/** what the check of a mapping makes sure of */
const isSound = (given: MappingEntry[]): boolean => {
  const written = given.filter(writes).map(place);
  const fed = given.filter(reads).map(({ ours }) => ours);
  const circle = given.some((one) =>
    given.some((other) => one !== other && place(one) === place(other) && writes(one)),
  );
  return new Set(written).size === written.length && new Set(fed).size === fed.length && !circle;
};
const sound = entries.filter(isSound).map((given): Mapping => mapping({ entries: given }));

describe('a playbook’s mapping on top of the connection’s', () => {
  it('keeps all of the playbook, and stays sound', () => {
    fc.assert(
      fc.property(sound, sound, (connection, playbook) => {
        const both = combineMappings(connection, playbook);
        expect(both.entries.slice(0, playbook.entries.length)).toEqual(playbook.entries);
        expect(isSound(both.entries)).toBe(true);
      }),
    );
  });
  it('is the other alone where one is missing, and the same when done twice', () => {
    fc.assert(
      fc.property(sound, sound, (connection, playbook) => {
        expect(combineMappings(connection, null)).toEqual(connection);
        expect(combineMappings(null, playbook)).toEqual(playbook);
        const both = combineMappings(connection, playbook);
        expect(combineMappings(both, playbook)).toEqual(both);
      }),
    );
  });
  it('leaves the connection’s entries for other fields and other values alone', () => {
    const connection = mapping({ entries: [entry({ field: 'a' }), entry({ field: 'b', ours: 'progress' })] });
    const playbook = mapping({ entries: [entry({ field: 'a', ours: 'stage' })] });
    expect(combineMappings(connection, playbook).entries).toEqual([
      entry({ field: 'a', ours: 'stage' }),
      entry({ field: 'b', ours: 'progress' }),
    ]);
  });
  it('takes stages and renewal whole', () => {
    const stages = { field: 'dealstage', pipeline: null, rules: [], whoWins: 'ours' as const };
    const connection = mapping({ stages: { ...stages, pipeline: 'Sales' } });
    expect(combineMappings(connection, mapping({ stages })).stages).toEqual(stages);
    expect(combineMappings(connection, mapping()).stages?.pipeline).toBe('Sales');
  });
});

it('reads the short forms of a playbook', () => {
  expect(
    mappingOfPlaybook({
      stages: { live: 'Live' },
      renewal: null,
      fields: { progress: { object: 'company', field: 'percent' } },
    }),
  ).toEqual({
    entries: [entry({ ours: 'progress', object: 'company', field: 'percent' })],
    stages: { field: 'dealstage', pipeline: null, whoWins: 'ours', rules: [{ on: 'status.live', stage: 'Live' }] },
    renewal: null,
  });
});
