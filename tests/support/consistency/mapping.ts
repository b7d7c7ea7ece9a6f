/** What RevOps would map: the same in both CRMs; stages once as the deal’s own, once as a list. */
import { z } from 'zod';

export type Provider = 'hubspot' | 'salesforce';

type FieldType = 'string' | 'number' | 'date' | 'enumeration';
interface MappedField {
  object: 'deal' | 'company';
  name: string;
  type: FieldType;
  options?: string[];
}
const fields: MappedField[] = [
  { object: 'deal', name: 'onboarding_percent', type: 'number' },
  { object: 'deal', name: 'csm_health', type: 'enumeration', options: ['Green', 'Amber', 'Red'] },
  { object: 'deal', name: 'acv', type: 'number' },
  { object: 'company', name: 'renewal_notice_on', type: 'date' },
  { object: 'company', name: 'onboarding_phase', type: 'string' },
  { object: 'deal', name: 'contract_years', type: 'number' },
  { object: 'deal', name: 'customer_tier', type: 'enumeration', options: ['Gold', 'Silver'] },
  { object: 'company', name: 'csm_email', type: 'string' },
  { object: 'deal', name: 'rollout_notes', type: 'string' },
  { object: 'deal', name: 'reason_bought', type: 'string' },
  { object: 'deal', name: 'success_goal', type: 'string' },
];
const stepField: MappedField = {
  object: 'deal',
  name: 'onboarding_step',
  type: 'enumeration',
  options: ['Handover', 'Planned', 'Started', 'Kickoff', 'Rollout', 'Paused', 'Live', 'Ended'],
};

const entries = `
    progress: deal.onboarding_percent
    health_status: { to: deal.csm_health, as: { values: { on_track: Green, at_risk: Amber }, otherwise: Red }, wins: crm }
    contract_value: { to: deal.acv, as: major-units }
    renewal_date: { to: company.renewal_notice_on, as: { shift: -90 } }
    phase: { to: company.onboarding_phase, wins: nobody }
    term_months: { from: deal.contract_years, as: { times: 12 }, default: 12 }
    segment: { from: deal.customer_tier, as: { values: { Gold: mid_market }, otherwise: smb } }
    csm: { from: company.csm_email }
    handoff.implementation_notes: { from: deal.rollout_notes }
    handoff.purchased_for: { both: deal.reason_bought, wins: crm }
    handoff.success_criteria: { both: deal.success_goal, wins: ours }`;
const stages: Record<Provider, string> = {
  hubspot: `{ when: { active: Rollout, live: Live } }`,
  salesforce: `{ field: deal.onboarding_step, when: { handoff: Handover, draft: Planned, active: Started, phase.kickoff: Kickoff, phase.set-up: Rollout, on_hold: Paused, live: Live, cancelled: Ended } }`,
};
const renewal: Record<Provider, string> = {
  hubspot:
    '{ pipeline: Renewals, stage: Upcoming, term: 12, basis: contract_start, owner: csm, amount: deal, uplift: 5 }',
  salesforce:
    '{ pipeline: Opportunity, stage: Upcoming, term: 12, basis: contract_start, owner: csm, amount: deal, uplift: 5 }',
};

/** `onboarding_percent` → `Onboarding_Percent__c` */
export const spelled = (provider: Provider, name: string): string =>
  provider === 'hubspot' ? name : `${name.replaceAll(/(?<=^|_)[a-z]/g, (letter) => letter.toUpperCase())}__c`;

const yamlOf = (provider: Provider): string =>
  `crm:\n  fields:${entries}\n  stages: ${stages[provider]}\n  renewal: ${renewal[provider]}\n`;

type Call = (method: string, path: string, body?: unknown) => Promise<unknown>;

const vendorTypes: Record<FieldType, string> = {
  string: 'string',
  number: 'double',
  date: 'date',
  enumeration: 'picklist',
};

/** The fields as an administrator would make them, and in HubSpot one more stage that is won. */
export async function makeFields(control: Call): Promise<void> {
  const portal = z
    .looseObject({ pipelines: z.array(z.looseObject({ id: z.string(), stages: z.array(z.unknown()) })) })
    .parse(await control('GET', '/hubspot/state'));
  const rollout = { id: '1103944200', label: 'Rollout', probability: '1.0', isClosed: true };
  const pipelines = portal.pipelines.map((one) =>
    one.id === 'default' ? { ...one, stages: [...one.stages, rollout] } : one,
  );
  await control('PUT', '/hubspot/state', { ...portal, pipelines });
  for (const { object, name, type, options } of [...fields, stepField]) {
    await control('POST', '/hubspot/properties', {
      change: 'add',
      object: object === 'deal' ? 'deals' : 'companies',
      name,
      label: name,
      type,
      ...(options && { options }),
    });
    await control('POST', '/salesforce/fields', {
      change: 'add',
      object: object === 'deal' ? 'Opportunity' : 'Account',
      name: spelled('salesforce', name),
      type: vendorTypes[type],
      ...(options && { options }),
    });
  }
}

/** By a person with the right to it, as on the mapping screen. */
export async function switchMappingsOn(ask: Call): Promise<void> {
  const { connections } = z
    .object({ connections: z.array(z.object({ id: z.string(), provider: z.enum(['hubspot', 'salesforce']) })) })
    .parse(await ask('GET', '/system/status'));
  for (const { id, provider } of connections) {
    const path = `/crm/connections/${id}/mapping`;
    const { version, issues } = z
      .object({ version: z.number(), issues: z.array(z.unknown()) })
      .parse(await ask('PUT', path, { yaml: yamlOf(provider), note: 'As agreed with RevOps', basedOn: 0 }));
    if (issues.length > 0) throw new Error(`The mapping of ${provider} does not fit: ${JSON.stringify(issues)}`);
    await ask('POST', `${path}/activate`, { version });
  }
}
