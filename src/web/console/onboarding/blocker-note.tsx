import { sayProblem, useCommand } from '../../api/use-command.ts';
import type { TaskView } from '../../api/types.ts';
import { Button } from '../../ui/button.tsx';
import { DateText, InstantText } from '../../ui/date-text.tsx';
import { Banner } from '../../ui/states.tsx';
import { sideWord } from '../../ui/words.ts';
import { useOnboarding } from './context.tsx';

/** "Waits for the security review (your team, Ana, due Friday)". */
export function BlockerNote({ task, mayChange }: { task: TaskView; mayChange: boolean }) {
  const { view } = useOnboarding();
  const run = useCommand();
  const open = view.blockers.filter(({ taskId, resolvedAt }) => taskId === task.id && !resolvedAt);
  return open.map((blocker) => {
    const resolve = () =>
      void run('resolve', 'blocker', blocker.id, {}, { done: 'Unblocked; its owner is told' }).catch(sayProblem);
    return (
      <Banner
        key={blocker.id}
        tone="blocked"
        icon="blocked"
        title={`Waits for ${blocker.what}`}
        action={
          mayChange && (
            <Button size="small" icon="check" onPress={resolve}>
              It is there
            </Button>
          )
        }
      >
        {sideWord[blocker.side]}
        {blocker.person && `, ${blocker.person.name}`}
        {blocker.expectedOn && (
          <>
            , expected <DateText on={blocker.expectedOn} />
          </>
        )}
        ; since <InstantText at={blocker.openedAt} isSince />
      </Banner>
    );
  });
}
