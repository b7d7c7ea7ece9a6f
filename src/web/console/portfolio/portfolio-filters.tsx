import { getRouteApi } from '@tanstack/react-router';
import type { HealthStatus, OnboardingStatus } from '../../api/types.ts';
import { SearchFilter } from '../../ui/search-filter.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { Switch } from '../../ui/tabs.tsx';
import { healthMeaning, onboardingMeaning } from '../../ui/words.ts';

const route = getRouteApi('/console/');

const current: readonly OnboardingStatus[] = ['handoff', 'draft', 'active', 'on_hold', 'live'];
export const currentStatuses = current.join(',');
const statuses: readonly OnboardingStatus[] = [...current, 'transitioned', 'cancelled'];
const healths: readonly HealthStatus[] = ['on_track', 'at_risk', 'blocked'];
const sorts = [
  { key: 'health', label: 'Worst health first' },
  { key: 'target', label: 'Next go-live first' },
  { key: 'updated', label: 'Last change first' },
  { key: 'name', label: 'By name' },
] as const;

function useFilters() {
  const navigate = route.useNavigate();
  const now = route.useSearch();
  const set = (change: typeof now) => void navigate({ search: { ...now, ...change }, replace: true });
  return { ...now, set };
}

export function StatusFilter({ counts }: { counts: Record<string, number> }) {
  const { status, set } = useFilters();
  const all = current.reduce((sum, each) => sum + (counts[each] ?? 0), 0);
  const choice = (key: string, word: string, count: number) => ({
    key,
    label: (
      <>
        {word} <span className="faint">{count}</span>
      </>
    ),
  });
  return (
    <Switch
      label="Status"
      value={status ?? 'current'}
      onChange={(key) => set({ status: key === 'current' ? undefined : key })}
      choices={[
        choice('current', 'Current', all),
        ...statuses
          .filter((each) => counts[each] || each === status)
          .map((each) => choice(each, onboardingMeaning[each].word, counts[each] ?? 0)),
      ]}
    />
  );
}

export function PortfolioFilters() {
  const { health, search, sort, mine, set } = useFilters();
  return (
    <div className="toolbar">
      <SearchFilter label="Search customers" value={search} onChange={(words) => set({ search: words })} />
      <Switch
        label="Whose"
        value={mine ? 'mine' : 'all'}
        onChange={(key) => set({ mine: key === 'mine' || undefined })}
        choices={[
          { key: 'all', label: 'Everybody’s' },
          { key: 'mine', label: 'Mine' },
        ]}
      />
      <SelectField
        label="Health"
        isInline
        value={health ?? 'any'}
        onChange={(key) => set({ health: key === 'any' ? undefined : key })}
        choices={[
          { key: 'any', label: 'Any health' },
          ...healths.map((key) => ({ key, label: healthMeaning[key].word, icon: healthMeaning[key].icon })),
        ]}
      />
      <SelectField
        label="Order"
        isInline
        value={sort ?? 'health'}
        onChange={(key) => set({ sort: key === 'health' ? undefined : key })}
        choices={sorts}
      />
    </div>
  );
}
