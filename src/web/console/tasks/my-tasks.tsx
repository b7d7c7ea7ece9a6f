import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { myTasksQuery } from '../../api/queries.ts';
import type { MyTask } from '../../api/types.ts';
import { Fact } from '../../ui/badge.tsx';
import { useClock } from '../../ui/clock.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { taskGroups, whyTheirs } from '../../ui/task-groups.ts';

/** What its reader has to do themselves, over all onboardings: what messages name a few of. */
export function MyTasks() {
  const query = useQuery(myTasksQuery);
  const { today } = useClock();
  return (
    <Page title="My tasks">
      <QueryView query={query} skeleton={<BoneRows rows={6} height={48} />}>
        {({ items, count }) =>
          items.length === 0 ? (
            <EmptyState icon="circleCheck" title="No task waits for you">
              What you are asked for in running onboardings stands here, soonest first.
            </EmptyState>
          ) : (
            <>
              {taskGroups(items, today).map(({ title, tasks }) => (
                <Section key={title} title={title}>
                  <Tasks label={title} tasks={tasks} />
                </Section>
              ))}
              {count > items.length && <p className="faint">And {count - items.length} more.</p>}
            </>
          )
        }
      </QueryView>
    </Page>
  );
}

function Tasks({ label, tasks }: { label: string; tasks: MyTask[] }) {
  return (
    <Table
      label={label}
      rows={tasks}
      rowKey={({ id, blockerId }) => blockerId ?? id}
      columns={[
        {
          key: 'name',
          head: 'Task',
          width: '50%',
          cell: (task) => (
            <>
              <Link
                to="/console/onboardings/$onboardingId"
                params={{ onboardingId: task.onboardingId }}
                search={{ task: task.id }}
                className="row-open"
              >
                {task.name}
              </Link>
              {whyTheirs(task) && <span className="cell-sub">{whyTheirs(task)}</span>}
              {task.waitsFor.length > 0 && <span className="cell-sub">Waits for {task.waitsFor.join(', ')}</span>}
              {task.status === 'blocked' && task.blockerId === null && (
                <span className="cell-sub">
                  <Fact tone="late" icon="blocked">
                    Blocked
                  </Fact>
                </span>
              )}
            </>
          ),
        },
        { key: 'onboarding', head: 'Onboarding', cell: ({ onboardingName }) => onboardingName },
        {
          key: 'due',
          head: 'Due',
          cell: ({ dueOn }) => <DateText on={dueOn} none="No date yet" />,
        },
      ]}
    />
  );
}
