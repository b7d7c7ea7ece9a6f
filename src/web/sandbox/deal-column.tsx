import { useState } from 'react';
import { Switch } from '../ui/tabs.tsx';
import { Deals } from './deals.tsx';
import { Opportunities } from './opportunities.tsx';

type Crm = 'hubspot' | 'salesforce';

export function DealColumn() {
  const [crm, setCrm] = useState<Crm>('hubspot');
  return (
    <section className="column column-deals" aria-label="CRM">
      <div>
        <Switch
          label="Which CRM"
          value={crm}
          onChange={setCrm}
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
