import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { write } from '../api/client.ts';
import { personWhyQuery } from '../api/queries.ts';
import type { Answer, PersonRef } from '../api/types.ts';
import { sayProblem } from '../api/use-command.ts';
import { Fact } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { InstantText } from '../ui/date-text.tsx';
import { SidePanel } from '../ui/dialog.tsx';
import { More } from '../ui/more.tsx';
import { QueryView } from '../ui/query-view.tsx';
import { BoneRows } from '../ui/skeleton.tsx';
import { say } from '../ui/toast.tsx';
import { plural } from '../ui/words.ts';
import { useIsAtLeast } from './me.tsx';
import { NudgeLine, SilenceLine, UpcomingLine } from './onboarding/nudge-lines.tsx';
import './onboarding/task-panel.css';

type Why = Answer<'getPersonWhy'>;

/** Over all onboardings: what this person was told, what not and by which rule, what comes next, and when for them. */
export function PersonWhy({ person, onClose }: { person: PersonRef; onClose: () => void }) {
  const query = useInfiniteQuery(personWhyQuery(person.id));
  return (
    <SidePanel title={`Why ${person.name} is written to`} onClose={onClose}>
      <section className="stack">
        <h2>{person.name}</h2>
        <QueryView query={query} skeleton={<BoneRows rows={6} />}>
          {({ pages }) => {
            const [first] = pages;
            if (!first) return null;
            const zone = first.person.timezone;
            const nudges = pages.flatMap(({ items }) => items);
            return (
              <>
                <Reach channels={first.channels} personId={person.id} />
                <Lines title="What comes next" none={nothingNext(first)}>
                  {first.upcoming.map((each) => (
                    <UpcomingLine
                      key={each.at + each.rule + each.onboarding.id + (each.taskId ?? '')}
                      upcoming={each}
                      hasTask
                      hasOnboarding
                      zone={zone}
                    />
                  ))}
                </Lines>
                {first.onboardings.open > first.onboardings.played && (
                  <p className="faint small">
                    Of {plural(first.onboardings.open, 'open onboarding')}, the {first.onboardings.played} that wake
                    first.
                  </p>
                )}
                {first.silences.length > 0 && (
                  <Lines title="Why nobody is written to" none="">
                    {first.silences.map((each) => (
                      <SilenceLine
                        key={each.fromAt + each.onboarding.id + (each.taskName ?? '')}
                        silence={each}
                        hasTask
                        hasOnboarding
                      />
                    ))}
                  </Lines>
                )}
                <Lines title="Sent and withheld" none="Nothing yet.">
                  {nudges.map((each) => (
                    <NudgeLine key={each.id} nudge={each} hasTask hasOnboarding zone={zone} />
                  ))}
                </Lines>
                <More pages={query} />
                <About onboardings={nudges.map(({ onboarding }) => onboarding)} />
              </>
            );
          }}
        </QueryView>
      </section>
    </SidePanel>
  );
}

const nothingNext = ({ nextWakeAt }: Why): ReactNode =>
  nextWakeAt ? (
    <>
      Something waits to be said: looked at again <InstantText at={nextWakeAt} isAwaited />.
    </>
  ) : (
    'Nothing is planned.'
  );

function Reach({ channels, personId }: Pick<Why, 'channels'> & { personId: string }) {
  const mayChange = useIsAtLeast('member');
  const queries = useQueryClient();
  const [isBusy, setIsBusy] = useState(false);
  const tryAgain = async () => {
    await write('tryMailAgain', 'POST', `/people/${personId}/try-mail-again`);
    say('Mail goes to this address again');
    await queries.invalidateQueries();
  };
  const press = () => {
    setIsBusy(true);
    tryAgain()
      .catch(sayProblem)
      .finally(() => setIsBusy(false));
  };
  return (
    <ul className="stack-tight">
      {channels.map(({ channel, address, unreachableSince, unreachableReason }) => (
        <li key={channel}>
          {channel === 'slack' ? 'Slack' : address}{' '}
          {unreachableSince && (
            <Fact tone="late" icon="alert">
              does not arrive since <InstantText at={unreachableSince} isSince />
            </Fact>
          )}
          {unreachableSince && <p className="faint small">{unreachableReason}</p>}
          {unreachableSince && channel === 'email' && mayChange && (
            <Button size="small" isPending={isBusy} onPress={press}>
              Try this address again
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function Lines({ title, none, children }: { title: string; none: ReactNode; children: readonly ReactNode[] }) {
  return (
    <section className="stack-tight">
      <h3>{title}</h3>
      {children.length === 0 ? <p className="faint">{none}</p> : <ul className="lines">{children}</ul>}
    </section>
  );
}

function About({ onboardings }: { onboardings: readonly { id: string; name: string }[] }) {
  const each = [...new Map(onboardings.map((one) => [one.id, one])).values()];
  return (
    <p className="small">
      {each.map(({ id, name }) => (
        <span key={id}>
          <Link to="/console/onboardings/$onboardingId" params={{ onboardingId: id }}>
            {name}
          </Link>{' '}
        </span>
      ))}
    </p>
  );
}
