/** What we read from HubSpot, and no more; everything else in an answer is left alone. */
import { z } from 'zod';

const recordId = z.number().int().positive();
/** a merge without a new record may say 0 */
const optionalId = z.number().int().nonnegative().nullish().transform((id) => id ?? undefined);

/** One event of a webhook delivery. The type is `subscriptionType`, in older payloads `eventType`. */
export const hubSpotEventSchema = z.object({
  portalId: recordId,
  occurredAt: z.number().int().nonnegative().max(8_640_000_000_000_000),
  subscriptionType: z.string().min(1).optional(),
  eventType: z.string().min(1).optional(),
  eventId: z.union([z.number(), z.string()]).optional(),
  appId: z.union([z.number(), z.string()]).optional(),
  objectId: recordId.optional(),
  objectTypeId: z.string().optional(),
  propertyName: z.string().optional(),
  changeSource: z.string().optional(),
  sourceId: z.union([z.number(), z.string()]).nullish().transform((id) => id ?? undefined),
  primaryObjectId: optionalId,
  newObjectId: optionalId,
  mergedObjectIds: z.array(recordId).default([]),
  associationType: z.string().optional(),
  fromObjectId: optionalId,
  toObjectId: optionalId,
  fromObjectTypeId: z.string().optional(),
  toObjectTypeId: z.string().optional(),
}).refine((event) => event.subscriptionType !== undefined || event.eventType !== undefined, { message: 'is missing', path: ['subscriptionType'] });
export type HubSpotEvent = z.infer<typeof hubSpotEventSchema>;
