/** Queue, quarantine, playbooks, CRM, system status. */
import { z } from 'zod';
import { endpoint, member, viewer } from './endpoint.ts';
import { playbookIssue } from './playbook-ladders.ts';
import { id, instant, localDate, none, nothing, onboardingStatus, page, pageQuery, shortText } from './values.ts';

export const queueItem = z.object({
  id: z.string(),
  kind: z.enum([
    'draft',
    'handoff',
    'problem',
    'quarantined',
    'set_aside',
    'slack_event',
    'failed_write',
    'gate',
    'go_live',
    'escalation',
    'unreachable',
    'check_in',
    'no_onboarding',
    'unclear_message',
    'mail',
    'comment',
  ]),
  title: z.string(),
  detail: z.string(),
  since: instant,
  onboardingId: id.nullable(),
  subjectId: z.string().nullable(),
  isMine: z.boolean(),
  waitsFor: z.string().nullable(),
});
export const getQueue = endpoint({
  id: 'getQueue',
  method: 'get',
  path: '/queue',
  tag: 'Work queue',
  summary: 'What waits for a person',
  access: viewer,
  params: nothing,
  body: none,
  status: 200,
  query: z.object({ mine: z.enum(['true', 'false']).default('false') }),
  response: z.object({ items: z.array(queueItem) }),
});

const eventId = z.string().regex(/^\d{1,18}$/);
export const quarantinedEvent = z.object({
  id: z.string(),
  provider: z.string(),
  reason: z.string(),
  payload: z.json(),
  receivedAt: instant,
  /** what could not be read at all stays unread */
  canReplay: z.boolean(),
});
export const listQuarantine = endpoint({
  id: 'listQuarantine',
  method: 'get',
  path: '/inbox/quarantined',
  tag: 'Work queue',
  summary: 'Signed events that could not be read, or whose deal could not be applied',
  access: viewer,
  params: nothing,
  query: pageQuery,
  body: none,
  status: 200,
  response: page(quarantinedEvent),
});
export const dismissQuarantined = endpoint({
  id: 'dismissQuarantined',
  method: 'post',
  path: '/inbox/:eventId/dismiss',
  tag: 'Work queue',
  summary: 'Close a quarantined event with a reason, and with it what waits of the same deal',
  access: member,
  params: z.object({ eventId }),
  query: nothing,
  body: z.strictObject({ reason: shortText }),
  status: 204,
  response: none,
});

export const replayQuarantined = endpoint({
  id: 'replayQuarantined',
  method: 'post',
  path: '/inbox/replay',
  tag: 'Work queue',
  summary: 'Read and apply deals again that could not be applied: the one that an event tells of, or all',
  access: member,
  params: nothing,
  query: nothing,
  body: z.strictObject({ eventId: eventId.optional().describe('Left out: all of them') }),
  status: 200,
  response: z.object({ replayed: z.number().int().describe('Events; what could not be read is none of them') }),
});

export const listPlaybooks = endpoint({
  id: 'listPlaybooks',
  method: 'get',
  path: '/playbooks',
  tag: 'Playbooks',
  summary: 'Playbooks and their current versions',
  access: viewer,
  params: nothing,
  query: nothing,
  body: none,
  status: 200,
  response: z.object({
    items: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        description: z.string(),
        version: z.number().int(),
        createdAt: instant,
        tasks: z.number().int(),
        phases: z.array(z.string()),
        inUse: z.number().int(),
        issues: z.array(playbookIssue),
      }),
    ),
  }),
});
export const getPlaybook = endpoint({
  id: 'getPlaybook',
  method: 'get',
  path: '/playbooks/:key',
  tag: 'Playbooks',
  summary: 'One playbook: its YAML and what it composes to',
  access: viewer,
  params: z.object({ key: z.string().max(80) }),
  query: nothing,
  body: none,
  status: 200,
  response: z.object({
    key: z.string(),
    name: z.string(),
    version: z.number().int(),
    source: z.string(),
    playbook: z.json(),
  }),
});

