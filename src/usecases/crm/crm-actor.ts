import type { Actor } from '../../domain/model.ts';
import type { CrmDeps } from './crm-deps.ts';

/** The CRM, or who changed the deal there, as far as it says. */
export const crmActor = (deps: CrmDeps, connectionId: string, changedBy: string | null = null): Actor => {
  const crm = deps.crms.get(connectionId)?.provider === 'salesforce' ? 'Salesforce' : 'HubSpot';
  return { kind: 'crm', id: null, label: changedBy === null ? crm : `${changedBy} in ${crm}` };
};
