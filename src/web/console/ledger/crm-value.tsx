import { Icon } from '../../ui/icons.tsx';
import type { LedgerEntry } from '../../api/types.ts';
import { asWritten, inWords } from './value-words.ts';
import './ledger-list.css';

/** On hovering, exactly as the CRM holds it. */
export function Value({ value, className = '' }: { value: LedgerEntry['before']; className?: string }) {
  return (
    <span className={`value ${className}`} title={asWritten(value)}>
      {inWords(value)}
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