export const searchDeals = endpoint({
  id: 'searchDeals',
  method: 'get',
  path: '/crm/deals',
  tag: 'CRM sync',
  summary: 'Deals by name, to start an onboarding by hand',
  access: member,
  params: nothing,
  body: none,
  status: 200,
  query: z.object({ search: z.string().trim().min(2).max(100) }),
  response: z.object({
    items: z.array(
      z.object({
        connectionId: id,
        dealId: z.string(),
        name: z.string(),
        stageLabel: z.string(),
        isWon: z.boolean(),
        onboardingId: id.nullable().describe('of its latest cycle'),
        onboardingStatus: onboardingStatus.nullable(),
        handedOverAt: instant.nullable(),
        noOnboardingReason: z.string().nullable(),
      }),
    ),
    unanswered: z.array(z.string()).describe('names of CRMs that did not answer: their deals are missing'),
  }),
});

export const part = z.object({
  name: z.string(),
  state: z
    .enum(['on', 'off', 'degraded', 'stopped', 'paused'])
    .describe('`paused`: none of its connections is active; each says why'),
  detail: z.string(),
  since: instant.nullable(),
});
export const getSystemStatus = endpoint({
  id: 'getSystemStatus',
  method: 'get',
  path: '/system/status',
  tag: 'System',
  summary: 'What is on, off or stale, and since when',
  access: viewer,
  params: nothing,
  query: nothing,
  body: none,
  status: 200,
  response: z.object({
    version: z.string(),
    businessNow: instant,
    isBusinessClockMoved: z.boolean(),
    parts: z.array(part),
    /** an administrator connects a Slack workspace there; null: not from here */
    slackInstallPath: z.string().nullable(),
    /** an administrator connects a HubSpot account there; null: not from here */
    hubSpotConnectPath: z.string().nullable(),
    connections: z.array(
      z.object({
        id,
        provider: z.string(),
        accountId: z.string(),
        name: z.string(),
        status: z.string(),
        statusReason: z.string().nullable(),
        statusSince: instant,
        mode: z.enum(['live', 'dry_run']),
        wonSince: localDate.nullable().describe('Deals won before that day are left for Coming aboard; null: none are'),
        hasAccess: z.boolean().describe('There is something to sign in with'),
        isMadeHere: z.boolean().describe('It signs in with what was entered or consented to here'),
        isByConsent: z.boolean(),
        isByKey: z.boolean().describe('A Salesforce that signs in as a user by a private key, not by a secret'),
        isInEnvironment: z
          .boolean()
          .describe('The environment has something to sign in with; ignored where it is made here'),
        actsAs: z.string().nullable().describe('The CRM’s user that we act as; null: not known, or the app itself'),
        scopes: z.array(z.string()).describe('What was granted, in the CRM’s words; empty: not known yet'),
        missingScopes: z.array(z.string()).describe('What we need and may not'),
        connectedBy: z.string().nullable(),
        connectedAt: instant.nullable(),
        lastAnsweredAt: instant.nullable().describe('A call went well; noted every few seconds'),
        nextReconcileAt: instant.nullable().describe('null: not while it is paused or revoked'),
        oldestEventAt: instant.nullable(),
        oldestWriteAt: instant.nullable(),
        lastEventAt: instant.nullable(),
        lastReconciledAt: instant.nullable(),
        dealSearchOffSince: instant.nullable().describe('Up to when reconcile looked for deals; null: it looks'),
        pendingEvents: z.number().int(),
        pendingWrites: z.number().int(),
        failedWrites: z.number().int(),
        stoppedFields: z.number().int().describe('CRM fields that were deleted or changed; what concerns them waits'),
        budget: z.array(
          z.object({
            limitClass: z.string(),
            left: z.number(),
            capacity: z.number(),
            blockedUntil: instant.nullable(),
          }),
        ),
      }),
    ),
  }),
});
