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

type Pair = Pick<LedgerEntry, 'before' | 'after'>;
const isSame = ({ before, after }: Pair): boolean => JSON.stringify(before) === JSON.stringify(after);

export function Change({ before, after }: Pair) {
  if (isSame({ before, after })) return <Value value={after} />;
  return (
    <span className="change">
      <Value value={before} className="value-before" />
      <Icon name="arrow" size={14} label="became" />
      <Value value={after} />
    </span>
  );
}

/** What the CRM holds, and beside it what was not written there. */
export function Kept({ before, after }: Pair) {
  if (isSame({ before, after })) return <Value value={after} />;
  return (
    <span>
      <Value value={before} />
      <span className="cell-sub">
        ours: <Value value={after} />
      </span>
    </span>
  );
}
