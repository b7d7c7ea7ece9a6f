/** Everything the sandbox HubSpot remembers, as plain JSON. */
import { z } from 'zod';
import {
  sandboxFaultsSchema,
  sandboxLimitsSchema,
  sandboxWebhooksSchema,
} from '../../../src/contracts/sandbox/hubspot.ts';

export const objectTypes = ['deals', 'companies', 'contacts', 'line_items', 'notes', 'tasks'] as const;
export type ObjectType = (typeof objectTypes)[number];

const setSchema = z.object({ userId: z.number().nullable(), at: z.number() });
const storedRecordSchema = z.object({
  id: z.string(),
  properties: z.record(z.string(), z.string()),
  createdAt: z.number(),
  updatedAt: z.number(),
  archived: z.boolean(),
  mergedInto: z.string().nullable(),
  /** by property, and the value before it: null where an app did */
  setBy: z
    .record(z.string(), setSchema.extend({ before: setSchema.extend({ value: z.string() }).optional() }))
    .optional(),
});
export type StoredRecord = z.infer<typeof storedRecordSchema>;

const linkSchema = z.object({ toId: z.string(), typeIds: z.array(z.number()) });
export type Link = z.infer<typeof linkSchema>;

const propertySchema = z.object({
  name: z.string(),
  label: z.string(),
  type: z.enum(['string', 'number', 'date', 'datetime', 'enumeration', 'bool', 'phone_number']),
  fieldType: z.string(),
  groupName: z.string(),
  description: z.string(),
  options: z.array(z.object({ value: z.string(), label: z.string(), displayOrder: z.number(), hidden: z.boolean() })),
  hasUniqueValue: z.boolean(),
  readOnly: z.boolean(),
  hubspotDefined: z.boolean(),
  /** its values are those records, and no options of its own */
  referencedObjectType: z.literal('OWNER').optional(),
});
export type PropertyDefinition = z.infer<typeof propertySchema>;

const stageSchema = z.object({ id: z.string(), label: z.string(), probability: z.string(), isClosed: z.boolean() });
const pipelineSchema = z.object({ id: z.string(), label: z.string(), stages: z.array(stageSchema) });
export type Pipeline = z.infer<typeof pipelineSchema>;
export type Stage = z.infer<typeof stageSchema>;
const ownerSchema = z.object({
  id: z.string(),
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  userId: z.number(),
  archived: z.boolean(),
});
const labelSchema = z.object({
  typeId: z.number(),
  from: z.enum(objectTypes),
  to: z.enum(objectTypes),
  label: z.string(),
});

export const webhookEventSchema = z.record(z.string(), z.unknown());
export type WebhookEvent = z.infer<typeof webhookEventSchema>;
const deliverySchema = z.object({
  id: z.number(),
  events: z.array(webhookEventSchema),
  attempt: z.number(),
  dueAt: z.number(),
});
export type Delivery = z.infer<typeof deliverySchema>;

const perType = <T extends z.ZodType>(schema: T) => z.record(z.enum(objectTypes), schema);

export const portalStateSchema = z.object({
  version: z.literal(1),
  portalId: z.number(),
  timezone: z.string(),
  currency: z.string(),
  nextId: z.number(),
  records: perType(z.record(z.string(), storedRecordSchema)),
  /** by `${from}:${fromId}:${to}`; each association stands on both sides */
  links: z.record(z.string(), z.array(linkSchema)),
  labels: z.array(labelSchema),
  pipelines: z.array(pipelineSchema),
  owners: z.array(ownerSchema),
  properties: perType(z.array(propertySchema)),
  groups: perType(z.array(z.object({ name: z.string(), label: z.string() }))),
  faults: sandboxFaultsSchema,
  limits: sandboxLimitsSchema,
  webhooks: sandboxWebhooksSchema,
  /** events that are still to be delivered */
  deliveries: z.array(deliverySchema),
});
export type PortalState = z.infer<typeof portalStateSchema>;
