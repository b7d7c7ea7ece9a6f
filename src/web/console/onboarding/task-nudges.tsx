import { useInfiniteQuery } from '@tanstack/react-query';
import { nudgesQuery } from '../../api/queries.ts';
import type { TaskView } from '../../api/types.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { useOnboarding } from './context.tsx';
import { NudgeLine, SilenceLine, UpcomingLine } from './nudge-lines.tsx';

/** Why: who was told, who was not, and what comes next, for this task alone. */
export function TaskNudges({ task }: { task: TaskView }) {
  const { view } = useOnboarding();
  const query = useInfiniteQuery(nudgesQuery(view.id, { taskId: task.id }));
  return (
    <section className="stack-tight">
      <h3>Nudges and why</h3>
      <QueryView query={query} skeleton={<BoneRows rows={2} height={32} />}>
        {({ pages }) => {
          const [first] = pages;
          const upcoming = first?.upcoming.filter(({ taskId }) => taskId === task.id) ?? [];
          const silences = first?.silences.filter(({ taskName, untilAt }) => taskName === task.name && !untilAt) ?? [];
          const nudges = pages.flatMap(({ items }) => items);
          if (upcoming.length + silences.length + nudges.length === 0)
            return <p className="faint">Nobody was written to about it, and nothing is due yet.</p>;
          return (
            <ul className="lines">
              {upcoming.map((each) => (
                <UpcomingLine key={each.at + each.rule} upcoming={each} />
              ))}
              {silences.map((each) => (
                <SilenceLine key={each.fromAt + each.reason} silence={each} />
              ))}
              {nudges.map((each) => (
                <NudgeLine key={each.id} nudge={each} />
              ))}
            </ul>
          );
        }}
      </QueryView>
    </section>
  );
}
