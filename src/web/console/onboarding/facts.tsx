import type { OnboardingView } from '../../api/types.ts';
import { Fact } from '../../ui/badge.tsx';
import { useClock } from '../../ui/clock.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { absoluteDate, daysBetween, shortDate } from '../../ui/dates.ts';
import { HealthBadge } from '../../ui/health-badge.tsx';
import { Facts } from '../../ui/page.tsx';
import { PersonChip } from '../../ui/person-chip.tsx';
import { Popover } from '../../ui/popover.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { money, percent, plural } from '../../ui/words.ts';
import { useOnboarding } from './context.tsx';

function Forecast({ view }: { view: OnboardingView }) {
  const { today } = useClock();
  const { forecast, targetGoLiveOn } = view;
  if (!forecast) return <span className="faint">With the first plan</span>;
  const late = targetGoLiveOn ? daysBetween(targetGoLiveOn, forecast.p80) : 0;
  return (
    <Popover
      label="How the forecast is made"
      hint="Show how it is made"
      trigger={
        <span className="row forecast">
          <span>
            {shortDate(forecast.p50, today)} – {shortDate(forecast.p80, today)}
          </span>
          {late > 0 && (
            <Fact tone="late" icon="clock">
              up to {plural(late, 'day')} after the target
            </Fact>
          )}
        </span>
      }
    >
      <h3>
        Live between {absoluteDate(forecast.p50, today)} and {absoluteDate(forecast.p80, today)}
      </h3>
      <p className="soft">Even chance by the first date, four in five by the second. {forecast.basis}</p>
      {forecast.criticalTaskIds.length > 0 && (
        <>
          <h3 className="facts-gap">What decides the date</h3>
          <ul className="soft">
            {view.tasks
              .filter(({ id }) => forecast.criticalTaskIds.includes(id))
              .slice(0, 6)
              .map(({ id, name }) => (
                <li key={id}>{name}</li>
              ))}
          </ul>
        </>
      )}
    </Popover>
  );
}

function FirstValue({ view }: { view: OnboardingView }) {
  const milestone = view.milestones.find(({ isFirstValue }) => isFirstValue);
  if (view.firstValueAt)
    return (
      <Fact tone="fine" icon="star">
        Reached <DateText on={view.firstValueAt.slice(0, 10)} form="short" />
      </Fact>
    );
  return (
    <span title={milestone?.name}>
      <DateText on={milestone?.targetOn ?? null} form="short" />
    </span>
  );
}

function GoLive({ view }: { view: OnboardingView }) {
  if (view.liveAt)
    return (
      <Fact tone="fine" icon="flag">
        Live since <DateText on={view.liveAt.slice(0, 10)} form="short" />
      </Fact>
    );
  const { missing } = view.goLive;
  return (
    <span className="row">
      <DateText on={view.targetGoLiveOn} form="short" none="Not agreed yet" />
      {view.status === 'active' && missing.length > 0 && (
        <Popover
          label="What go-live still needs"
          hint="Show what"
          trigger={<span className="linkish small">{plural(missing.length, 'thing')} missing</span>}
        >
          <h3>Before go-live</h3>
          <ul className="soft missing">
            {missing.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </Popover>
      )}
    </span>
  );
}

export function OnboardingFacts() {
  const { view } = useOnboarding();
  const counted = view.tasks.filter(({ status }) => status !== 'skipped');
  const done = counted.filter(({ status }) => status === 'done').length;
  const csm = view.roles.find(({ role }) => role === 'team.csm')?.person ?? null;
  return (
    <div className="card card-body">
      <Facts
        items={[
          { word: 'Health', fact: <HealthBadge health={view.health} of={view.account.name} /> },
          {
            word: 'Progress',
            fact:
              counted.length === 0 ? (
                <span className="faint">No tasks yet</span>
              ) : (
                <span className="fact-progress">
                  <ProgressBar
                    share={view.progress}
                    label="Progress"
                    words={`${percent(view.progress)}, ${done} of ${counted.length}`}
                  />
                </span>
              ),
          },
          { word: 'Kickoff', fact: <DateText on={view.kickoffOn} form="short" none="Not set yet" /> },
          { word: 'First value', fact: <FirstValue view={view} /> },
          { word: 'Go-live', fact: <GoLive view={view} /> },
          ...(view.liveAt ? [] : [{ word: 'Forecast', fact: <Forecast view={view} /> }]),
          ...(view.healthBaseline ? [{ word: 'Health at go-live', fact: `${view.healthBaseline.score} of 100` }] : []),
          ...(view.renewalOn ? [{ word: 'Renewal', fact: <DateText on={view.renewalOn} form="short" /> }] : []),
          { word: 'CSM', fact: <PersonChip person={csm} hasSide={false} /> },
          {
            word: 'Playbook',
            fact: view.playbook ? `${view.playbook.name}, version ${view.playbook.version}` : 'None yet',
          },
          ...(view.deal && view.deal.amountCents !== null
            ? [{ word: 'Deal', fact: money(view.deal.amountCents, view.deal.currency) }]
            : []),
        ]}
      />
    </div>
  );
}
