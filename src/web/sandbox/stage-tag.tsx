import { Tag } from '../ui/badge.tsx';

export interface StandingDeal {
  archived: boolean;
  isWon: boolean;
  isClosed: boolean;
  stageLabel: string;
}

export function StageTag({ deal }: { deal: StandingDeal }) {
  if (deal.archived) return <Tag icon="close">Deleted</Tag>;
  if (deal.isWon)
    return (
      <Tag tone="fine" icon="circleCheck">
        {deal.stageLabel}
      </Tag>
    );
  return <Tag icon={deal.isClosed ? 'close' : 'circle'}>{deal.stageLabel}</Tag>;
}
