import { valueInWords } from '../../ui/dates.ts';
import { Icon } from '../../ui/icons.tsx';
import type { LedgerEntry } from '../../api/types.ts';
import './ledger-list.css';

const shown = (value: LedgerEntry['before']): string => {
  if (value === null || value === '') return 'empty';
  if (Array.isArray(value)) return value.map(shown).join(', ') || 'none';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** On hovering, exactly as the CRM holds it. */
export function Value({ value, className = '' }: { value: LedgerEntry['before']; className?: string }) {
  return (
    <span className={`value ${className}`} title={shown(value)}>
      {valueInWords(shown(value))}
    </span>
  );
}

export function Change({ before, after }: Pick<LedgerEntry, 'before' | 'after'>) {
  if (JSON.stringify(before) === JSON.stringify(after)) return <Value value={after} />;
  return (
    <span className="change">
      <Value value={before} className="value-before" />
      <Icon name="arrow" size={14} label="became" />
      <Value value={after} />
    </span>
  );
}
