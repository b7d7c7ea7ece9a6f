import type { Mapping } from '../../api/types.ts';
import { Fact } from '../../ui/badge.tsx';
import type { Meaning } from '../../ui/tone.ts';
import { type DiffLine, mappingDiff } from './mapping-diff.ts';

const meanings: Record<DiffLine['kind'], Meaning> = {
  comes: { word: 'Comes', tone: 'fine', icon: 'plus' },
  goes: { word: 'Goes', tone: 'late', icon: 'minus' },
  changes: { word: 'Changes', tone: 'accent', icon: 'arrow' },
};

export function DiffList({ before, after, none }: { before: Mapping; after: Mapping; none: string }) {
  const lines = mappingDiff(before, after);
  if (lines.length === 0) return <p className="soft">{none}</p>;
  return (
    <ul className="mapping-diff stack-tight">
      {lines.map(({ kind, what, how }) => (
        <li key={`${kind} ${what}`}>
          <Fact tone={meanings[kind].tone} icon={meanings[kind].icon}>
            {meanings[kind].word}
          </Fact>{' '}
          <span className="strong cell-wrap">{what}</span>
          {how.map((words) => (
            <span key={words} className="cell-sub cell-wrap">
              {words}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}
