/** What the sandbox page reads and does. The product itself knows nothing of these addresses. */
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type * as hubspot from '../../contracts/sandbox/hubspot.ts';
import type * as jira from '../../contracts/sandbox/jira.ts';
import type * as mailbox from '../../contracts/sandbox/mailbox.ts';
import type { sandboxPeopleSchema } from '../../contracts/sandbox/people.ts';
import { send } from '../api/client.ts';

export type Overview = z.infer<typeof hubspot.sandboxOverviewSchema>;
export type Property = Overview['dealProperties'][number];
export type DealSummary = z.infer<typeof hubspot.sandboxDealSummarySchema>;
export type Deal = z.infer<typeof hubspot.sandboxDealSchema>;
export type NewDeal = z.input<typeof hubspot.createSandboxDealSchema>;
export type Faults = z.infer<typeof hubspot.sandboxFaultsSchema>;
export type Limits = z.infer<typeof hubspot.sandboxLimitsSchema>;
export type Webhooks = z.infer<typeof hubspot.sandboxWebhooksSchema>;
export type Delivery = z.infer<typeof hubspot.sandboxDeliverySchema>;
export type Counters = z.infer<typeof hubspot.sandboxCountersSchema>;
export type MailSummary = z.infer<typeof mailbox.sandboxMailSummarySchema>;
export type Mail = z.infer<typeof mailbox.sandboxMailSchema>;
export type Reply = z.input<typeof mailbox.sandboxReplySchema>;
export type ReplyAnswer = z.infer<typeof mailbox.sandboxReplyAnswerSchema>;
export type MailFaults = z.infer<typeof mailbox.sandboxMailFaultsSchema>;
export type MailCounters = z.infer<typeof mailbox.sandboxMailCountersSchema>;
export interface SandboxClock {
  now: string;
  offsetMs: number;
  nextAt: string | null;
  quiet: boolean;
}
export type ClockMove = { advanceTo: string } | { forwardDays: number } | { toNext: true };

const crm = '/sandbox/api/hubspot';
const mail = '/sandbox/api/mailbox';
const tracker = '/sandbox/api/jira';
const soon = { refetchInterval: 2_000 };

export const clockQuery = queryOptions({
  queryKey: ['sandbox', 'clock'],
  queryFn: ({ signal }) => send<SandboxClock>('GET', '/sandbox/api/clock', { signal }),
  refetchInterval: 1_000,
});
export const overviewQuery = queryOptions({
  queryKey: ['sandbox', 'overview'],
  queryFn: ({ signal }) => send<Overview>('GET', crm, { signal }),
});
export const dealsQuery = queryOptions({
  queryKey: ['sandbox', 'deals'],
  queryFn: ({ signal }) => send<{ deals: DealSummary[] }>('GET', `${crm}/deals`, { signal }),
  ...soon,
});
export const dealQuery = (id: string) =>
  queryOptions({
    queryKey: ['sandbox', 'deals', id],
    queryFn: ({ signal }) => send<Deal>('GET', `${crm}/deals/${id}`, { signal }),
    ...soon,
  });
export const faultsQuery = queryOptions({
  queryKey: ['sandbox', 'faults'],
  queryFn: ({ signal }) => send<Faults>('GET', `${crm}/faults`, { signal }),
});
export const limitsQuery = queryOptions({
  queryKey: ['sandbox', 'limits'],
  queryFn: ({ signal }) => send<Limits>('GET', `${crm}/limits`, { signal }),
});
export const webhooksQuery = queryOptions({
  queryKey: ['sandbox', 'webhooks'],
  queryFn: ({ signal }) => send<{ settings: Webhooks; log: Delivery[] }>('GET', `${crm}/webhooks`, { signal }),
  ...soon,
});
export const countersQuery = queryOptions({
  queryKey: ['sandbox', 'counters'],
  queryFn: ({ signal }) => send<Counters>('GET', `${crm}/counters`, { signal }),
  ...soon,
});
export const issuesQuery = queryOptions({
  queryKey: ['sandbox', 'issues'],
  queryFn: ({ signal }) => send<z.infer<typeof jira.sandboxIssuesSchema>>('GET', `${tracker}/issues`, { signal }),
  ...soon,
});
export const mailsQuery = queryOptions({
  queryKey: ['sandbox', 'mails'],
  queryFn: ({ signal }) => send<{ mails: MailSummary[] }>('GET', `${mail}/mails`, { signal }),
  ...soon,
});
export const mailQuery = (id: string) =>
  queryOptions({
    queryKey: ['sandbox', 'mails', id],
    queryFn: ({ signal }) => send<Mail>('GET', `${mail}/mails/${id}`, { signal }),
  });
