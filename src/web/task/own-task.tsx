import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { write } from '../api/client.ts';
import type { MyTask } from '../api/types.ts';
import { sayProblem } from '../api/use-command.ts';
import { Fact } from '../ui/badge.tsx';
import { useClock } from '../ui/clock.tsx';
import { DateText } from '../ui/date-text.tsx';
import { Icon } from '../ui/icons.tsx';
import { whyTheirs } from '../ui/task-groups.ts';

/** A task's page opens by a link of its own, which is made when it is wanted. */
export function useOpenTask() {
  const navigate = useNavigate();
  return useCallback(
    async (id: string, replace: boolean) => {
      const { token } = await write('openMyTask', 'POST', `/my-tasks/${id}/link`, {});
      await navigate({ to: '/t/$token', params: { token }, replace });
    },
    [navigate],
  );
}

export function OwnTask({ task }: { task: MyTask }) {
  const { id, name, onboardingName, dueOn, status, waitsFor, isReady, blockerId } = task;
  const { today } = useClock();
  const openTask = useOpenTask();
  const [isBusy, setIsBusy] = useState(false);
  const open = () => {
    setIsBusy(true);
    openTask(id, false)
      .catch(sayProblem)
      .finally(() => setIsBusy(false));
  };
  const isLate = isReady && dueOn !== null && dueOn < today;
  return (
    <AriaButton className="task-link" onPress={open} isPending={isBusy}>
      <span className="task-link-words">
        <span className="strong">{name}</span>
        <span className="soft small">{onboardingName}</span>
        {whyTheirs(task) && <span className="soft small">{whyTheirs(task)}</span>}
        {waitsFor.length > 0 && <span className="soft small">Waits for {waitsFor.join(', ')}</span>}
        <span className="row small">
          <Fact tone={isLate ? 'late' : dueOn === today ? 'attention' : 'neutral'} icon={isLate ? 'clock' : 'calendar'}>
            <DateText on={dueOn} none="No date yet" />
          </Fact>
          {status === 'blocked' && blockerId === null && (
            <Fact tone="blocked" icon="blocked">
              Blocked
            </Fact>
          )}
        </span>
      </span>
      <Icon name="arrow" />
    </AriaButton>
  );
}
