import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { say } from '../ui/toast.tsx';
import { command, type CommandResult } from './client.ts';
import { keys } from './queries.ts';
import type { CommandBody, CommandName, CommandSubject } from './types.ts';

export type RunCommand = <N extends CommandName>(
  name: N,
  subject: CommandSubject<N>,
  subjectId: string,
  body: CommandBody<N>,
  after?: { done: string; undo?: () => Promise<unknown> },
) => Promise<CommandResult>;

/** Says that a press did not work; what was pressed stays as it was. */
export const sayProblem = (error: unknown): void =>
  say(error instanceof Error ? error.message : 'That did not work.', { isProblem: true });

/** Sends a command, says that it is done, offers the way back and reads again what changed. Rejects when refused. */
export function useCommand(): RunCommand {
  const queries = useQueryClient();
  return useCallback(
    async (name, subject, subjectId, body, after) => {
      const result = await command(name, subject, subjectId, body);
      if (after) {
        const { undo } = after;
        say(after.done, undo ? { undo: () => void undo().catch(sayProblem) } : {});
      }
      for (const queryKey of [keys.onboarding(result.onboardingId), keys.portfolio, keys.queue])
        void queries.invalidateQueries({ queryKey });
      return result;
    },
    [queries],
  );
}
