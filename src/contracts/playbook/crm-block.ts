/** The `crm:` block: what goes between our values and a CRM's fields, in a playbook or as a mapping of its own. */
import { z } from 'zod';
import { ourValue } from '../../domain/mapping/catalogue.ts';
import { winners } from '../../domain/mapping/model.ts';
import { name, text } from './phase-schema.ts';
import { crmField } from './short-forms.ts';

const plain = z.union([z.string(), z.number()]).transform(String);

const transform = z.union(
  [
    z.strictObject({ shift: z.number().int().min(-3650).max(3650) }),
    z.strictObject({ values: z.record(z.string(), plain), otherwise: plain.optional() }),
    z.strictObject({ before: z.string().max(100).optional(), after: z.string().max(100).optional() }),
    z.strictObject({ times: z.number(), decimals: z.number().int().min(0).max(6).optional() }),
    z.literal('major-units'),
  ],
  'should be { shift: days }, { values: { ours: theirs } }, { before, after }, { times, decimals } or major-units',
);

const way = z.preprocess(
  (value) => (typeof value === 'string' ? { to: value } : value),
  z
    .strictObject({
      to: crmField.optional(),
      from: crmField.optional(),
      both: crmField.optional(),
      as: transform.optional(),
      default: plain.optional(),
      wins: z.enum(winners).optional(),
    })
    .refine(
      ({ to, from, both }) => [to, from, both].filter((place) => place !== undefined).length === 1,
      'needs one of to, from or both, such as to: deal.csm_health',
    ),
);
export type WrittenWay = z.output<typeof way>;

const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.preprocess((value): unknown => (Array.isArray(value) ? value : [value]), z.array(item).min(1));

const ours = z.string().refine((value) => ourValue(value) !== null, {
  error: ({ input }) => `we have no value “${String(input)}”; docs/crm-sync.md lists those there are`,
});

const moment = z
  .string()
  .regex(
    /^(?:handoff|draft|active|on_hold|live|transitioned|cancelled|(?:phase|milestone)\.[a-z0-9][a-z0-9_-]*)$/,
    'is no moment; write draft, active, on_hold, live, transitioned, phase.<key> or milestone.<key>',
  );

const stages = z.preprocess(
  (value) => (typeof value === 'object' && value !== null && !('when' in value) ? { when: value } : value),
  z.strictObject({
    field: z
      .string()
      .regex(/^deal\.[A-Za-z][A-Za-z0-9_]{0,99}$/, 'is no list of the deal; write deal.<field>')
      .optional(),
    pipeline: name.optional(),
    wins: z.enum(winners).optional(),
    when: z.record(moment, name),
  }),
);

export const crmBlock = z.strictObject({
  stages: stages.optional(),
  renewal: z
    .strictObject({
      pipeline: name,
      stage: name,
      term: z.number().int().min(1).max(120).optional(),
      basis: z.enum(['contract_start', 'go_live']).optional(),
      createDeal: z.boolean().optional(),
      owner: z.enum(['csm', 'deal_owner', 'none']).optional(),
      amount: z.enum(['deal', 'none']).optional(),
      uplift: z.number().min(-100).max(1000).optional(),
    })
    .optional(),
  fields: z.record(ours, oneOrMore(way)).optional(),
});
export type CrmBlock = z.output<typeof crmBlock>;

/** A mapping in a file of its own: the same block, under the same name. */
export const mappingFile = z.strictObject({ note: text.optional(), crm: crmBlock });
