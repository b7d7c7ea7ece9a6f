import type { TaskView } from '../../api/types.ts';
import { useClock } from '../../ui/clock.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { absoluteDate } from '../../ui/dates.ts';
import { Table } from '../../ui/table.tsx';
import { Timeline, type TimelineMark, type TimelineRow } from '../../ui/timeline.tsx';
import type { Tone } from '../../ui/tone.ts';
import { taskMeaning } from '../../ui/words.ts';
import { useOnboarding } from './context.tsx';

const toneOf = (task: TaskView): Tone =>
  task.isOverdue ? 'late' : task.status === 'pending' && task.isCritical ? 'attention' : taskMeaning[task.status].tone;

/** When is what done? Phases with their milestones, each task below; an outline where the plan baseline lies elsewhere. */
export function PlanTimeline({ isFitting }: { isFitting: (task: TaskView) => boolean }) {
  const { view, openTask } = useOnboarding();
  const { today } = useClock();
  const dated = view.tasks.filter((task) => task.dueOn && isFitting(task));
  const rowOf = (task: TaskView): TimelineRow => {
    const due = task.dueOn ?? today;
    const start = task.startOn && task.startOn <= due ? task.startOn : due;
    const isMoved = task.baselineDueOn && task.baselineDueOn !== due;
    return {
      key: task.id,
      label: (
        <button type="button" className="timeline-task" tabIndex={-1} onClick={() => openTask(task)}>
          {task.name}
        </button>
      ),
      bars: [
        {
          from: start,
          to: due,
          tone: toneOf(task),
          title: `${task.name}: ${absoluteDate(start, today)} to ${absoluteDate(due, today)}, ${taskMeaning[task.status].word.toLowerCase()}`,
        },
        ...(isMoved && task.baselineDueOn
          ? [
              {
                from: task.baselineDueOn,
                to: task.baselineDueOn,
                tone: 'neutral' as const,
                isGhost: true,
                title: `Planned for ${absoluteDate(task.baselineDueOn, today)}`,
              },
            ]
          : []),
      ],
      marks: [],
    };
  };
  const rows = view.phases.flatMap((phase): TimelineRow[] => {
    const tasks = dated
      .filter(({ phaseId }) => phaseId === phase.id)
      .toSorted((one, other) => (one.startOn ?? one.dueOn ?? '').localeCompare(other.startOn ?? other.dueOn ?? ''));
    const marks = view.milestones
      .filter(({ phaseId, targetOn }) => phaseId === phase.id && targetOn)
      .map((milestone): TimelineMark => ({
        on: milestone.targetOn ?? today,
        icon: milestone.isGoLive ? 'flag' : milestone.isFirstValue ? 'star' : 'diamond',
        tone: milestone.doneAt ? 'fine' : 'accent',
        label: milestone.name,
      }));
    if (tasks.length + marks.length === 0) return [];
    return [{ key: phase.id, label: <b>{phase.name}</b>, bars: [], marks }, ...tasks.map(rowOf)];
  });
  return (
    <Timeline
      title="When is what done?"
      rows={rows}
      table={
        <Table
          label="Dates of all tasks"
          rows={dated}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'name',
              head: 'Task',
              cell: (task) => (
                <button type="button" className="row-open" onClick={() => openTask(task)}>
                  {task.name}
                </button>
              ),
            },
            { key: 'start', head: 'Start', cell: (task) => <DateText on={task.startOn} form="short" /> },
            { key: 'due', head: 'Due', cell: (task) => <DateText on={task.dueOn} form="short" /> },
            { key: 'baseline', head: 'Planned', cell: (task) => <DateText on={task.baselineDueOn} form="short" /> },
            { key: 'status', head: 'Status', cell: (task) => taskMeaning[task.status].word },
          ]}
        />
      }
    />
  );
}
