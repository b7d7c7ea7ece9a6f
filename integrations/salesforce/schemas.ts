/** What we read from Salesforce, and no more; everything else in an answer is left alone. */
import { z } from 'zod';
import { toLongId } from './record-id.ts';

/** ids in the 18 characters that compare without regard to case */
const recordId = z.string().transform((id, context) => {
  const long = toLongId(id);
  if (long !== null) return long;
  context.addIssue({ code: 'custom', message: 'is no id of Salesforce' });
  return z.NEVER;
});

/** `{"identity": "https://login.salesforce.com/id/<organisation>/<user>"}` */
export const tokenSchema = z.object({
  access_token: z.string().min(1),
  instance_url: z.url({ protocol: /^https?$/ }),
  scope: z.string().default(''),
  id: z.string().transform((address, context) => {
    const [organizationId = '', userId = ''] = address.split('/').slice(-2);
    const [organization, user] = [toLongId(organizationId), toLongId(userId)];
    if (organization !== null && user !== null) return { organizationId: organization, userId: user };
    context.addIssue({ code: 'custom', message: 'names no organisation and user' });
    return z.NEVER;
  }),
});
export const signInRefusalSchema = z.object({ error: z.string(), error_description: z.string().default('') });

/** REST says `errorCode`, the results of a collection `statusCode`. */
const problemSchema = z
  .object({
    errorCode: z.string().optional(),
    statusCode: z.string().optional(),
    message: z.string().default(''),
    fields: z
      .array(z.string())
      .nullish()
      .transform((fields) => fields ?? []),
  })
  .transform(({ errorCode, statusCode, ...rest }) => ({ ...rest, errorCode: errorCode ?? statusCode ?? '' }));
export type Problem = z.infer<typeof problemSchema>;
export const refusalSchema = z.union([z.array(problemSchema).min(1), problemSchema.transform((problem) => [problem])]);

/** in the order of the request */
export const saveResultsSchema = z.array(
  z.object({
    id: recordId.nullish(),
    success: z.boolean(),
    created: z.boolean().optional(),
    errors: z.array(problemSchema).default([]),
  }),
);
export type SaveResult = z.infer<typeof saveResultsSchema>[number];

export const pageSchema = z.object({
  totalSize: z.number(),
  done: z.boolean(),
  // part of an address that our session is sent to
  nextRecordsUrl: z
    .string()
    .regex(/^\/services\/data\//)
    .optional(),
  records: z.array(z.record(z.string(), z.unknown())),
});

const describedFieldSchema = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  length: z.number().default(0),
  /** of numbers, how many decimals are kept: Salesforce rounds, and says nothing of it */
  scale: z.number().optional(),
  calculated: z.boolean().default(false),
  updateable: z.boolean().default(false),
  createable: z.boolean().default(false),
  unique: z.boolean().default(false),
  externalId: z.boolean().default(false),
  nillable: z.boolean().default(true),
  referenceTo: z.array(z.string()).default([]),
  picklistValues: z
    .array(z.object({ value: z.string(), label: z.string().nullish(), active: z.boolean().default(true) }))
    .nullish()
    .transform((values) => values ?? []),
});
export type DescribedField = z.infer<typeof describedFieldSchema>;

export const describedObjectSchema = z.object({
  name: z.string(),
  createable: z.boolean().default(false),
  updateable: z.boolean().default(false),
  fields: z.array(describedFieldSchema),
  recordTypeInfos: z
    .array(
      z.object({
        name: z.string(),
        developerName: z.string().optional(),
        recordTypeId: z.string(),
        active: z.boolean().default(true),
        master: z.boolean().default(false),
      }),
    )
    .default([]),
});
export type DescribedObject = z.infer<typeof describedObjectSchema>;

export const organizationFeaturesSchema = z.object({
  features: z.object({
    multiCurrency: z.boolean(),
    defaultCurrencyIsoCode: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .nullish()
      .transform((code) => code ?? null),
  }),
});

export const limitsSchema = z.object({ DailyApiRequests: z.object({ Max: z.number(), Remaining: z.number() }) });
