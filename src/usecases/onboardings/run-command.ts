/** One command of a person: checked by the contract at the door, decided by the domain, stored with all that follows from it. */
import type { z } from 'zod';
import { type CommandName, commands } from '../../contracts/api/commands.ts';
import { answerPulse as storeAnswer, completeCheckIn } from '../../db/check-ins.ts';
import type { Sql } from '../../db/database.ts';
import { answerPulse } from '../../domain/commands/answer-pulse.ts';
import { approveGate } from '../../domain/commands/approve-gate.ts';
import { approveGoLive } from '../../domain/commands/approve-go-live.ts';
import { assignRole } from '../../domain/commands/assign-role.ts';
import { blockTask } from '../../domain/commands/block-task.ts';
import { cancel } from '../../domain/commands/cancel.ts';
import { completeCheckIn as recordCheckIn } from '../../domain/commands/complete-check-in.ts';
import { completeMilestone } from '../../domain/commands/complete-milestone.ts';
import { completeTask } from '../../domain/commands/complete-task.ts';
import { applyAmendment } from '../../domain/amend-plan.ts';
import { dismissProblem } from '../../domain/commands/dismiss-problem.ts';
import { holdEscalation } from '../../domain/commands/hold-escalation.ts';
import { hold } from '../../domain/commands/hold.ts';
import { notNow, type Outcome, requireTask, wrongInput } from '../../domain/commands/outcome.ts';
import { overrideHealth } from '../../domain/commands/override-health.ts';
import { publish } from '../../domain/commands/publish.ts';
import { reassignTask } from '../../domain/commands/reassign-task.ts';
import { reopenMilestone } from '../../domain/commands/reopen-milestone.ts';
import { reopenTask } from '../../domain/commands/reopen-task.ts';
import { resolveBlocker, unblockTask } from '../../domain/commands/resolve-blocker.ts';
import { resume } from '../../domain/commands/resume.ts';
import { setExpected } from '../../domain/commands/set-expected.ts';
import { setHandoff } from '../../domain/commands/set-handoff.ts';
import { setIntegrationCheck } from '../../domain/commands/set-integration-check.ts';
import { setIntegrationStatus } from '../../domain/commands/set-integration-status.ts';
import { setKickoff } from '../../domain/commands/set-kickoff.ts';
import { setTargetGoLive } from '../../domain/commands/set-target-go-live.ts';
import { setTaskDue } from '../../domain/commands/set-task-due.ts';
import { setTaskOwner } from '../../domain/commands/set-task-owner.ts';
import { setUrgent } from '../../domain/commands/set-urgent.ts';
import { skipTask } from '../../domain/commands/skip-task.ts';
import { snoozeTask } from '../../domain/commands/snooze-task.ts';
import { startTask } from '../../domain/commands/start-task.ts';
import { waiveHandoff } from '../../domain/commands/waive-handoff.ts';
import type { Actor, OnboardingState } from '../../domain/model.ts';
import type { Playbook } from '../../domain/playbook.ts';
import { sideOfRole } from '../../domain/open-roles.ts';
import { type Change, changeOnboarding, type ChangeDeps } from '../change-onboarding.ts';
import { answerForm } from '../comments/answer-form.ts';
import { writeComment } from '../comments/write-comment.ts';
import { bringIn, nameNewPerson } from './name-person.ts';
import { choosePlaybookByHand } from './choose-playbook-by-hand.ts';
import { onboardingOf } from './find-subject.ts';
import { requestDealRead } from './request-deal-read.ts';

export interface CommandCall {
  name: CommandName;
  subjectId: string;
  input: Record<string, unknown>;
  actor: Actor;
  /** runs in the same transaction, after the command: what must be stored with it or not at all */
  also?: (tx: Sql, onboardingId: string) => Promise<unknown>;
}

interface Context {
  deps: ChangeDeps;
  tx: Sql;
  state: OnboardingState;
  id: string;
  actor: Actor;
  now: Date;
  playbook: Playbook | null;
}

