import { Icon } from '../../ui/icons.tsx';
import type { LedgerEntry } from '../../api/types.ts';
import { asWritten, inWords } from './value-words.ts';
import './ledger-list.css';

/** On hovering, exactly as the CRM holds it. */
export function Value({
  value,
  label = null,
  className = '',
}: {
  value: LedgerEntry['before'];
  label?: string | null;
  className?: string;
}) {
  return (
    <span className={`value ${className}`} title={asWritten(value)}>
      {label ?? inWords(value)}
    </span>
  );
}

type Pair = Pick<LedgerEntry, 'before' | 'after'> & Partial<Pick<LedgerEntry, 'beforeLabel' | 'afterLabel'>>;
/** a stage may be wanted by its label and held by its id */
const isSame = ({ before, after, beforeLabel, afterLabel }: Pair): boolean =>
  JSON.stringify(beforeLabel ?? before) === JSON.stringify(afterLabel ?? after);

export function Change(pair: Pair) {
  const { before, beforeLabel, after, afterLabel } = pair;
  if (isSame(pair)) return <Value value={after} label={afterLabel} />;
  return (
    <span className="change">
      <Value value={before} label={beforeLabel} className="value-before" />
      <Icon name="arrow" size={14} label="became" />
      <Value value={after} label={afterLabel} />
    </span>
  );
}

/** What the CRM holds, and beside it what was not written there. */
export function Kept(pair: Pair) {
  const { before, beforeLabel, after, afterLabel } = pair;
  if (isSame(pair)) return <Value value={after} label={afterLabel} />;
  return (
    <span>
      <Value value={before} label={beforeLabel} />
      <span className="cell-sub">
        ours: <Value value={after} label={afterLabel} />
      </span>
    </span>
  );
}
