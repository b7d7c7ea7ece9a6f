import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sayProblem } from '../api/use-command.ts';
import { say } from '../ui/toast.tsx';

/** Does one thing to the sandbox at a time, then reads it all again. */
export function useAct(): { act: (work: () => Promise<unknown>, done?: string) => Promise<void>; isBusy: boolean } {
  const queries = useQueryClient();
  const [isBusy, setIsBusy] = useState(false);
  const act = async (work: () => Promise<unknown>, done?: string) => {
    setIsBusy(true);
    try {
      await work();
      if (done) say(done);
      await queries.invalidateQueries({ queryKey: ['sandbox'] });
    } catch (error) {
      sayProblem(error);
    } finally {
      setIsBusy(false);
    }
  };
  return { act, isBusy };
}
