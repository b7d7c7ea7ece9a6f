import { say } from '../ui/toast.tsx';
import { failureOf, type SlackAnswer } from './slack-api.ts';
import { useAct } from './use-act.ts';

/** Does something in Slack and says, as Slack does, when the app did not take it. */
export function useSlackAct(): { run: (work: () => Promise<SlackAnswer>) => Promise<boolean>; isBusy: boolean } {
  const { act, isBusy } = useAct();
  const run = async (work: () => Promise<SlackAnswer>): Promise<boolean> => {
    let isTaken = false;
    await act(async () => {
      const failure = failureOf(await work());
      isTaken = failure === null;
      if (failure !== null) say(failure, { isProblem: true });
    });
    return isTaken;
  };
  return { run, isBusy };
}
