import { useState } from 'react';
import type { MilestoneView, PhaseView, TaskView } from '../../api/types.ts';
import { Badge } from '../../ui/badge.tsx';
import { Icon } from '../../ui/icons.tsx';
import { PersonChip } from '../../ui/person-chip.tsx';
import { phaseMeaning, plural, roleWords } from '../../ui/words.ts';
import { isOpen, useOnboarding } from './context.tsx';
import { GateView } from './gate-view.tsx';
import { MilestoneRow } from './milestone-row.tsx';
import { TaskRow } from './task-row.tsx';

interface Group {
  milestone: MilestoneView | null;
  tasks: TaskView[];
}

const byDue = (one: TaskView, other: TaskView): number => (one.dueOn ?? '9999').localeCompare(other.dueOn ?? '9999');

function groupsOf(tasks: TaskView[], milestones: MilestoneView[]): Group[] {
  const loose = tasks.filter(({ milestoneId }) => !milestones.some(({ id }) => id === milestoneId));
  return [
    ...(loose.length > 0 ? [{ milestone: null, tasks: loose }] : []),
    ...milestones.map((milestone) => ({
      milestone,
      tasks: tasks.filter(({ milestoneId }) => milestoneId === milestone.id),
    })),
  ];
}

export function PhaseSection({
  phase,
  position,
  isFitting,
}: {
  phase: PhaseView;
  position: number;
  isFitting: (task: TaskView) => boolean;
}) {
  const { view } = useOnboarding();
  const all = view.tasks.filter(({ phaseId }) => phaseId === phase.id);
  const tasks = all.filter(isFitting).toSorted(byDue);
  const groups = groupsOf(
    tasks,
    view.milestones.filter(({ phaseId }) => phaseId === phase.id),
  );
  const [isShown, setIsShown] = useState(phase.status !== 'done');
  const left = all.filter(isOpen).length;
  return (
    <section className="card phase" aria-label={phase.name}>
      <header className="phase-head">
        <h2>
          <button type="button" className="phase-toggle" aria-expanded={isShown} onClick={() => setIsShown(!isShown)}>
            <Icon name={isShown ? 'chevronDown' : 'chevronRight'} />
            <span>
              <span className="faint">{position + 1}.</span> {phase.name}
            </span>
          </button>
        </h2>
        <Badge meaning={phaseMeaning[phase.status]} />
        <span className="soft">
          {left === 0 ? plural(all.length, 'task') : `${left} of ${plural(all.length, 'task')} open`}
        </span>
        <span className="phase-owner">
          <PersonChip person={phase.owner} none={`${roleWords(phase.ownerRole)}: nobody yet`} hasSide={false} />
        </span>
      </header>
      {isShown && (
        <>
          <GateView phase={phase} side="entry" />
          {groups.map(({ milestone, tasks: group }) => (
            <div key={milestone?.id ?? 'loose'}>
              {milestone && <MilestoneRow milestone={milestone} />}
              <ul className="tasks">
                {group.map((task) => (
                  <TaskRow key={task.id} task={task} />
                ))}
              </ul>
            </div>
          ))}
          {tasks.length === 0 && all.length > 0 && (
            <p className="phase-empty faint">The filters leave out {plural(all.length, 'task')}.</p>
          )}
          <GateView phase={phase} side="exit" />
        </>
      )}
    </section>
  );
}
