/** What the sandbox page and tests may do to the sandbox Salesforce, below /sandbox/api/salesforce. Salesforce itself has nothing of this. */
import { z } from 'zod';

const share = z.union([z.number().min(0).max(1), z.literal('oneInThree')]);
const fieldValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const record = z.record(z.string(), fieldValue);

/**
 * `status` answers so; `error` answers a whole call with one of Salesforce's error codes; `record` refuses single records
 * with one, in collections as well; `timeout` never answers; `drop` cuts the connection; `slow` answers after `delayMs`.
 */
export const sandboxSalesforceFaultSchema = z.strictObject({
  id: z.string().optional(),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).nullish(),
  /** part of the path; absent: every call */
  path: z.string().nullish(),
  /** only records of this object, or this one record */
  object: z.string().nullish(),
  recordId: z.string().nullish(),
  kind: z.enum(['status', 'error', 'record', 'timeout', 'drop', 'slow']),
  status: z.number().int().min(400).max(599).default(500),
  errorCode: z.string().default('UNABLE_TO_LOCK_ROW'),
  /** absent: Salesforce's own words for the code */
  message: z.string().nullish(),
  fields: z.array(z.string()).default([]),
  delayMs: z.number().int().min(0).max(120_000).default(2_000),
  /** of the calls or records that match, by the seed */
  share: share.default(1),
  /** goes away after so many */
  times: z.number().int().positive().nullish(),
  /** the work is done first, only the answer is lost */
  afterwards: z.boolean().default(false),
});
export type SandboxSalesforceFault = z.infer<typeof sandboxSalesforceFaultSchema>;
export const sandboxSalesforceFaultsSchema = z.strictObject({
  seed: z.number().int().default(1),
  rules: z.array(sandboxSalesforceFaultSchema).max(50).default([]),
  /** 503, 500 or no answer at all, in equal parts, for this share of all calls */
  troubled: share.default(0),
  /** every session is refused with 401, also one that was given a moment ago */
  areSessionsRefused: z.boolean().default(false),
  /** what the token endpoint answers instead of a session */
  signInError: z.enum(['invalid_grant', 'invalid_client', 'inactive_user', 'inactive_org']).nullable().default(null),
});
export type SandboxSalesforceFaults = z.infer<typeof sandboxSalesforceFaultsSchema>;

export const sandboxSalesforceLimitsSchema = z.strictObject({
  enabled: z.boolean().default(true),
  /** calls in rolling 24 hours, of the whole organisation */
  daily: z.number().int().positive().default(100_000),
  /** calls at once that have taken longer than `longCallMs` */
  concurrentLongCalls: z.number().int().positive().default(25),
  longCallMs: z.number().int().positive().default(20_000),
  /** how long a write keeps its records and their account locked, and how long another waits for them */
  rowLockHoldMs: z.number().int().min(0).max(60_000).default(0),
  rowLockWaitMs: z.number().int().min(0).max(60_000).default(10_000),
});
export type SandboxSalesforceLimits = z.infer<typeof sandboxSalesforceLimitsSchema>;

/** `details`: name, account, close date and type */
const sandboxOutboundEvents = ['won', 'reopened', 'stage', 'owner', 'amount', 'details', 'deleted'] as const;
export type SandboxOutboundEvent = (typeof sandboxOutboundEvents)[number];
export const sandboxOutboundSchema = z.strictObject({
  enabled: z.boolean().default(true),
  /** what the package's flow sends a message for */
  events: z.array(z.enum(sandboxOutboundEvents)).default([...sandboxOutboundEvents]),
  /** of Salesforce's own spacing of its attempts over a day */
  retryScale: z.number().positive().max(1).default(0.001),
  timeoutMs: z.number().int().min(50).max(60_000).default(60_000),
  collectMs: z.number().int().min(0).max(10_000).default(50),
  dropShare: share.default(0),
  duplicateShare: share.default(0),
  isShuffled: z.boolean().default(false),
});
export type SandboxOutbound = z.infer<typeof sandboxOutboundSchema>;
export const sandboxOutboundDeliverySchema = z.object({
  at: z.string(),
  object: z.string(),
  notifications: z.number(),
  attempt: z.number(),
  status: z.number().nullable(),
  isAcknowledged: z.boolean(),
  error: z.string().nullable(),
  ms: z.number(),
});
export type SandboxOutboundDelivery = z.infer<typeof sandboxOutboundDeliverySchema>;

export const sandboxSalesforceCountersSchema = z.object({
  calls: z.record(
    z.string(),
    z.object({ calls: z.number(), throttled: z.number(), failed: z.number(), records: z.number() }),
  ),
  totals: z.object({ calls: z.number(), writes: z.number(), throttled: z.number(), failed: z.number() }),
  /** how often each record was written, by id */
  writes: z.record(z.string(), z.number()),
  outbound: z.object({
    notifications: z.number(),
    deliveries: z.number(),
    acknowledged: z.number(),
    refused: z.number(),
    dropped: z.number(),
    duplicated: z.number(),
    givenUp: z.number(),
    waiting: z.number(),
  }),
});
export type SandboxSalesforceCounters = z.infer<typeof sandboxSalesforceCountersSchema>;

