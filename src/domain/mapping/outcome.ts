/** What would become of a value, were it written now. */
import type { CrmField } from '../crm-fields.ts';
import type { CrmScalar } from '../model.ts';
import type { Winner } from './model.ts';

export type WriteOutcome = 'write' | 'same' | 'conflict_ours' | 'conflict_crm' | 'conflict_nobody' | 'no_field';

/** As CRMs tell values: text, numbers by what they are worth. */
export const isSameValue = (one: CrmScalar | undefined, other: CrmScalar | undefined): boolean => {
  const [a, b] = [String(one ?? ''), String(other ?? '')];
  return a === b || (a !== '' && b !== '' && Number.isFinite(Number(a)) && Number(a) === Number(b));
};

export const writeOutcome = ({
  field,
  before,
  after,
  held,
  whoWins,
}: {
  /** undefined: the CRM has none */
  field: CrmField | undefined;
  before: CrmScalar;
  after: CrmScalar;
  /** what it held when we last looked; undefined: we never did */
  held: CrmScalar | undefined;
  whoWins: Winner | null;
}): WriteOutcome => {
  if (!field) return 'no_field';
  if (isSameValue(before, after)) return 'same';
  const winner = whoWins ?? 'ours';
  const isChanged = held === undefined ? winner !== 'ours' && !isSameValue(before, null) : !isSameValue(before, held);
  return isChanged ? `conflict_${winner}` : 'write';
};
