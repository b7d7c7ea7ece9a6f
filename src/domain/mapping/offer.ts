/** What an editor of mappings may offer for an entry. */
import type { CrmField } from '../crm-fields.ts';
import { checkEntry } from './check-entry.ts';
import type { MappingWorld } from './check.ts';
import type { MappingEntry, Transform } from './model.ts';

/** One of each kind, as it is before anybody filled it in. */
const blankTransforms: readonly Transform[] = [
  { kind: 'none' },
  { kind: 'values', values: {}, otherwise: null },
  { kind: 'template', before: '', after: '' },
  { kind: 'shift_days', days: 0 },
  { kind: 'scale', by: 1, decimals: 0 },
  { kind: 'major_units' },
];

type Begun = Omit<MappingEntry, 'field' | 'transform' | 'default'>;
export interface Offer {
  /** transforms with which the field fits; none: it cannot be chosen */
  transforms: Transform[];
  /** why it does not fit as it is; null: it does */
  why: string | null;
}

/** Whether a field fits an entry: as it is, by a transform, or not at all and why. Single values of a list are left open. */
export const offerOf = (entry: Begun, field: CrmField, { stages, known }: MappingWorld): Offer => {
  const alone = { ...field, options: [] };
  const world = { fields: { deal: [alone], company: [alone] }, stages, known };
  const tried = blankTransforms.map((transform) => {
    const [issue] = checkEntry({ ...entry, field: field.name, transform, default: null }, '', world);
    return { transform, problem: issue?.problem ?? null };
  });
  const [plain] = tried;
  return {
    transforms: tried.filter(({ problem }) => problem === null).map(({ transform }) => transform),
    why: plain?.problem?.replace(/^.*? ↔ \S+: /, '') ?? null,
  };
};
