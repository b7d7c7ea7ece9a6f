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
import { taskGroups } from '../../ui/task-groups.ts';

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
              Tasks that you own in running onboardings stand here, soonest first.
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
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          head: 'Task',
          width: '50%',
          cell: ({ id, name, onboardingId, waitsFor, status }) => (
            <>
              <Link
                to="/console/onboardings/$onboardingId"
                params={{ onboardingId }}
                search={{ task: id }}
                className="row-open"
              >
                {name}
              </Link>
              {waitsFor.length > 0 && <span className="cell-sub">Waits for {waitsFor.join(', ')}</span>}
              {status === 'blocked' && (
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
