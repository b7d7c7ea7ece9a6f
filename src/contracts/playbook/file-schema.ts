/**
 * One playbook file as YAML, read and typed but not yet complete: a file may extend another and pull in parts, so
 * what must be there is checked after composing (check.ts).
 */
import { z } from 'zod';
import { taskTypes } from '../../domain/model.ts';
import { condition } from './condition.ts';
import { anchor, calendar, crmField, crmPlace, duration, offset, period } from './short-forms.ts';

const key = z.string().max(80).regex(/^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/, 'keys are lower case letters, digits, - and _, such as connect-erp');
const role = z.string().regex(/^(?:customer|team|partner|crm)\.[a-z][a-z0-9_]*$/, 'a role begins with customer., team., partner. or crm., such as customer.it');
const name = z.string().trim().min(1).max(200);
const text = z.string().trim().min(1).max(10_000);
const list = <T extends z.ZodType>(item: T) => z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(item));
const webUrl = z.url({ protocol: /^https?$/, error: 'should be a web address that begins with https://' });
const link = z.strictObject({ label: name, url: webUrl });
const keyed = <T extends z.ZodType>(entry: T) => z.record(key, entry.nullable());

const need = z.preprocess(
  (value) => (value === 'tasks' ? { tasks: true } : value === 'no blockers' ? { noBlockers: true } : value),
  z
    .strictObject({
      tasks: z.literal(true).optional(), noBlockers: z.literal(true).optional(), phase: key.optional(), milestone: key.optional(),
      integrations: z.preprocess((value) => (value === 'all' ? 'all' : value), z.union([z.literal('all'), list(key)], 'should be all, or a list of integrations')).optional(),
      approval: z.strictObject({ by: role, label: name }).optional(),
    })
    .refine((value) => Object.keys(value).length === 1, 'name one thing: tasks, no blockers, phase, milestone, integrations or approval'),
);
const gate = z.preprocess(
  (value) => (value === 'none' ? { needs: [] } : Array.isArray(value) ? { needs: value } : value),
  z.strictObject({ responsible: role.optional(), needs: z.array(need) }),
);

export const taskFields = {
  name: name.optional(), type: z.enum(taskTypes).optional(), role: role.optional(), internal: z.boolean().optional(),
  milestone: key.optional(), workstream: key.optional(), how: text.optional(), links: z.array(link).optional(), video: webUrl.optional(),
  files: list(name).optional(), takes: duration.optional(), due: anchor.optional(), lock: z.boolean().optional(),
  after: list(key).optional(), before: list(key).optional(), when: condition.optional(), hours: z.number().min(0).max(1000).optional(),
  hoursRole: role.optional(), ladder: key.optional(), urgent: z.boolean().optional(), integration: key.optional(), form: key.optional(), fills: role.optional(),
} as const;
const task = z.strictObject(taskFields);
const milestone = z.strictObject({
  name: name.optional(), done: text.optional(), completion: z.enum(['tasks', 'person']).optional(), firstValue: z.boolean().optional(),
  goLive: z.boolean().optional(), when: condition.optional(),
});
const phase = z.strictObject({
  name: name.optional(), owner: role.optional(), placeAfter: key.optional(), entry: gate.optional(), exit: gate.optional(),
  milestones: keyed(milestone).optional(), tasks: keyed(task).optional(),
});
const rung = z.strictObject({
  at: offset, kind: z.enum(['reminder', 'due', 'overdue', 'hold_notice', 'escalation']),
  to: z.union([z.literal('owner'), z.literal('blocker_owner'), role], 'should be owner, blocker_owner or a role').optional(),
  orElse: role.optional(), every: period.optional(),
});
const formField = z.strictObject({
  label: name, kind: z.enum(['text', 'long_text', 'choice', 'date', 'number', 'email', 'file']).optional(), required: z.boolean().optional(),
  options: z.array(name).optional(), when: condition.optional(),
});
const column = z.strictObject({ label: name, required: z.boolean().optional(), kind: z.enum(['text', 'number', 'date', 'email']).optional() });

export const playbookFile = z.strictObject({
  format: z.literal(1).optional(), key: key.optional(), name: name.optional(), description: text.optional(),
  extends: z.string().min(1).optional(),
  parts: z.array(z.strictObject({ when: condition.optional(), add: z.string().min(1) })).optional(),
  selection: z.array(z.strictObject({ when: condition, why: name, start: z.boolean().optional(), priority: z.number().int().min(0).max(1000).optional() })).optional(),
  calendar: calendar.optional(),
  publish: z.preprocess((value) => (value === 'automatic' ? { automatic: true } : value), z.strictObject({ automatic: z.boolean().optional(), by: list(role).optional() })).optional(),
  goLive: z.strictObject({ approvedBy: list(role) }).optional(),
  dates: z.strictObject({ from: z.enum(['kickoff', 'go-live']).optional(), kickoffAfter: duration.optional() }).optional(),
  handoff: z.strictObject({
    ladder: key.optional(),
    fields: keyed(z.strictObject({ label: name.optional(), help: text.optional(), required: z.boolean().optional(), crm: crmPlace.optional() })).optional(),
  }).optional(),
  roles: z.record(role, z.strictObject({
    label: name.optional(), required: z.boolean().optional(), from: z.preprocess((value) => (value === 'owner' ? 'owner' : value), z.union([z.literal('owner'), list(name)], 'should be owner, or contact roles of the deal')).optional(),
    namedBy: role.optional(),
  }).nullable()).optional(),
  phases: keyed(phase).optional(),
  workstreams: z.record(key, name).optional(),
  integrations: keyed(z.strictObject({
    name: name.optional(), owner: role.optional(), environments: z.array(name).min(1).optional(),
    initial: z.enum(['not_started', 'partially_configured', 'connected', 'validated_in_production']).optional(),
    checks: z.record(key, name).optional(), when: condition.optional(),
  })).optional(),
  ladders: keyed(z.strictObject({ urgent: z.boolean().optional(), rungs: z.array(rung).min(1) })).optional(),
  forms: keyed(z.strictObject({ title: name, fields: z.record(key, formField) })).optional(),
  imports: keyed(z.strictObject({ title: name, columns: z.record(key, column) })).optional(),
  trainings: keyed(z.strictObject({ audience: name, materials: z.array(link).optional() })).optional(),
  messages: z.strictObject({ welcome: text.optional(), weeklyReport: text.optional(), milestoneDone: text.optional(), goLive: text.optional() }).optional(),
  hypercare: duration.optional(),
  checkIns: z.array(z.number().int().min(1).max(730)).optional(),
  renewalReminders: z.array(z.number().int().min(1).max(730)).optional(),
  budget: z.strictObject({ hours: z.number().min(0), hourlyRate: z.number().min(0), currency: z.string().regex(/^[A-Z]{3}$/, 'is a currency code such as EUR') }).optional(),
  crm: z.strictObject({
    stages: z.partialRecord(z.enum(['draft', 'active', 'on_hold', 'live', 'transitioned']), name).optional(),
    renewal: z.strictObject({
      pipeline: name, stage: name, term: z.number().int().min(1).max(120).optional(),
      basis: z.enum(['contract_start', 'go_live']).optional(), createDeal: z.boolean().optional(),
    }).optional(),
    fields: z.record(z.string(), crmField).optional(),
  }).optional(),
  translations: z.record(z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'is a language such as de'), z.record(z.string(), text)).optional(),
});

export type PlaybookFile = z.output<typeof playbookFile>;
export type FileTask = z.output<typeof task>;
export type FilePhase = z.output<typeof phase>;
export type FileGate = z.output<typeof gate>;
