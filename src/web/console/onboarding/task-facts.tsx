import type { TaskView } from '../../api/types.ts';
import { Button } from '../../ui/button.tsx';
import { useClock } from '../../ui/clock.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { absoluteDate } from '../../ui/dates.ts';
import { Icon } from '../../ui/icons.tsx';
import { Facts } from '../../ui/page.tsx';
import { PersonChip } from '../../ui/person-chip.tsx';
import { plural, roleWords } from '../../ui/words.ts';
import { Due } from './task-row.tsx';

interface TaskFactsProps {
  task: TaskView;
  onGive: (() => void) | undefined;
  onMove: (() => void) | undefined;
}

export function TaskFacts({ task, onGive, onMove }: TaskFactsProps) {
  const { today } = useClock();
  return (
    <div className="card card-body stack-tight">
      <Facts
        items={[
          {
            word: `Owner (${roleWords(task.role)})`,
            isLong: true,
            fact: (
              <span className="row">
                <PersonChip person={task.owner} />
                {onGive && (
                  <Button size="small" onPress={onGive}>
                    Change
                  </Button>
                )}
              </span>
            ),
          },
          {
            word: task.isDueLocked ? 'Due, locked' : 'Due',
            isLong: true,
            fact: (
              <span className="row">
                <Due task={task} />
                {onMove && (
                  <Button size="small" onPress={onMove}>
                    Change
                  </Button>
                )}
              </span>
            ),
          },
          ...(task.ticket
            ? [{ word: trackerWord[task.ticket.tracker], isLong: true, fact: <Ticket ticket={task.ticket} /> }]
            : []),
          ...(task.startOn ? [{ word: 'Start', fact: <DateText on={task.startOn} form="short" /> }] : []),
          ...(task.plannedHours === null ? [] : [{ word: 'Planned', fact: plural(task.plannedHours, 'hour') }]),
          ...(task.snoozedUntil && task.snoozedUntil > today
            ? [{ word: 'Snoozed until', isLong: true, fact: <DateText on={task.snoozedUntil} /> }]
            : []),
          ...(task.holdUntil
            ? [{ word: 'Escalation held until', isLong: true, fact: <DateText on={task.holdUntil} /> }]
            : []),
        ]}
      />
      {task.dueMoved && (
        <p className="soft small row">
          <Icon name="calendar" size={14} />
          <span>
            Moved {task.dueMoved.from && <>from {absoluteDate(task.dueMoved.from, today)}</>}: {task.dueMoved.reason}
          </span>
        </p>
      )}
      {task.doneBy && <p className="soft small">Completed by {task.doneBy}</p>}
      {task.skipReason && <p className="soft small">Skipped: {task.skipReason}</p>}
    </div>
  );
}

const trackerWord = { jira: 'Jira', webhook: 'Ticket' } as const;

function Ticket({ ticket }: { ticket: NonNullable<TaskView['ticket']> }) {
  const name = ticket.key ?? 'Being opened';
  return (
    <span className="stack-tight">
      <span className="row">
        {ticket.url ? (
          <a href={ticket.url} target="_blank" rel="noreferrer">
            {name}
          </a>
        ) : (
          name
        )}
        {ticket.status && <span className="soft">{ticket.status}</span>}
      </span>
      {ticket.problem && (
        <span className="row small">
          <Icon name="alert" size={14} />
          {ticket.problem}
        </span>
      )}
    </span>
  );
}
