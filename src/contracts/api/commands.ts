/**
 * What a person may do to an onboarding. Each command is `POST /<subject>s/:id/<name>`; those marked `byLink`
 * are also `POST /task-links/:token/<name>`, for the one task the link was sent for, or what that waits for.
 * Every command answers with the onboarding's new version.
 */
import { z } from 'zod';
import { problemCodes, pulseAnswers } from '../../domain/model.ts';
import { type Access, manager, member } from './endpoint.ts';
import { healthStatus, id, integrationStatus, localDate, longText, nothing, shortText, side } from './values.ts';

export const commandSubjects = [
  'onboarding',
  'task',
  'milestone',
  'phase',
  'blocker',
  'integration-item',
  'check-in',
] as const;
export type CommandSubject = (typeof commandSubjects)[number];

interface Command<S extends CommandSubject, I extends z.ZodType> {
  subject: S;
  summary: string;
  access: Access;
  input: I;
  byLink: boolean;
}
/** By a link it says which blocker of the link's task it means. */
export const linkBlocker = z.object({ blockerId: id });

const command = <S extends CommandSubject, I extends z.ZodType>(
  subject: S,
  summary: string,
  input: I,
  access: Access = member,
): Command<S, I> => ({
  subject,
  summary,
  access,
  input,
  byLink: false,
});
const linkable = <I extends z.ZodType>(summary: string, input: I): Command<'task', I> => ({
  ...command('task', summary, input),
  byLink: true,
});

const askable = <I extends z.ZodObject>(summary: string, input: I): Command<'blocker', I> => ({
  ...command('blocker', summary, input),
  byLink: true,
});

export const pulseAnswer = z.strictObject({ answer: z.enum(pulseAnswers), comment: longText.optional() });
const roleName = z.string().regex(/^(customer|team|partner|crm)\.[a-z_]+$/);

export const commands = {
  publish: command(
    'onboarding',
    'Publish the draft plan: from now on the customer hears from us',
    z.strictObject({ kickoffOn: localDate.optional() }),
  ),
  hold: command('onboarding', 'Put on hold until a date', z.strictObject({ reason: shortText, resumeOn: localDate })),
  resume: command('onboarding', 'Resume now', nothing),
  cancel: command('onboarding', 'Cancel the onboarding', z.strictObject({ reason: shortText }), manager),
  'approve-go-live': command('onboarding', 'Approve go-live', z.strictObject({ note: longText.optional() })),
  'override-health': command(
    'onboarding',
    'Override health until a date, or end the override',
    z.strictObject({
      override: z
        .strictObject({
          status: healthStatus,
          score: z.number().int().min(0).max(100),
          reason: shortText,
          until: localDate,
        })
        .nullable(),
    }),
  ),
  'assign-role': command(
    'onboarding',
    'Name the person who fills a role',
    z.strictObject({
      role: roleName,
      personId: id.optional(),
      person: z.strictObject({ name: shortText, email: z.email() }).optional(),
    }),
  ),
  'set-handoff': command(
    'onboarding',
    'Fill in sales handoff fields',
    z.strictObject({ values: z.record(z.string().max(60), z.string().max(5000)) }),
  ),
  'waive-handoff': command(
    'onboarding',
    'Go on without the missing handoff fields',
    z.strictObject({ reason: shortText }),
  ),
  'set-kickoff': command('onboarding', 'Move the kickoff', z.strictObject({ kickoffOn: localDate })),
  'set-target-go-live': command(
    'onboarding',
    'Set the go-live that was agreed',
    z.strictObject({ targetGoLiveOn: localDate, reason: shortText.optional() }),
  ),
  'set-urgent': command('onboarding', 'Turn urgent chasing on or off', z.strictObject({ isUrgent: z.boolean() })),
  'choose-playbook': command(
    'onboarding',
    'Choose the playbook by hand and build the draft from it',
    z.strictObject({ playbookKey: z.string().max(80) }),
  ),
  'dismiss-problem': command(
    'onboarding',
    'Close a problem that somebody has seen to; what still is wrong comes back with the next read',
    z.strictObject({ code: z.enum(problemCodes) }),
  ),
  'apply-amendment': command(
    'onboarding',
    'Add what an amended deal needs to the plan, and skip what it no longer needs',
    nothing,
  ),
  'retry-deal': command('onboarding', 'Read the deal again', nothing),

  'set-due': command(
    'task',
    'Change the due date, locked unless said otherwise',
    z.strictObject({ dueOn: localDate, isDueLocked: z.boolean().default(true), reason: shortText.optional() }),
  ),
  'set-owner': command('task', 'Give the task to somebody', z.strictObject({ personId: id })),
  start: linkable('Start working on it', nothing),
  complete: linkable(
    'Complete the task',
    z.strictObject({
      note: longText.optional(),
      person: z.strictObject({ name: shortText, email: z.email() }).optional(),
    }),
  ),
  reopen: command('task', 'Reopen a completed or skipped task', z.strictObject({ reason: shortText.optional() })),
  block: linkable(
    'Say what it waits for',
    z.strictObject({ what: shortText, side, personId: id.optional(), expectedOn: localDate.optional() }),
  ),
  unblock: linkable('What it waited for is there', z.strictObject({ resolution: shortText.optional() })),
  snooze: linkable('Be reminded later', z.strictObject({ until: localDate, reason: shortText.optional() })),
  skip: linkable('Skip it with a reason', z.strictObject({ reason: shortText })),
  reassign: linkable('Hand it to a colleague', z.strictObject({ name: shortText, email: z.email() })),
  comment: linkable(
    'Comment',
    z.strictObject({ body: longText, visibility: z.enum(['shared', 'internal']).default('shared') }),
  ),
  'answer-form': linkable(
    'Answer what the task’s form asks: all that is required at first, then what is added or corrected',
    z.strictObject({ answers: z.record(z.string().max(60), z.string()) }),
  ),
  'hold-escalation': command('task', 'Hold the escalation until a date', z.strictObject({ until: localDate })),

  'complete-milestone': command('milestone', 'Confirm the definition of done', nothing),
  'reopen-milestone': command('milestone', 'Take the confirmation back', z.strictObject({ reason: shortText })),
  'approve-gate': command(
    'phase',
    'Approve what the gate asks for',
    z.strictObject({ gate: z.enum(['entry', 'exit']), criterion: z.number().int().min(0) }),
  ),
  resolve: askable('The blocker is gone', z.strictObject({ resolution: shortText.optional() })),
  'set-expected': askable('Say when it is expected', z.strictObject({ expectedOn: localDate })),
  'set-check': command(
    'integration-item',
    'Tick or untick a check',
    z.strictObject({ check: z.string().max(80), isDone: z.boolean() }),
  ),
  'set-status': command(
    'integration-item',
    'Set the status',
    z.strictObject({ status: integrationStatus, note: shortText.optional() }),
  ),
  'complete-check-in': command('check-in', 'Record the check-in', z.strictObject({ note: longText })),
  'answer-pulse': command('check-in', 'Record how the customer says they are doing', pulseAnswer),
} as const;

export type CommandName = keyof typeof commands;
export const commandAnswer = z.object({ onboardingId: id, version: z.number().int() });
