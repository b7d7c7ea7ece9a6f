import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { nudgesQuery } from '../../api/queries.ts';
import { More } from '../../ui/more.tsx';
import { Section } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useOnboarding } from './context.tsx';
import { NudgeLine, SilenceLine, UpcomingLine } from './nudge-lines.tsx';
import './task-panel.css';

/** What comes next, why nobody is written to, and all that was sent or withheld. */
export function NudgesTab() {
  const { view } = useOnboarding();
  const [personId, setPersonId] = useState<string>('all');
  const query = useInfiniteQuery(nudgesQuery(view.id, personId === 'all' ? {} : { personId }));
  const people = [
    ...new Map(
      [...view.roles.flatMap(({ person }) => person ?? []), ...view.tasks.flatMap(({ owner }) => owner ?? [])].map(
        (person) => [person.id, person],
      ),
    ).values(),
  ];
  return (
    <div className="stack">
      <div className="toolbar">
        <SelectField
          label="Person"
          isInline
          value={personId}
          onChange={setPersonId}
          choices={[
            { key: 'all', label: 'Everybody' },
            ...people.map(({ id, name, email }) => ({ key: id, label: name, detail: email })),
          ]}
        />
      </div>
      <QueryView query={query} skeleton={<BoneRows rows={6} />}>
        {({ pages }) => {
          const upcoming = pages[0]?.upcoming ?? [];
          const silences = pages[0]?.silences ?? [];
          const now = silences.filter(({ untilAt }) => !untilAt);
          const past = silences.filter(({ untilAt }) => untilAt);
          const nudges = pages.flatMap(({ items }) => items);
          if (upcoming.length + silences.length + nudges.length === 0) {
            return (
              <EmptyState icon="bell" title="Nobody was written to yet">
                {view.status === 'draft'
                  ? 'That begins when the plan is published.'
                  : 'Each nudge will stand here with the rule that said so, and each that was withheld with the reason.'}
              </EmptyState>
            );
          }
          return (
            <div className="nudges">
              <div>
                <Section title="What comes next">
                  {upcoming.length === 0 ? (
                    <p className="soft">Nothing is planned.</p>
                  ) : (
                    <ul className="card lines lines-card">
                      {upcoming.map((each) => (
                        <UpcomingLine
                          key={`${each.at}${each.rule}${each.taskName ?? ''}${each.person?.id ?? ''}`}
                          upcoming={each}
                          hasTask
                        />
                      ))}
                    </ul>
                  )}
                </Section>
                {now.length > 0 && (
                  <Section title="Why nobody is written to">
                    <ul className="card lines lines-card">
                      {now.map((each) => (
                        <SilenceLine key={`${each.fromAt}${each.taskName ?? ''}`} silence={each} hasTask />
                      ))}
                    </ul>
                  </Section>
                )}
              </div>
              <Section title="Sent and withheld">
                {nudges.length === 0 ? (
                  <p className="soft">Nothing yet.</p>
                ) : (
                  <ul className="card lines lines-card">
                    {nudges.map((each) => (
                      <NudgeLine key={each.id} nudge={each} hasTask />
                    ))}
                  </ul>
                )}
                <More pages={query} />
                {past.length > 0 && (
                  <details>
                    <summary className="soft small">Earlier silences ({past.length})</summary>
                    <ul className="card lines lines-card">
                      {past.map((each) => (
                        <SilenceLine key={`${each.fromAt}${each.taskName ?? ''}`} silence={each} hasTask />
                      ))}
                    </ul>
                  </details>
                )}
              </Section>
            </div>
          );
        }}
      </QueryView>
    </div>
  );
}
