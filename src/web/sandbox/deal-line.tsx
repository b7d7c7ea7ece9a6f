import { StageTag, type StandingDeal } from './stage-tag.tsx';

interface DealLineProps {
  deal: StandingDeal & { name: string };
  facts: (string | null)[];
  onOpen: () => void;
}

export function DealLine({ deal, facts, onOpen }: DealLineProps) {
  return (
    <li className={deal.archived ? 'sandbox-line row-muted' : 'sandbox-line'}>
      <div className="sandbox-line-words">
        <button type="button" className="row-open" onClick={onOpen}>
          {deal.name}
        </button>
        <span className="cell-sub">{facts.filter(Boolean).join(', ')}</span>
      </div>
      <StageTag deal={deal} />
    </li>
  );
}
