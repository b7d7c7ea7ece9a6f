import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Answer, DealHit } from '../../api/types.ts';
import { Tag } from '../../ui/badge.tsx';
import { TextField } from '../../ui/field.tsx';
import './deal-choice.css';

interface DealChoiceProps {
  search: string;
  onSearch: (search: string) => void;
  deals: UseQueryResult<Answer<'searchDeals'>>;
  chosen: DealHit | null;
  onChoose: (deal: DealHit) => void;
  /** also one that has an onboarding */
  isAny?: boolean;
}

const isOnboarded = ({ onboardingStatus }: DealHit): boolean =>
  onboardingStatus !== null && onboardingStatus !== 'transitioned' && onboardingStatus !== 'cancelled';

export function DealChoice({ search, onSearch, deals, chosen, onChoose, isAny = false }: DealChoiceProps) {
  const isSearching = search.trim().length >= 2;
  return (
    <>
      <TextField
        label="Deal"
        isRequired
        placeholder="A part of its name"
        value={search}
        onChange={onSearch}
        help="Searched in the CRM."
      />
      {isSearching && deals.error && (
        <p className="field-error" role="alert">
          {deals.error.message}
        </p>
      )}
      {isSearching && (deals.data?.unanswered.length ?? 0) > 0 && (
        <p className="field-error" role="alert">
          {deals.data?.unanswered.join(', ')} could not be searched now: deals from there are missing here.
        </p>
      )}
      {isSearching && deals.data?.items.length === 0 && <p className="soft">No deal has “{search}” in its name.</p>}
      {isSearching && (deals.data?.items.length ?? 0) > 0 && (
        <fieldset className="deals">
          <legend className="visually-hidden">Deals found</legend>
          {deals.data?.items.map((deal) => (
            <div key={deal.dealId} className="deal">
              <input
                type="radio"
                name="deal"
                id={`deal-${deal.dealId}`}
                checked={chosen?.dealId === deal.dealId}
                disabled={!isAny && isOnboarded(deal)}
                onChange={() => onChoose(deal)}
              />
              <div className="deal-words">
                <label htmlFor={`deal-${deal.dealId}`} className="strong">
                  {deal.name}
                </label>
                <span className="row small">
                  <Tag tone={deal.isWon ? 'fine' : 'neutral'}>{deal.stageLabel}</Tag>
                  {deal.onboardingId && (
                    <Link to="/console/onboardings/$onboardingId" params={{ onboardingId: deal.onboardingId }}>
                      Its onboarding
                    </Link>
                  )}
                  {deal.noOnboardingReason && <span className="soft">{deal.noOnboardingReason}</span>}
                </span>
              </div>
            </div>
          ))}
        </fieldset>
      )}
    </>
  );
}
