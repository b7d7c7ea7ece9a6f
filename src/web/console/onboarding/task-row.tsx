import { Button as AriaButton } from 'react-aria-components/Button';
import { sayProblem, useCommand } from '../../api/use-command.ts';
import type { TaskView } from '../../api/types.ts';
import { Fact } from '../../ui/badge.tsx';
import { useClock } from '../../ui/clock.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { daysBetween } from '../../ui/dates.ts';
import { Icon } from '../../ui/icons.tsx';
import { PersonChip } from '../../ui/person-chip.tsx';
import { plural, roleWords, taskMeaning, taskTypeWord } from '../../ui/words.ts';
import { useIsAtLeast } from '../me.tsx';
import { isOpen, useOnboarding } from './context.tsx';

export function Due({ task }: { task: TaskView }) {
  const { today } = useClock();
  if (task.status === 'done')
    return (
      <span className="faint">
        done <DateText on={task.doneAt?.slice(0, 10) ?? null} form="short" />
      </span>
    );
  if (task.status === 'skipped' || !task.dueOn) return <DateText on={task.dueOn} form="short" />;
  if (task.isOverdue)
    return (
      <Fact tone="late" icon="clock">
        {task.dueOn >= today ? 'late since today' : `${plural(daysBetween(task.dueOn, today), 'day')} late`},{' '}
        <DateText on={task.dueOn} form="short" />
      </Fact>
    );
  return <DateText on={task.dueOn} />;
}

/** Completes at once where nothing needs to be said; a task that names a person opens instead. */
function StatusButton({ task }: { task: TaskView }) {
  const { view, openTask } = useOnboarding();
  const run = useCommand();
  const mayChange = useIsAtLeast('member') && ['active', 'live', 'draft'].includes(view.status);
  const meaning = taskMeaning[task.status];
  if (!mayChange || !isOpen(task) || !task.isReady || view.status === 'draft')
    return (
      <span className={`task-status tone-${meaning.tone}`}>
        <Icon name={meaning.icon} label={meaning.word} />
      </span>
    );
  const reopen = () => run('reopen', 'task', task.id, {});
  const complete = () =>
    void run('complete', 'task', task.id, {}, { done: `Done: ${task.name}`, undo: reopen }).catch(sayProblem);
  return (
    <AriaButton
      className={`task-status task-complete tone-${meaning.tone}`}
      aria-label={`Complete ${task.name} (${meaning.word.toLowerCase()})`}
      onPress={task.fillsRole ? () => openTask(task) : complete}
    >
      <Icon name={meaning.icon} />
      <Icon name="check" />
    </AriaButton>
  );
}

export function TaskRow({ task }: { task: TaskView }) {
  const { view, openTask } = useOnboarding();
  const { today } = useClock();
  const isDone = !isOpen(task);
  return (
    <li className={isDone ? 'task task-done' : 'task'}>
      <StatusButton task={task} />
      <div className="task-words">
        <button type="button" className="row-open" onClick={() => openTask(task)}>
          {task.name}
        </button>
        <span className="task-tags small">
          <span className="faint">{taskTypeWord[task.type]}</span>
          {task.status === 'blocked' && (
            <Fact tone="blocked" icon="blocked">
              Blocked
            </Fact>
          )}
          {task.snoozedUntil && task.snoozedUntil > today && !isDone && (
            <Fact tone="neutral" icon="snooze">
              Snoozed until <DateText on={task.snoozedUntil} form="short" />
            </Fact>
          )}
          {!task.isReady && !isDone && task.status !== 'blocked' && view.status !== 'draft' && (
            <span className="faint">waits for others</span>
          )}
          {task.isCritical && !isDone && (
            <Fact tone="attention" icon="critical">
              Critical path
            </Fact>
          )}
          {task.visibility === 'internal' && (
            <Fact tone="neutral" icon="lock">
              Internal
            </Fact>
          )}
          {task.status === 'skipped' && <span className="faint">Skipped: {task.skipReason}</span>}
        </span>
      </div>
      <span className="task-owner">
        <PersonChip
          person={task.owner ?? null}
          none={`${roleWords(task.role)}: nobody yet`}
          hasSide={task.side !== 'team'}
        />
      </span>
      <span className="task-due">
        <Due task={task} />
        {task.isDueLocked && !isDone && <Icon name="lock" size={14} label="Date is locked" />}
      </span>
    </li>
  );
}
