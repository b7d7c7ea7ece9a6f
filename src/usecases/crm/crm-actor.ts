import type { Actor } from '../../domain/model.ts';
import type { CrmDeps } from './crm-deps.ts';

export const crmActor = (deps: CrmDeps, connectionId: string): Actor => ({
  kind: 'crm',
  id: null,
  label: deps.crms.get(connectionId)?.provider === 'salesforce' ? 'Salesforce' : 'HubSpot',
});