export async function runCommand(
  deps: ChangeDeps,
  { name, subjectId, input, actor, also }: CommandCall,
): Promise<{ onboardingId: string; version: number }> {
  const onboardingId = await onboardingOf(deps.db, commands[name].subject, subjectId);
  const { decision } = await changeOnboarding(deps, {
    onboardingId,
    actor,
    signalWorkflow: true,
    step: async ({ state, now, tx }) => {
      const playbook = await deps.playbooks.of(state.onboarding);
      const change = await runners[name]({ deps, tx, state, id: subjectId, actor, now, playbook }, input);
      await also?.(tx, onboardingId);
      return change;
    },
  });
  return { onboardingId, version: decision.state.onboarding.version };
}

type Runner = (context: Context, input: unknown) => Change | Promise<Change>;

/** Parses what came in once more against the contract, so that the domain gets exactly its type. */
const checked =
  <S extends z.ZodType>(schema: S, work: (context: Context, input: z.output<S>) => Change | Promise<Change>): Runner =>
  (context, input) =>
    work(context, schema.parse(input));

const withoutRoles: Pick<Playbook, 'roles'> = { roles: [] };

type Domain<I> = (state: OnboardingState, input: I, actor: Actor, now: string, playbook: Playbook | null) => Outcome;
const decide = <I>(command: Domain<I>, { state, actor, now, playbook }: Context, input: I): Outcome =>
  command(state, input, actor, now.toISOString(), playbook);
/** the onboarding itself */
const plain =
  <I>(command: Domain<I>) =>
  (context: Context, input: I): Outcome =>
    decide(command, context, input);
/** Somebody of ours or theirs who may have had no part in it so far. */
const broughtIn = async (context: Context, personId: string | undefined): Promise<Context> =>
  personId ? { ...context, state: await bringIn(context.tx, context.state, personId) } : context;

