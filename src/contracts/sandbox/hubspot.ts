/** What the sandbox page and tests may do to the sandbox HubSpot, below /sandbox/api/hubspot. HubSpot itself has nothing of this. */
import { z } from 'zod';

const share = z.union([z.number().min(0).max(1), z.literal('oneInThree')]);

export const sandboxStageSchema = z.object({
  pipelineId: z.string(),
  pipelineLabel: z.string(),
  stageId: z.string(),
  label: z.string(),
  isWon: z.boolean(),
  isClosed: z.boolean(),
});
export const sandboxOwnerSchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  isActive: z.boolean(),
});
export const sandboxPropertySchema = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  groupName: z.string(),
  readOnly: z.boolean(),
  options: z.array(z.object({ value: z.string(), label: z.string() })),
});

export const sandboxDealSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  companyName: z.string().nullable(),
  amount: z.string().nullable(),
  currency: z.string().nullable(),
  pipelineId: z.string(),
  stageId: z.string(),
  stageLabel: z.string(),
  isWon: z.boolean(),
  isClosed: z.boolean(),
  ownerName: z.string().nullable(),
  contacts: z.number(),
  archived: z.boolean(),
  /** gangway_stage as we wrote it */
  onboardingStage: z.string().nullable(),
  updatedAt: z.string(),
});
const recordSchema = z.object({
  id: z.string(),
  properties: z.record(z.string(), z.string().nullable()),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export const sandboxDealSchema = sandboxDealSummarySchema.extend({
  properties: z.record(z.string(), z.string().nullable()),
  company: recordSchema.nullable(),
  contacts: z.array(recordSchema.extend({ labels: z.array(z.string()) })),
  lineItems: z.array(recordSchema),
  notes: z.array(recordSchema),
  tasks: z.array(recordSchema),
  mergedIds: z.array(z.string()),
});
export const sandboxOverviewSchema = z.object({
  portalId: z.number(),
  timezone: z.string(),
  stages: z.array(sandboxStageSchema),
  owners: z.array(sandboxOwnerSchema),
  dealProperties: z.array(sandboxPropertySchema),
});

export const createSandboxDealSchema = z.strictObject({
  name: z.string().min(1).max(200),
  pipeline: z.string().optional(),
  stage: z.string().optional(),
  ownerId: z.string().nullish(),
  properties: z.record(z.string(), z.string()).default({}),
  company: z
    .strictObject({
      name: z.string().min(1),
      domain: z.string().optional(),
      country: z.string().optional(),
      timezone: z.string().optional(),
      industry: z.string().optional(),
      employees: z.number().int().optional(),
    })
    .nullish(),
  contacts: z
    .array(
      z.strictObject({
        email: z.string().optional(),
        firstName: z.string().default(''),
        lastName: z.string().default(''),
        jobTitle: z.string().optional(),
        timezone: z.string().optional(),
        language: z.string().optional(),
        country: z.string().optional(),
        label: z.string().optional(),
      }),
    )
    .max(50)
    .default([]),
  lineItems: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        sku: z.string().optional(),
        quantity: z.number().default(1),
        price: z.number().default(0),
        termMonths: z.number().int().optional(),
      }),
    )
    .max(50)
    .default([]),
  notes: z.array(z.string()).max(20).default([]),
});
export const createSandboxDealsSchema = z.strictObject({
  count: z.number().int().min(1).max(20_000),
  isWon: z.boolean().default(true),
  namePrefix: z.string().default('Load'),
});
export const setSandboxPropertiesSchema = z.strictObject({ properties: z.record(z.string(), z.string().nullable()) });
/** Fields made, retyped and deleted, as an administrator might in the settings. */
export const changeSandboxPropertySchema = z.discriminatedUnion('change', [
  z.strictObject({
    change: z.literal('add'),
    object: z.enum(['deals', 'companies']),
    name: z.string().regex(/^[a-z][a-z0-9_]{0,99}$/),
    label: z.string().min(1).max(100),
    type: z.enum(['string', 'number', 'date', 'enumeration']),
    options: z.array(z.string()).default([]),
  }),
  z.strictObject({
    change: z.literal('retype'),
    object: z.enum(['deals', 'companies']),
    name: z.string(),
    type: z.enum(['string', 'number', 'date', 'enumeration']),
    options: z.array(z.string()).default([]),
  }),
  z.strictObject({ change: z.literal('delete'), object: z.enum(['deals', 'companies']), name: z.string() }),
]);

/** a stage's id, or what should happen in the deal's own pipeline */
export const moveSandboxDealSchema = z.strictObject({
  to: z.union([z.enum(['won', 'lost', 'open']), z.string().min(1)]),
});
export const mergeSandboxDealsSchema = z.strictObject({
  primaryId: z.string(),
  mergedId: z.string(),
  keepsPrimaryId: z.boolean().default(false),
});
export const addSandboxLineItemSchema = createSandboxDealSchema.shape.lineItems.unwrap().element;
export const addSandboxContactSchema = createSandboxDealSchema.shape.contacts.unwrap().element;

