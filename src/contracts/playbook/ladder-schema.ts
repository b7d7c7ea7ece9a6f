/** Ladders as they are written: steps with channels and caps since format 2, rungs before. */
import { z } from 'zod';
import { channels, taskTypes } from '../../domain/model.ts';
import { ladderChoice, list, role } from './phase-schema.ts';
import { offset, period } from './short-forms.ts';

const kind = z.enum(['reminder', 'due', 'overdue', 'hold_notice', 'escalation']);
const recipient = z.union(
  [z.literal('owner'), z.literal('blocker_owner'), role],
  'should be owner, blocker_owner or a role',
);

const rung = z.strictObject({
  at: offset,
  kind,
  to: recipient.optional(),
  orElse: role.optional(),
  every: period.optional(),
});

/** Short words for those whom most ladders name. */
const people: ReadonlyMap<unknown, string> = new Map([
  ['lead', 'customer.lead'],
  ['sponsor', 'customer.sponsor'],
  ['csm', 'team.csm'],
  ['manager', 'team.manager'],
]);
const inFull = (value: unknown): unknown => people.get(value) ?? value;

const anybody = z
  .string()
  .regex(
    /^(?:owner|blocker_owner|(?:customer|team|partner|crm)\.[a-z][a-z0-9_]*)$/,
    'should be owner, blocker_owner, lead, sponsor, csm, manager or a role such as customer.it',
  );

const step = z.strictObject({
  at: offset,
  kind: kind.optional(),
  to: z.preprocess(inFull, anybody).optional(),
  orElse: z.preprocess(inFull, role).optional(),
  every: period.optional(),
  until: offset.optional(),
  channels: list(z.enum(channels)).optional(),
});

const most = z.number().int().min(1).max(100);
const caps = z.strictObject({ perTask: most.optional(), apart: period.optional(), perDay: most.optional() });

export const ladder = z.strictObject({
  urgent: z.boolean().optional(),
  caps: caps.optional(),
  rungs: z.array(rung).min(1).optional(),
  steps: z.array(step).min(1).optional(),
});

/** Which ladder is whose where a task names none. */
export const chasing = z.strictObject({
  ladder: ladderChoice.optional(),
  kinds: z.partialRecord(z.enum(taskTypes), ladderChoice).optional(),
});

export type FileLadder = z.output<typeof ladder>;