const runners: Record<CommandName, Runner> = {
  publish: checked(commands.publish.input, plain(publish)),
  hold: checked(commands.hold.input, plain(hold)),
  resume: checked(commands.resume.input, plain(resume)),
  cancel: checked(commands.cancel.input, plain(cancel)),
  'approve-go-live': checked(commands['approve-go-live'].input, plain(approveGoLive)),
  'override-health': checked(commands['override-health'].input, plain(overrideHealth)),
  'assign-role': checked(commands['assign-role'].input, async (context, { role, personId, person }) => {
    if (personId) return decide(assignRole, await broughtIn(context, personId), { role, personId });
    if (!person) throw wrongInput('Say who fills the role: a person, or a name and an email address');
    const side = sideOfRole(role, context.playbook ?? withoutRoles);
    const named = await nameNewPerson(context.tx, context.state, person, side, context.now);
    return decide(assignRole, { ...context, state: named.state }, { role, personId: named.personId });
  }),
  'set-handoff': checked(commands['set-handoff'].input, plain(setHandoff)),
  'waive-handoff': checked(commands['waive-handoff'].input, plain(waiveHandoff)),
  'set-kickoff': checked(commands['set-kickoff'].input, plain(setKickoff)),
  'set-target-go-live': checked(commands['set-target-go-live'].input, plain(setTargetGoLive)),
  'set-urgent': checked(commands['set-urgent'].input, plain(setUrgent)),
  'choose-playbook': checked(commands['choose-playbook'].input, (context, { playbookKey }) =>
    choosePlaybookByHand(context, playbookKey),
  ),
  'dismiss-problem': checked(commands['dismiss-problem'].input, plain(dismissProblem)),
  'apply-amendment': checked(commands['apply-amendment'].input, plain(applyAmendment)),
  'retry-deal': checked(commands['retry-deal'].input, ({ tx, state, now }) => requestDealRead(tx, state, now)),

  'set-due': checked(commands['set-due'].input, (context, input) =>
    decide(setTaskDue, context, { ...input, taskId: context.id }),
  ),
  'set-owner': checked(commands['set-owner'].input, async (context, input) =>
    decide(setTaskOwner, await broughtIn(context, input.personId), { ...input, taskId: context.id }),
  ),
  start: checked(commands.start.input, (context, input) =>
    decide(startTask, context, { ...input, taskId: context.id }),
  ),
  complete: checked(commands.complete.input, async (context, { note, person }) => {
    const task = requireTask(context.state, context.id);
    if (!person) return decide(completeTask, context, { taskId: context.id, note });
    if (!task.fillsRole) throw wrongInput('This task asks for nobody’s name');
    const named = await nameNewPerson(
      context.tx,
      context.state,
      person,
      sideOfRole(task.fillsRole, context.playbook ?? withoutRoles),
      context.now,
    );
    return decide(
      completeTask,
      { ...context, state: named.state },
      { taskId: context.id, note, personId: named.personId },
    );
  }),
  reopen: checked(commands.reopen.input, (context, input) =>
    decide(reopenTask, context, { ...input, taskId: context.id }),
  ),
  block: checked(commands.block.input, async (context, input) =>
    decide(blockTask, await broughtIn(context, input.personId), { ...input, taskId: context.id }),
  ),
  unblock: checked(commands.unblock.input, (context, input) =>
    decide(unblockTask, context, { ...input, taskId: context.id }),
  ),
  snooze: checked(commands.snooze.input, (context, input) =>
    decide(snoozeTask, context, { ...input, taskId: context.id }),
  ),
  skip: checked(commands.skip.input, (context, input) => decide(skipTask, context, { ...input, taskId: context.id })),
  reassign: checked(commands.reassign.input, async (context, person) => {
    const task = requireTask(context.state, context.id);
    const named = await nameNewPerson(context.tx, context.state, person, task.side, context.now);
    return decide(reassignTask, { ...context, state: named.state }, { taskId: context.id, personId: named.personId });
  }),
  comment: checked(commands.comment.input, ({ tx, state, id, actor, now }, { body, visibility }) =>
    writeComment(tx, state, { taskId: id, actor, body, visibility }, now),
  ),
  'answer-form': checked(commands['answer-form'].input, answerForm),
  'hold-escalation': checked(commands['hold-escalation'].input, (context, input) =>
    decide(holdEscalation, context, { ...input, taskId: context.id }),
  ),

  'complete-milestone': checked(commands['complete-milestone'].input, (context) =>
    decide(completeMilestone, context, { milestoneId: context.id }),
  ),
  'reopen-milestone': checked(commands['reopen-milestone'].input, (context, { reason }) =>
    decide(reopenMilestone, context, { milestoneId: context.id, reason }),
  ),
  'approve-gate': checked(commands['approve-gate'].input, (context, input) =>
    decide(approveGate, context, { ...input, phaseId: context.id }),
  ),
  resolve: checked(commands.resolve.input, (context, input) =>
    decide(resolveBlocker, context, { ...input, blockerId: context.id }),
  ),
  'set-expected': checked(commands['set-expected'].input, (context, input) =>
    decide(setExpected, context, { ...input, blockerId: context.id }),
  ),
  'set-check': checked(commands['set-check'].input, (context, input) =>
    decide(setIntegrationCheck, context, { ...input, itemId: context.id }),
  ),
  'set-status': checked(commands['set-status'].input, (context, input) =>
    decide(setIntegrationStatus, context, { ...input, itemId: context.id }),
  ),
  'complete-check-in': checked(commands['complete-check-in'].input, async (context, { note }) => {
    const kind = await completeCheckIn(context.tx, context.id, note, context.actor.id, context.now);
    if (!kind) throw notNow('This check-in is done already');
    return decide(recordCheckIn, context, { checkInId: context.id, kind, note });
  }),
  'answer-pulse': checked(commands['answer-pulse'].input, async (context, { answer, comment = null }) => {
    const kind = await storeAnswer(context.tx, context.id, { answer, comment, byId: context.actor.id }, context.now);
    if (!kind) throw notNow('This is no question that waits for an answer');
    return decide(answerPulse, context, { checkInId: context.id, kind, answer, comment });
  }),
};