/** Asked anew each time: a mail may have come a moment ago. */
export const readMailsTo = async (email: string): Promise<MailSummary[]> =>
  (await send<{ mails: MailSummary[] }>('GET', `${mail}/mails`, { query: { to: email } })).mails;
export const peopleQuery = queryOptions({
  queryKey: ['sandbox', 'people'],
  queryFn: ({ signal }) => send<z.infer<typeof sandboxPeopleSchema>>('GET', '/sandbox/api/people', { signal }),
  staleTime: Infinity,
});
export const mailFaultsQuery = queryOptions({
  queryKey: ['sandbox', 'mail-faults'],
  queryFn: ({ signal }) => send<MailFaults>('GET', `${mail}/faults`, { signal }),
});
export const mailCountersQuery = queryOptions({
  queryKey: ['sandbox', 'mail-counters'],
  queryFn: ({ signal }) => send<MailCounters>('GET', `${mail}/counters`, { signal }),
  ...soon,
});

/** A page of its own, because a mail brings its own styles, which the screens' security policy refuses. */
export const mailPage = (id: string): string => `${mail}/mails/${id}/html`;

export const sandboxActions = {
  moveClock: (move: ClockMove) => send<unknown>('POST', '/sandbox/api/clock', { body: move }),
  createDeal: (deal: NewDeal) => send<Deal>('POST', `${crm}/deals`, { body: deal }),
  setProperties: (id: string, properties: Record<string, string | null>) =>
    send<unknown>('PATCH', `${crm}/deals/${id}`, { body: { properties } }),
  moveDeal: (id: string, to: string) => send<unknown>('POST', `${crm}/deals/${id}/stage`, { body: { to } }),
  addLineItem: (id: string, item: { name: string; quantity: number; price: number }) =>
    send<unknown>('POST', `${crm}/deals/${id}/line-items`, { body: item }),
  deleteDeal: (id: string) => send<unknown>('DELETE', `${crm}/deals/${id}`),
  restoreDeal: (id: string) => send<unknown>('POST', `${crm}/deals/${id}/restore`, { body: {} }),
  mergeDeals: (primaryId: string, mergedId: string) =>
    send<unknown>('POST', `${crm}/deals/merge`, { body: { primaryId, mergedId } }),
  setFaults: (faults: Faults) => send<unknown>('PUT', `${crm}/faults`, { body: faults }),
  endTokens: () => send<unknown>('POST', `${crm}/tokens/end`, { body: {} }),
  setLimits: (limits: Limits) => send<unknown>('PUT', `${crm}/limits`, { body: limits }),
  setWebhooks: (webhooks: Webhooks) => send<unknown>('PUT', `${crm}/webhooks`, { body: webhooks }),
  changeIssue: (key: string, change: z.input<typeof jira.changeSandboxIssueSchema>) =>
    send<unknown>('POST', `${tracker}/issues/${key}`, { body: change }),
  setMailFaults: (faults: MailFaults) => send<unknown>('PUT', `${mail}/faults`, { body: faults }),
  scanMail: (id: string) => send<unknown>('POST', `${mail}/mails/${id}/scan`, { body: {} }),
  replyToMail: (id: string, body: Reply) => send<ReplyAnswer>('POST', `${mail}/mails/${id}/reply`, { body }),
  bounceMail: (id: string) => send<unknown>('POST', `${mail}/mails/${id}/bounce`, { body: {} }),
  clearMails: () => send<unknown>('DELETE', `${mail}/mails`),
};
