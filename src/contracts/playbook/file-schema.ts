/**
 * One playbook file as YAML, read and typed but not yet complete: a file may extend another and pull in parts, so
 * what must be there is checked after composing (check.ts).
 */
import { z } from 'zod';
import { condition } from './condition.ts';
import { crmBlock } from './crm-block.ts';
import { formatIssues } from './formats.ts';
import { chasing, ladder } from './ladder-schema.ts';
import { key, keyed, link, list, name, phase, prose, role, text } from './phase-schema.ts';
import { calendar, crmPlace, duration } from './short-forms.ts';

const formField = z.strictObject({
  label: name,
  kind: z.enum(['text', 'long_text', 'choice', 'date', 'number', 'email', 'file']).optional(),
  required: z.boolean().optional(),
  options: z.array(name).optional(),
  when: condition.optional(),
});
const column = z.strictObject({
  label: name,
  required: z.boolean().optional(),
  kind: z.enum(['text', 'number', 'date', 'email']).optional(),
});

export const playbookFile = z
  .strictObject({
    format: z.union([z.literal(1), z.literal(2)], 'should be 1 or 2, the formats there are').optional(),
    key: key.optional(),
    name: name.optional(),
    description: text.optional(),
    extends: z.string().min(1).optional(),
    parts: z.array(z.strictObject({ when: condition.optional(), add: z.string().min(1) })).optional(),
    selection: z
      .array(
        z.strictObject({
          when: condition,
          why: name,
          start: z.boolean().optional(),
          priority: z.number().int().min(0).max(1000).optional(),
        }),
      )
      .optional(),
    calendar: calendar.optional(),
    publish: z
      .preprocess(
        (value) => (value === 'automatic' ? { automatic: true } : value),
        z.strictObject({ automatic: z.boolean().optional(), by: list(role).optional() }),
      )
      .optional(),
    amendments: z.enum(['person', 'automatic']).optional(),
    goLive: z.strictObject({ approvedBy: list(role) }).optional(),
    dates: z
      .strictObject({ from: z.enum(['kickoff', 'go-live']).optional(), kickoffAfter: duration.optional() })
      .optional(),
    handoff: z
      .strictObject({
        ladder: key.optional(),
        fields: keyed(
          z.strictObject({
            label: name.optional(),
            help: text.optional(),
            required: z.boolean().optional(),
            crm: crmPlace.optional(),
          }),
        ).optional(),
      })
      .optional(),
    roles: z
      .record(
        role,
        z
          .strictObject({
            label: name.optional(),
            required: z.boolean().optional(),
            from: z
              .preprocess(
                (value) => (value === 'owner' ? 'owner' : value),
                z.union([z.literal('owner'), list(name)], 'should be owner, or contact roles of the deal'),
              )
              .optional(),
            namedBy: role.optional(),
          })
          .nullable(),
      )
      .optional(),
    phases: keyed(phase).optional(),
    workstreams: z.record(key, name).optional(),
    integrations: keyed(
      z.strictObject({
        name: name.optional(),
        owner: role.optional(),
        environments: z.array(name).min(1).optional(),
        initial: z.enum(['not_started', 'partially_configured', 'connected', 'validated_in_production']).optional(),
        checks: z.record(key, name).optional(),
        when: condition.optional(),
      }),
    ).optional(),
    ladders: keyed(ladder).optional(),
    chase: chasing.optional(),
    forms: keyed(z.strictObject({ title: name, fields: z.record(key, formField) })).optional(),
    imports: keyed(z.strictObject({ title: name, columns: z.record(key, column) })).optional(),
    trainings: keyed(z.strictObject({ audience: name, materials: z.array(link).optional() })).optional(),
    messages: z
      .strictObject({
        welcome: prose.optional(),
        weeklyReport: prose.optional(),
        milestoneDone: prose.optional(),
        goLive: prose.optional(),
      })
      .optional(),
    hypercare: duration.optional(),
    checkIns: z.array(z.number().int().min(1).max(730)).optional(),
    renewalReminders: z.array(z.number().int().min(1).max(730)).optional(),
    budget: z
      .strictObject({
        hours: z.number().min(0),
        hourlyRate: z.number().min(0),
        currency: z.string().regex(/^[A-Z]{3}$/, 'is a currency code such as EUR'),
      })
      .optional(),
    crm: crmBlock.optional(),
    slack: z
      .strictObject({
        channel: name.refine((value) => /[\p{L}\p{N}{]/u.test(value), 'is a name such as onb-{account}'),
        private: z.boolean().optional(),
        shareWithCustomer: z.boolean().optional(),
      })
      .nullable()
      .optional(),
    translations: z
      .record(z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'is a language such as de'), z.record(z.string(), prose))
      .optional(),
  })
  .superRefine((file, context) => {
    for (const { path, message } of formatIssues(file)) context.addIssue({ code: 'custom', path, message });
  });

export type PlaybookFile = z.output<typeof playbookFile>;