/**
 * `status` answers so; `timeout` never answers; `drop` cuts the connection; `slow` answers after `delayMs`. Of a batch that
 * updates, `record` refuses single records in a 207, `left_out` says nothing of them in a 200.
 */
export const sandboxFaultKinds = ['status', 'timeout', 'drop', 'slow', 'record', 'left_out'] as const;
export const sandboxFaultSchema = z.strictObject({
  id: z.string().optional(),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).nullish(),
  /** part of the path; absent: every call */
  path: z.string().nullish(),
  kind: z.enum(sandboxFaultKinds),
  status: z.number().int().min(400).max(599).default(500),
  /** of the refusal of a record */
  category: z.string().default('CONFLICT'),
  delayMs: z.number().int().min(0).max(120_000).default(2_000),
  /** of the calls that match, by the seed */
  share: share.default(1),
  /** goes away after so many */
  times: z.number().int().positive().nullish(),
  /** the work is done first, only the answer is lost */
  afterwards: z.boolean().default(false),
});
export type SandboxFault = z.infer<typeof sandboxFaultSchema>;
export const sandboxFaultsSchema = z.strictObject({
  seed: z.number().int().default(1),
  rules: z.array(sandboxFaultSchema).max(50).default([]),
  /** 429, 500 or no answer at all, in equal parts, for this share of all calls */
  troubled: share.default(0),
  /** every token is refused with 401, also one that was renewed a moment ago */
  tokensRevoked: z.boolean().default(false),
  /** what the token endpoint answers instead of a token */
  signInError: z.enum(['invalid_grant', 'invalid_client']).nullable().default(null),
});
export type SandboxFaults = z.infer<typeof sandboxFaultsSchema>;

export const sandboxLimitsSchema = z.strictObject({
  enabled: z.boolean().default(true),
  burstPer10Seconds: z.number().int().positive().default(190),
  searchPerSecond: z.number().int().positive().default(5),
  daily: z.number().int().positive().default(650_000),
  searchLagMs: z.number().int().min(0).max(600_000).default(2_000),
});
export type SandboxLimits = z.infer<typeof sandboxLimitsSchema>;

export const sandboxWebhooksSchema = z.strictObject({
  enabled: z.boolean().default(true),
  /** `deal.*`, or `object.*` with objectTypeId, or both */
  families: z
    .array(z.enum(['deal', 'object']))
    .min(1)
    .default(['deal']),
  /** old payloads say eventType where new ones say subscriptionType */
  typeKey: z.enum(['subscriptionType', 'eventType']).default('subscriptionType'),
  events: z
    .array(z.enum(['propertyChange', 'creation', 'deletion', 'merge', 'restore', 'associationChange']))
    .default(['propertyChange', 'creation', 'deletion', 'merge', 'restore', 'associationChange']),
  objects: z
    .array(z.enum(['deals', 'companies', 'contacts', 'line_items']))
    .min(1)
    .default(['deals']),
  /** subscribed ones; empty: every property but those HubSpot never announces */
  properties: z
    .array(z.string())
    .default([
      'dealstage',
      'pipeline',
      'dealname',
      'amount',
      'closedate',
      'dealtype',
      'hubspot_owner_id',
      'segment',
      'region',
      'implementation_notes',
      'success_criteria',
      'purchased_for',
      'contract_term_months',
      'contract_start_date',
      'wished_go_live',
    ]),
  /** of HubSpot's own spacing of its ten retries over a day */
  retryScale: z.number().positive().max(1).default(0.001),
  timeoutMs: z.number().int().min(50).max(60_000).default(5_000),
  collectMs: z.number().int().min(0).max(10_000).default(50),
  dropShare: share.default(0),
  duplicateShare: share.default(0),
  shuffled: z.boolean().default(false),
});
export type SandboxWebhooks = z.infer<typeof sandboxWebhooksSchema>;

export const sandboxCountersSchema = z.object({
  calls: z.record(
    z.string(),
    z.object({ calls: z.number(), throttled: z.number(), failed: z.number(), records: z.number() }),
  ),
  totals: z.object({ calls: z.number(), writes: z.number(), throttled: z.number(), failed: z.number() }),
  webhooks: z.object({
    events: z.number(),
    deliveries: z.number(),
    accepted: z.number(),
    refused: z.number(),
    dropped: z.number(),
    duplicated: z.number(),
    givenUp: z.number(),
    waiting: z.number(),
  }),
});
export type SandboxCounters = z.infer<typeof sandboxCountersSchema>;
export const sandboxDeliverySchema = z.object({
  at: z.string(),
  events: z.number(),
  attempt: z.number(),
  status: z.number().nullable(),
  error: z.string().nullable(),
  ms: z.number(),
  types: z.array(z.string()),
});

export const sandboxDealListSchema = z.object({ deals: z.array(sandboxDealSummarySchema) });
export const sandboxDealIdsSchema = z.object({ ids: z.array(z.string()) });
