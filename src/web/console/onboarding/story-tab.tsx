import { useInfiniteQuery } from '@tanstack/react-query';
import { storyQuery } from '../../api/queries.ts';
import type { StoryEntry } from '../../api/types.ts';
import { useClock } from '../../ui/clock.tsx';
import { absoluteDate, absoluteInstant, localDateIn, relativeDate, timeIn } from '../../ui/dates.ts';
import { More } from '../../ui/more.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useOnboarding } from './context.tsx';
import './story-tab.css';

/** What happened, by whom and why, newest first. */
export function StoryTab() {
  const { view } = useOnboarding();
  const query = useInfiniteQuery(storyQuery(view.id));
  return (
    <QueryView query={query} skeleton={<BoneRows rows={8} />}>
      {({ pages }) => {
        const entries = pages.flatMap(({ items }) => items);
        if (entries.length === 0)
          return (
            <EmptyState icon="clock" title="Nothing happened yet">
              Each change will stand here, with who made it and why.
            </EmptyState>
          );
        return (
          <>
            <Days entries={entries} />
            <More pages={query} />
          </>
        );
      }}
    </QueryView>
  );
}

function Days({ entries }: { entries: StoryEntry[] }) {
  const { today, zone } = useClock();
  const { view, openTask } = useOnboarding();
  const days = Map.groupBy(entries, ({ at }) => localDateIn(zone, Date.parse(at)));
  return (
    <ol className="story">
      {[...days].map(([day, items]) => (
        <li key={day}>
          <h2 className="story-day">
            {relativeDate(day, today) === null
              ? absoluteDate(day, today)
              : `${absoluteDate(day, today)}, ${relativeDate(day, today)}`}
          </h2>
          <ol className="card story-entries">
            {items.map(({ id, at, actor, sentence, subjectId }) => {
              const task = view.tasks.find((each) => each.id === subjectId);
              return (
                <li key={id} className="story-entry">
                  <time className="faint" dateTime={at} title={absoluteInstant(at, zone)}>
                    {timeIn(zone, Date.parse(at))}
                  </time>
                  <span>
                    {task ? (
                      <button type="button" className="story-open" onClick={() => openTask(task)}>
                        {sentence}
                      </button>
                    ) : (
                      sentence
                    )}
                    <span className="faint"> · {actor}</span>
                  </span>
                </li>
              );
            })}
          </ol>
        </li>
      ))}
    </ol>
  );
}
