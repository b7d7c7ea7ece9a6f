/** What was changed in the tracker, done here: by the same commands as everything else. */
import type { Actor } from '../../domain/model.ts';
import type { TicketFacts } from '../../domain/ticket.ts';
import { isAppError } from '../../errors.ts';
import { type CommandCall, runCommand } from '../onboardings/run-command.ts';
import type { TrackerDeps } from './tracker-deps.ts';

/** @returns why it could not be done here, in words; the tracker's word stands there nevertheless. */
export async function followTicket(
  deps: TrackerDeps,
  taskId: string,
  { isDone, isStarted, dueOn }: Partial<TicketFacts>,
  actor: Actor,
): Promise<string | null> {
  const calls: Pick<CommandCall, 'name' | 'input'>[] = [
    ...(dueOn
      ? [{ name: 'set-due' as const, input: { dueOn, isDueLocked: true, reason: `Set in ${actor.label}` } }]
      : []),
    ...(isDone === undefined ? [] : [isDone ? { name: 'complete' as const, input: {} } : reopened(actor)]),
    ...(isStarted ? [{ name: 'start' as const, input: {} }] : []),
  ];
  const refused: string[] = [];
  for (const call of calls) {
    try {
      await runCommand(deps, { ...call, subjectId: taskId, actor });
    } catch (error) {
      if (!isAppError(error) || error.rule.kind === 'upstream' || error.rule.kind === 'bug') throw error;
      refused.push(error.message);
    }
  }
  return refused.length > 0 ? `${actor.label} was not followed: ${refused.join('; ')}` : null;
}

const reopened = (actor: Actor) => ({ name: 'reopen' as const, input: { reason: `Reopened in ${actor.label}` } });
