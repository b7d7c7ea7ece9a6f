import { Tag } from '../ui/badge.tsx';
import type { DealSummary } from './sandbox-api.ts';

export function StageTag({ deal }: { deal: Pick<DealSummary, 'archived' | 'isWon' | 'isClosed' | 'stageLabel'> }) {
  if (deal.archived) return <Tag icon="close">Deleted</Tag>;
  if (deal.isWon)
    return (
      <Tag tone="fine" icon="circleCheck">
        {deal.stageLabel}
      </Tag>
    );
  return <Tag icon={deal.isClosed ? 'close' : 'circle'}>{deal.stageLabel}</Tag>;
}