export const sandboxOpportunitySummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  accountName: z.string().nullable(),
  amount: z.number().nullable(),
  stageName: z.string(),
  isWon: z.boolean(),
  isClosed: z.boolean(),
  ownerName: z.string().nullable(),
  contacts: z.number(),
  isDeleted: z.boolean(),
  /** Gangway_Stage__c as we wrote it */
  onboardingStage: z.string().nullable(),
  updatedAt: z.string(),
});
export const sandboxOpportunitySchema = sandboxOpportunitySummarySchema.extend({
  fields: record,
  account: record.nullable(),
  contactRoles: z.array(
    z.object({
      id: z.string(),
      contactId: z.string(),
      name: z.string(),
      email: z.string().nullable(),
      role: z.string().nullable(),
      isPrimary: z.boolean(),
    }),
  ),
  lineItems: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      code: z.string().nullable(),
      quantity: z.number(),
      unitPrice: z.number(),
    }),
  ),
  tasks: z.array(record),
  onboardings: z.array(record),
});
export const sandboxOpportunityListSchema = z.object({ opportunities: z.array(sandboxOpportunitySummarySchema) });
export const sandboxOpportunityIdsSchema = z.object({ ids: z.array(z.string()) });
export const sandboxOrganizationSchema = z.object({
  organizationId: z.string(),
  stages: z.array(z.object({ name: z.string(), isWon: z.boolean(), isClosed: z.boolean() })),
  owners: z.array(z.object({ id: z.string(), name: z.string(), email: z.string(), isActive: z.boolean() })),
  opportunityFields: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      type: z.string(),
      isWritable: z.boolean(),
      options: z.array(z.object({ value: z.string(), label: z.string() })),
    }),
  ),
});

const contactSchema = z.strictObject({
  email: z.string().optional(),
  firstName: z.string().default(''),
  lastName: z.string().min(1),
  title: z.string().optional(),
  role: z.string().optional(),
  isPrimary: z.boolean().default(false),
  fields: record.default({}),
});
const lineItemSchema = z.strictObject({
  name: z.string().min(1),
  code: z.string().optional(),
  quantity: z.number().default(1),
  unitPrice: z.number().default(0),
});
export const addSandboxContactRoleSchema = contactSchema;
export const addSandboxLineItemSchema = lineItemSchema;
export const createSandboxOpportunitySchema = z.strictObject({
  name: z.string().min(1).max(120),
  stageName: z.string().optional(),
  ownerId: z.string().nullish(),
  amount: z.number().optional(),
  fields: record.default({}),
  account: z.strictObject({ name: z.string().min(1), fields: record.default({}) }).nullish(),
  contacts: z.array(contactSchema).max(50).default([]),
  lineItems: z.array(lineItemSchema).max(50).default([]),
});
export const createSandboxOpportunitiesSchema = z.strictObject({
  count: z.number().int().min(1).max(500),
  isWon: z.boolean().default(true),
  namePrefix: z.string().default('Load'),
});
export const setSandboxFieldsSchema = z.strictObject({ fields: record });
/** a stage's name, or what should happen */
export const moveSandboxOpportunitySchema = z.strictObject({
  to: z.union([z.enum(['won', 'lost', 'open']), z.string().min(1)]),
});
export const changeSandboxLineItemSchema = z.strictObject({
  quantity: z.number().optional(),
  unitPrice: z.number().optional(),
});
export const mergeSandboxAccountsSchema = z.strictObject({ masterId: z.string(), mergedId: z.string() });
const fieldTypes = [
  'string',
  'textarea',
  'double',
  'date',
  'datetime',
  'boolean',
  'picklist',
  'multipicklist',
] as const;
/** a field made, deleted or of another type, as an administrator might; `restore` gives the original back */
export const changeSandboxFieldSchema = z.discriminatedUnion('change', [
  z.strictObject({
    change: z.literal('add'),
    object: z.string(),
    name: z.string().regex(/^[A-Za-z]\w{0,36}__c$/),
    label: z.string().min(1).max(40).optional(),
    type: z.enum(fieldTypes),
    options: z.array(z.string()).optional(),
  }),
  z.strictObject({ change: z.literal('delete'), object: z.string(), name: z.string() }),
  z.strictObject({ change: z.literal('restore'), object: z.string(), name: z.string() }),
  z.strictObject({
    change: z.literal('retype'),
    object: z.string(),
    name: z.string(),
    type: z.enum(fieldTypes),
    length: z.number().int().positive().max(131_072).optional(),
    options: z.array(z.string()).optional(),
  }),
]);
/** a won stage */
export const changeSandboxStageSchema = z.strictObject({
  change: z.enum(['add', 'deactivate']),
  label: z.string().min(1).max(40),
});
