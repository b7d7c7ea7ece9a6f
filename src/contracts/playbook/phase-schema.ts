/** Phases, gates, milestones and tasks of one file, and the words all schemas of the format share. */
import { z } from 'zod';
import { taskTypes } from '../../domain/model.ts';
import { trackerNames } from '../../domain/ticket.ts';
import { condition } from './condition.ts';
import { anchor, duration } from './short-forms.ts';

export const key = z
  .string()
  .max(80)
  .regex(/^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/, 'keys are lower case letters, digits, - and _, such as connect-erp');
export const role = z
  .string()
  .regex(
    /^(?:customer|team|partner|crm)\.[a-z][a-z0-9_]*$/,
    'a role begins with customer., team., partner. or crm., such as customer.it',
  );
export const name = z.string().trim().min(1).max(200);
export const text = z.string().trim().min(1).max(10_000);
/** As in Markdown, a line that was only broken to fit the file goes on; an empty line, or a list's, does not. */
export const prose = text.transform((written) =>
  written.replaceAll(/(?<!\n)\n(?!\s*(?:\n|[-*•]\s|\d+[.)]\s))[ \t]*/g, ' '),
);
export const list = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(item));
const webUrl = z.url({ protocol: /^https?$/, error: 'should be a web address that begins with https://' });
export const link = z.strictObject({ label: name, url: webUrl });
export const keyed = <T extends z.ZodType>(entry: T) => z.record(key, entry.nullable());

const need = z.preprocess(
  (value) => (value === 'tasks' ? { tasks: true } : value === 'no blockers' ? { noBlockers: true } : value),
  z
    .strictObject({
      tasks: z.literal(true).optional(),
      noBlockers: z.literal(true).optional(),
      phase: key.optional(),
      milestone: key.optional(),
      integrations: z
        .preprocess(
          (value) => (value === 'all' ? 'all' : value),
          z.union([z.literal('all'), list(key)], 'should be all, or a list of integrations'),
        )
        .optional(),
      approval: z.strictObject({ by: role, label: name }).optional(),
    })
    .refine(
      (value) => Object.keys(value).length === 1,
      'name one thing: tasks, no blockers, phase, milestone, integrations or approval',
    ),
);
export const gate = z.preprocess(
  (value) => (value === 'none' ? { needs: [] } : Array.isArray(value) ? { needs: value } : value),
  z.strictObject({ responsible: role.optional(), needs: z.array(need) }),
);

/** `ticket: jira`, or with the project and the type of issue that it goes to. */
const ticket = z.preprocess(
  (value) => (typeof value === 'string' ? { tracker: value } : value),
  z.strictObject({
    tracker: z.enum(trackerNames),
    project: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{1,19}$/, 'should be a project key, such as ONB')
      .optional(),
    issueType: name.optional(),
  }),
);

const taskFields = {
  name: name.optional(),
  type: z.enum(taskTypes).optional(),
  role: role.optional(),
  internal: z.boolean().optional(),
  milestone: key.optional(),
  workstream: key.optional(),
  how: prose.optional(),
  links: z.array(link).optional(),
  video: webUrl.optional(),
  files: list(name).optional(),
  takes: duration.optional(),
  due: anchor.optional(),
  lock: z.boolean().optional(),
  after: list(key).optional(),
  before: list(key).optional(),
  when: condition.optional(),
  hours: z.number().min(0).max(1000).optional(),
  hoursRole: role.optional(),
  ladder: key.optional(),
  urgent: z.boolean().optional(),
  integration: key.optional(),
  form: key.optional(),
  fills: role.optional(),
  ticket: ticket.optional(),
} as const;
export const task = z.strictObject(taskFields);
const milestone = z.strictObject({
  name: name.optional(),
  done: prose.optional(),
  completion: z.enum(['tasks', 'person']).optional(),
  firstValue: z.boolean().optional(),
  goLive: z.boolean().optional(),
  when: condition.optional(),
});
/** A ladder for all sides, or one for each. */
export const ladderChoice = z.preprocess(
  (value) => (typeof value === 'string' ? { customer: value, team: value, partner: value } : value),
  z.strictObject({ customer: key.optional(), team: key.optional(), partner: key.optional() }),
);

export const phase = z.strictObject({
  name: name.optional(),
  owner: role.optional(),
  placeAfter: key.optional(),
  ladder: ladderChoice.optional(),
  entry: gate.optional(),
  exit: gate.optional(),
  milestones: keyed(milestone).optional(),
  tasks: keyed(task).optional(),
});

export type FileTask = z.output<typeof task>;
export type FilePhase = z.output<typeof phase>;
export type FileLadderChoice = z.output<typeof ladderChoice>;
export type FileGate = z.output<typeof gate>;
