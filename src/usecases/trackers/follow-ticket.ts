/** What was changed in the tracker, done here: by the same commands as everything else. */
import type { Actor } from '../../domain/model.ts';
import type { FactName, TicketFacts } from '../../domain/ticket.ts';
import { isAppError } from '../../errors.ts';
import { type CommandCall, runCommand } from '../onboardings/run-command.ts';
import type { TrackerDeps } from './tracker-deps.ts';

/** What could not be done here, and why in words; the tracker's word stands there nevertheless. */
export interface Refusal {
  names: FactName[];
  why: string | null;
}

export async function followTicket(
  deps: TrackerDeps,
  taskId: string,
  { isDone, isStarted, dueOn }: Partial<TicketFacts>,
  actor: Actor,
): Promise<Refusal> {
  const calls: (Pick<CommandCall, 'name' | 'input'> & { fact: FactName })[] = [
    ...(dueOn
      ? [
          {
            fact: 'dueOn' as const,
            name: 'set-due' as const,
            input: { dueOn, isDueLocked: true, reason: `Set in ${actor.label}` },
          },
        ]
      : []),
    ...(isDone === undefined
      ? []
      : [{ fact: 'isDone' as const, ...(isDone ? { name: 'complete' as const, input: {} } : reopened(actor)) }]),
    ...(isStarted ? [{ fact: 'isStarted' as const, name: 'start' as const, input: {} }] : []),
  ];
  const names: FactName[] = [];
  const refused: string[] = [];
  for (const { fact, ...call } of calls) {
    try {
      await runCommand(deps, { ...call, subjectId: taskId, actor });
    } catch (error) {
      if (!isAppError(error) || error.rule.kind === 'upstream' || error.rule.kind === 'bug') throw error;
      names.push(fact);
      refused.push(error.message);
    }
  }
  return { names, why: refused.length > 0 ? `${actor.label} was not followed: ${refused.join('; ')}` : null };
}

const reopened = (actor: Actor) => ({ name: 'reopen' as const, input: { reason: `Reopened in ${actor.label}` } });
