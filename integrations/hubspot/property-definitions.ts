/** The custom properties that `gangway crm setup hubspot` creates: what we write, and what sales fills in for the handoff. */
export interface PropertyDefinition {
  object: 'deal' | 'company';
  name: string;
  label: string;
  type: 'string' | 'text' | 'number' | 'date' | 'enumeration';
  options?: { value: string; label: string }[];
  isUnique?: boolean;
}

const options = (values: Record<string, string>): { value: string; label: string }[] => Object.entries(values).map(([value, label]) => ({ value, label }));
const stages = options({ handoff: 'Sales handoff', plan_draft: 'Plan in draft', in_progress: 'In progress', on_hold: 'On hold', live: 'Live', transitioned: 'Handed to customer success', cancelled: 'Cancelled' });

export const propertyDefinitions: PropertyDefinition[] = [
  { object: 'deal', name: 'gangway_stage', label: 'Onboarding stage', type: 'enumeration', options: stages },
  { object: 'deal', name: 'gangway_progress', label: 'Onboarding progress (%)', type: 'number' },
  { object: 'deal', name: 'gangway_health', label: 'Onboarding health', type: 'number' },
  { object: 'deal', name: 'gangway_health_status', label: 'Onboarding health status', type: 'enumeration', options: options({ on_track: 'On track', at_risk: 'At risk', blocked: 'Blocked' }) },
  { object: 'deal', name: 'gangway_kickoff_date', label: 'Kickoff', type: 'date' },
  { object: 'deal', name: 'gangway_target_go_live', label: 'Target go-live', type: 'date' },
  { object: 'deal', name: 'gangway_forecast_go_live', label: 'Forecast go-live', type: 'date' },
  { object: 'deal', name: 'gangway_first_value_date', label: 'First value', type: 'date' },
  { object: 'deal', name: 'gangway_go_live_date', label: 'Went live', type: 'date' },
  { object: 'deal', name: 'gangway_renewal_date', label: 'Renewal date', type: 'date' },
  { object: 'deal', name: 'gangway_health_baseline', label: 'Health baseline at go-live', type: 'number' },
  { object: 'deal', name: 'gangway_health_baseline_reasons', label: 'Health baseline: reasons', type: 'text' },
  { object: 'deal', name: 'gangway_blocked_by', label: 'Onboarding blocked by', type: 'string' },
  { object: 'deal', name: 'gangway_next_milestone', label: 'Next milestone', type: 'string' },
  { object: 'deal', name: 'gangway_onboarding_url', label: 'Onboarding in Gangway', type: 'string' },
  { object: 'deal', name: 'gangway_key', label: 'Gangway key', type: 'string', isUnique: true },
  { object: 'deal', name: 'implementation_notes', label: 'Implementation notes', type: 'text' },
  { object: 'deal', name: 'success_criteria', label: 'Success criteria', type: 'text' },
  { object: 'deal', name: 'purchased_for', label: 'Purchased for', type: 'text' },
  { object: 'deal', name: 'contract_term_months', label: 'Contract term (months)', type: 'number' },
  { object: 'deal', name: 'contract_start_date', label: 'Contract start', type: 'date' },
  { object: 'deal', name: 'wished_go_live', label: 'Wished go-live', type: 'date' },
  { object: 'deal', name: 'segment', label: 'Segment', type: 'string' },
  { object: 'deal', name: 'region', label: 'Region', type: 'string' },
  { object: 'company', name: 'gangway_customer_status', label: 'Customer status', type: 'enumeration', options: options({ onboarding: 'Onboarding', live: 'Live', cancelled: 'Cancelled' }) },
  { object: 'company', name: 'gangway_go_live_date', label: 'Went live', type: 'date' },
  { object: 'company', name: 'gangway_renewal_date', label: 'Renewal date', type: 'date' },
];
