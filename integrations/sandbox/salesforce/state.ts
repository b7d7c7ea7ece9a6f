/** Everything the sandbox Salesforce remembers, as plain JSON. */
import { z } from 'zod';
import {
  sandboxOutboundSchema,
  sandboxSalesforceFaultsSchema,
  sandboxSalesforceLimitsSchema,
} from '../../../src/contracts/sandbox/salesforce.ts';

const fieldTypes = [
  'id',
  'string',
  'textarea',
  'url',
  'email',
  'phone',
  'boolean',
  'double',
  'currency',
  'percent',
  'int',
  'date',
  'datetime',
  'reference',
  'picklist',
  'multipicklist',
] as const;
export type FieldType = (typeof fieldTypes)[number];

const fieldValueSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type FieldValue = z.infer<typeof fieldValueSchema>;
const rowSchema = z.record(z.string(), fieldValueSchema);
/** one record, by API name; what was never set may be missing */
export type Row = z.infer<typeof rowSchema>;

const fieldSchema = z.object({
  name: z.string(),
  label: z.string(),
  type: z.enum(fieldTypes),
  length: z.number(),
  precision: z.number(),
  scale: z.number(),
  isRequired: z.boolean(),
  /** set by Salesforce itself, never by a caller */
  isReadOnly: z.boolean(),
  /** may be given when the record is created, and not afterwards */
  isFixed: z.boolean(),
  isUnique: z.boolean(),
  isExternalId: z.boolean(),
  /** may stand in WHERE and ORDER BY */
  isFilterable: z.boolean(),
  isRestricted: z.boolean(),
  options: z.array(z.object({ value: z.string(), label: z.string() })),
  initially: fieldValueSchema,
  referenceTo: z.array(z.string()),
  relationshipName: z.string().nullable(),
  childRelationshipName: z.string().nullable(),
  /** the record goes with the one it refers to */
  isCascading: z.boolean(),
});
export type FieldDefinition = z.infer<typeof fieldSchema>;

const objectSchema = z.object({
  name: z.string(),
  label: z.string(),
  labelPlural: z.string(),
  keyPrefix: z.string(),
  fields: z.array(fieldSchema),
});
export type ObjectDefinition = z.infer<typeof objectSchema>;

const notificationSchema = z.object({
  id: z.string(),
  object: z.string(),
  recordId: z.string(),
  attempt: z.number(),
  queuedAt: z.number(),
  dueAt: z.number(),
});
export type Notification = z.infer<typeof notificationSchema>;

export const orgStateSchema = z.object({
  version: z.literal(1),
  organizationId: z.string(),
  nextNumber: z.number(),
  objects: z.array(objectSchema),
  /** by object, then by id of 18 characters */
  records: z.record(z.string(), z.record(z.string(), rowSchema)),
  /** given by the authorisation page, by token */
  refreshTokens: z.record(z.string(), z.object({ userId: z.string(), clientId: z.string() })),
  /** PEM, what the external client app was given last; absent: what it began with */
  certificate: z.string().optional(),
  faults: sandboxSalesforceFaultsSchema,
  limits: sandboxSalesforceLimitsSchema,
  outbound: sandboxOutboundSchema,
  /** messages that were not acknowledged yet */
  notifications: z.array(notificationSchema),
});
export type OrgState = z.infer<typeof orgStateSchema>;
