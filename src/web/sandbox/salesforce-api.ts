/** What the page reads and does in the sandbox Salesforce. */
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type * as salesforce from '../../contracts/sandbox/salesforce.ts';
import { send } from '../api/client.ts';

export type Organization = z.infer<typeof salesforce.sandboxOrganizationSchema>;
export type OpportunitySummary = z.infer<typeof salesforce.sandboxOpportunitySummarySchema>;
export type Opportunity = z.infer<typeof salesforce.sandboxOpportunitySchema>;
export type SalesforceFaults = z.infer<typeof salesforce.sandboxSalesforceFaultsSchema>;
export type SalesforceFault = salesforce.SandboxSalesforceFault;
export type SalesforceLimits = z.infer<typeof salesforce.sandboxSalesforceLimitsSchema> & { used: number };
export type Outbound = z.infer<typeof salesforce.sandboxOutboundSchema>;
export type OutboundDelivery = z.infer<typeof salesforce.sandboxOutboundDeliverySchema>;

const base = '/sandbox/api/salesforce';
const soon = { refetchInterval: 2_000 };

export const organizationQuery = queryOptions({
  queryKey: ['sandbox', 'salesforce'],
  queryFn: ({ signal }) => send<Organization>('GET', base, { signal }),
});
export const opportunitiesQuery = queryOptions({
  queryKey: ['sandbox', 'opportunities'],
  queryFn: ({ signal }) => send<{ opportunities: OpportunitySummary[] }>('GET', `${base}/opportunities`, { signal }),
  ...soon,
});
export const opportunityQuery = (id: string) =>
  queryOptions({
    queryKey: ['sandbox', 'opportunities', id],
    queryFn: ({ signal }) => send<Opportunity>('GET', `${base}/opportunities/${id}`, { signal }),
    ...soon,
  });
export const salesforceFaultsQuery = queryOptions({
  queryKey: ['sandbox', 'salesforce-faults'],
  queryFn: ({ signal }) => send<SalesforceFaults>('GET', `${base}/faults`, { signal }),
});
export const salesforceLimitsQuery = queryOptions({
  queryKey: ['sandbox', 'salesforce-limits'],
  queryFn: ({ signal }) => send<SalesforceLimits>('GET', `${base}/limits`, { signal }),
});
export const outboundQuery = queryOptions({
  queryKey: ['sandbox', 'outbound'],
  queryFn: ({ signal }) => send<{ settings: Outbound; log: OutboundDelivery[] }>('GET', `${base}/outbound`, { signal }),
  ...soon,
});
export const salesforceCountersQuery = queryOptions({
  queryKey: ['sandbox', 'salesforce-counters'],
  queryFn: ({ signal }) => send<salesforce.SandboxSalesforceCounters>('GET', `${base}/counters`, { signal }),
  ...soon,
});

const at = (id: string): string => `${base}/opportunities/${id}`;

export const salesforceActions = {
  create: (body: z.input<typeof salesforce.createSandboxOpportunitySchema>) =>
    send<Opportunity>('POST', `${base}/opportunities`, { body }),
  setFields: (id: string, fields: Record<string, string | number | boolean | null>) =>
    send<unknown>('PATCH', at(id), { body: { fields } }),
  move: (id: string, to: string) => send<unknown>('POST', `${at(id)}/stage`, { body: { to } }),
  delete: (id: string) => send<unknown>('DELETE', at(id)),
  undelete: (id: string) => send<unknown>('POST', `${at(id)}/undelete`, { body: {} }),
  addContactRole: (id: string, body: z.input<typeof salesforce.addSandboxContactRoleSchema>) =>
    send<unknown>('POST', `${at(id)}/contact-roles`, { body }),
  addLineItem: (id: string, body: z.input<typeof salesforce.addSandboxLineItemSchema>) =>
    send<unknown>('POST', `${at(id)}/line-items`, { body }),
  changeLineItem: (id: string, itemId: string, quantity: number) =>
    send<unknown>('PATCH', `${at(id)}/line-items/${itemId}`, { body: { quantity } }),
  deleteLineItem: (id: string, itemId: string) => send<unknown>('DELETE', `${at(id)}/line-items/${itemId}`),
  setFaults: (faults: SalesforceFaults) => send<unknown>('PUT', `${base}/faults`, { body: faults }),
  expireSessions: () => send<unknown>('POST', `${base}/sessions/expire`, { body: {} }),
  setLimits: ({ used, ...limits }: SalesforceLimits, calls = used) =>
    send<unknown>('PUT', `${base}/limits`, { body: { ...limits, used: calls } }),
  setOutbound: (settings: Outbound) => send<unknown>('PUT', `${base}/outbound`, { body: settings }),
};
