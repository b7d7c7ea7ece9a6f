import { useQuery } from '@tanstack/react-query';
import { stillChosenQuery } from '../../api/queries.ts';
import type { Backfill } from '../../api/types.ts';
import { Fact } from '../../ui/badge.tsx';
import { plural } from '../../ui/words.ts';

/** Whom the stop left out: chosen, and not taken over. */
export function StoppedBefore({ backfill: { id, counts } }: { backfill: Backfill }) {
  const names = (useQuery(stillChosenQuery(id)).data?.items ?? []).map(({ name }) => name);
  const others = counts.chosen - names.length;
  return (
    <Fact tone="attention" icon="pause">
      Stopped before {plural(counts.chosen, 'deal')} {counts.chosen === 1 ? 'that was' : 'that were'} chosen
      {names.length > 0 && `: ${names.join(', ')}${others > 0 ? ` and ${others} more` : ''}`}
    </Fact>
  );
}
