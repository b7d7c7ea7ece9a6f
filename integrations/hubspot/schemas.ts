/** What we read from HubSpot, and no more; everything else in an answer is left alone. */
import { z } from 'zod';

const recordId = z.number().int().positive();
/** a merge without a new record may say 0 */
const optionalId = z
  .number()
  .int()
  .nonnegative()
  .nullish()
  .transform((id) => id ?? undefined);

/** One event of a webhook delivery. The type is `subscriptionType`, in older payloads `eventType`. */
export const hubSpotEventSchema = z
  .object({
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
    sourceId: z
      .union([z.number(), z.string()])
      .nullish()
      .transform((id) => id ?? undefined),
    primaryObjectId: optionalId,
    newObjectId: optionalId,
    mergedObjectIds: z.array(recordId).default([]),
    associationType: z.string().optional(),
    fromObjectId: optionalId,
    toObjectId: optionalId,
    fromObjectTypeId: z.string().optional(),
    toObjectTypeId: z.string().optional(),
  })
  .refine((event) => event.subscriptionType !== undefined || event.eventType !== undefined, {
    message: 'is missing',
    path: ['subscriptionType'],
  });
export type HubSpotEvent = z.infer<typeof hubSpotEventSchema>;

const detailSchema = z.object({
  message: z.string().default(''),
  code: z.string().optional(),
  context: z.record(z.string(), z.array(z.string())).optional().catch(undefined),
});
/** Every field may be missing, depending on the route. */
export const failureBodySchema = z.object({
  message: z.string().optional(),
  category: z.string().optional(),
  correlationId: z.string().optional(),
  policyName: z.string().optional(),
  errors: z.array(detailSchema).optional().catch(undefined),
});
export type FailureBody = z.infer<typeof failureBodySchema>;

const properties = z.record(z.string(), z.string().nullable());
const recordSchema = z.object({ id: z.string(), properties });
export type HubSpotRecord = z.infer<typeof recordSchema>;

const batchErrorSchema = z.object({
  category: z.string().optional(),
  message: z.string().default(''),
  context: z.record(z.string(), z.array(z.string())).optional().catch(undefined),
});

export type BatchError = z.infer<typeof batchErrorSchema>;

/** 200 and 207 alike: what is not among the results is named in `errors`, or simply left out. */
export const recordsSchema = z.object({
  results: z.array(recordSchema),
  errors: z.array(batchErrorSchema).default([]),
});
/** The newest value of each property first. */
export const historiesSchema = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      propertiesWithHistory: z
        .record(z.string(), z.array(z.object({ value: z.string().nullish(), updatedByUserId: z.number().nullish() })))
        .default({}),
    }),
  ),
});
export const oneRecordSchema = recordSchema;
/** `_new` is the client's name for `new`. */
export const upsertedSchema = z.object({
  results: z.array(recordSchema.extend({ _new: z.boolean().default(false) })),
  errors: z.array(batchErrorSchema).default([]),
});

const paging = z.object({ next: z.object({ after: z.string() }).optional() }).optional();
export const searchResultSchema = z.object({ total: z.number(), results: z.array(recordSchema), paging });

export const associationsSchema = z.object({
  results: z.array(
    z.object({
      _from: z.object({ id: z.string() }),
      // text by the description and the client's types, a number in HubSpot's own examples
      to: z.array(
        z.object({
          toObjectId: z.coerce.string(),
          associationTypes: z.array(
            z.object({ category: z.string(), typeId: z.number(), label: z.string().nullish() }),
          ),
        }),
      ),
      paging,
    }),
  ),
});

export const ownersSchema = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      email: z.string().nullish(),
      firstName: z.string().nullish(),
      lastName: z.string().nullish(),
      archived: z.boolean().default(false),
      // null for who left; then only the other one says it
      userId: z.number().nullish(),
      userIdIncludingInactive: z.number().nullish(),
    }),
  ),
  paging,
});

export const pipelinesSchema = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      archived: z.boolean().default(false),
      stages: z.array(
        z.object({
          id: z.string(),
          label: z.string(),
          archived: z.boolean().default(false),
          metadata: z.record(z.string(), z.string()).default({}),
        }),
      ),
    }),
  ),
});

export const propertiesSchema = z.object({
  results: z.array(
    z.object({ name: z.string(), type: z.string(), options: z.array(z.object({ value: z.string() })).default([]) }),
  ),
});
export const describedPropertiesSchema = z.object({
  results: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      type: z.string(),
      fieldType: z.string().default(''),
      referencedObjectType: z.string().nullish(),
      hidden: z.boolean().default(false),
      archived: z.boolean().default(false),
      calculated: z.boolean().default(false),
      hasUniqueValue: z.boolean().default(false),
      options: z
        .array(z.object({ value: z.string(), label: z.string(), hidden: z.boolean().default(false) }))
        .default([]),
      modificationMetadata: z.object({ readOnlyValue: z.boolean().default(false) }).optional(),
    }),
  ),
});
export type DescribedProperty = z.infer<typeof describedPropertiesSchema>['results'][number];
export const propertyGroupsSchema = z.object({ results: z.array(z.object({ name: z.string() })) });

export const accountSchema = z.object({
  portalId: z.number().int(),
  timeZone: z.string(),
  accountType: z.string().default('STANDARD'),
  uiDomain: z.string().default('app.hubspot.com'),
});
export const tokenSchema = z.object({
  hubId: z.number().int(),
  appId: z.number().int().optional(),
  scopes: z.array(z.string()),
});
export const dailyUsageSchema = z.object({
  results: z.array(
    z.object({ name: z.string(), usageLimit: z.number(), currentUsage: z.number(), resetsAt: z.string().nullish() }),
  ),
});
/** where only success matters */
export const anyAnswerSchema = z.unknown();

/** what our own errors carry about wrong values */
export const propertyProblemsSchema = z
  .array(z.object({ field: z.string(), code: z.string(), message: z.string() }))
  .catch([]);
