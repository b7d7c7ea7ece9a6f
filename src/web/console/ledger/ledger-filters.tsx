import { useQuery } from '@tanstack/react-query';
import { systemQuery } from '../../api/queries.ts';
import type { LedgerSearch } from '../../search-params.ts';
import { DateField } from '../../ui/date-field.tsx';
import { SearchFilter } from '../../ui/search-filter.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { Switch } from '../../ui/tabs.tsx';
import { meaningOf } from './ledger-list.tsx';

const results = [
  'written',
  'unchanged',
  'failed',
  'created',
  'found',
  'read',
  'reported',
  'conflict_ours',
  'conflict_crm',
  'rehearsed',
] as const;

interface Props {
  now: LedgerSearch;
  set: (change: LedgerSearch) => void;
}

export function ConnectionFilter({ now: { connection }, set }: Props) {
  const connections = useQuery(systemQuery).data?.connections ?? [];
  if (connections.length < 2) return null;
  return (
    <SelectField
      label="Connection"
      isInline
      value={connection ?? 'any'}
      onChange={(key) => set({ connection: key === 'any' ? undefined : key })}
      choices={[
        { key: 'any', label: 'All connections' },
        ...connections.map(({ id, name }) => ({ key: id, label: name })),
      ]}
    />
  );
}

export function LedgerFilters({ now, set }: Props) {
  const { direction, result, actor, search, from, to } = now;
  return (
    <div className="toolbar">
      <SearchFilter label="Search the ledger" value={search} onChange={(words) => set({ search: words })} />
      <Switch
        label="Direction"
        value={direction ?? 'all'}
        onChange={(key) => set({ direction: key === 'all' ? undefined : key })}
        choices={[
          { key: 'all', label: 'All' },
          { key: 'out', label: 'To the CRM' },
          { key: 'in', label: 'From the CRM' },
          { key: 'drift', label: 'Drift' },
        ]}
      />
      <SelectField
        label="Result"
        isInline
        value={results.find((each) => each === result) ?? 'any'}
        onChange={(key) => set({ result: key === 'any' ? undefined : key })}
        choices={[{ key: 'any', label: 'Any result' }, ...results.map((key) => ({ key, label: meaningOf(key).word }))]}
      />
      <ConnectionFilter now={now} set={set} />
      <SearchFilter label="Changed by" value={actor} onChange={(name) => set({ actor: name })} />
      <div className="ledger-days">
        <DateField label="From" value={from ?? null} onChange={(day) => set({ from: day ?? undefined })} />
        <DateField label="To" value={to ?? null} onChange={(day) => set({ to: day ?? undefined })} />
      </div>
    </div>
  );
}
