import { useNavigate, useSearch } from '@tanstack/react-router';
import { Switch } from '../ui/tabs.tsx';
import { Deals } from './deals.tsx';
import { Opportunities } from './opportunities.tsx';

/** One CRM at a time: what is done in one is not seen in the other. */
export function DealColumn() {
  const { crm = 'hubspot' } = useSearch({ from: '/sandbox' });
  const navigate = useNavigate({ from: '/sandbox' });
  const choose = (chosen: 'hubspot' | 'salesforce') =>
    void navigate({
      search: (search) => ({ ...search, crm: chosen === 'salesforce' ? chosen : undefined }),
      replace: true,
    });
  return (
    <section className="column column-deals" aria-label="CRM">
      <div>
        <Switch
          label="Which CRM"
          value={crm}
          onChange={choose}
          choices={[
            { key: 'hubspot', label: 'HubSpot' },
            { key: 'salesforce', label: 'Salesforce' },
          ]}
        />
      </div>
      {crm === 'hubspot' ? <Deals /> : <Opportunities />}
    </section>
  );
}
