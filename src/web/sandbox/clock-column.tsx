import { useQuery } from '@tanstack/react-query';
import { Button } from '../ui/button.tsx';
import { useClock } from '../ui/clock.tsx';
import { InstantText } from '../ui/date-text.tsx';
import { absoluteDate, localDateIn, timeIn } from '../ui/dates.ts';
import { Icon } from '../ui/icons.tsx';
import { Counters } from './counters.tsx';
import { Deliveries } from './deliveries.tsx';
import { HubSpotFaults } from './hubspot-faults.tsx';
import { JiraList } from './jira-list.tsx';
import { MailFaults } from './mail-faults.tsx';
import { clockQuery, type ClockMove, sandboxActions } from './sandbox-api.ts';
import { SalesforceDeliveries } from './salesforce-deliveries.tsx';
import { OutboundFaults, SalesforceFaults } from './salesforce-faults.tsx';
import { SlackDeliveries } from './slack-deliveries.tsx';
import { SlackFaults } from './slack-faults.tsx';
import { useAct } from './use-act.ts';

/** Time goes forward wake by wake, in order; each step waits until everything is quiet. */
export function ClockColumn() {
  return (
    <section className="column column-clock" aria-label="Clock and faults">
      <ClockCard />
      <JiraList />
      <HubSpotFaults />
      <SalesforceFaults />
      <OutboundFaults />
      <MailFaults />
      <SlackFaults />
      <Deliveries />
      <SalesforceDeliveries />
      <SlackDeliveries />
      <Counters />
    </section>
  );
}

function ClockCard() {
  const clock = useQuery(clockQuery).data;
  const { zone } = useClock();
  const { act, isBusy } = useAct();
  const nowMs = clock ? Date.parse(clock.now) : null;
  const move = (by: ClockMove) => void act(() => sandboxActions.moveClock(by));
  return (
    <div className="card card-body stack clock-card">
      <h2>Clock</h2>
      <div aria-live="polite">
        <p className="clock-now">{nowMs === null ? '–' : timeIn(zone, nowMs)}</p>
        <p className="soft">{nowMs !== null && absoluteDate(localDateIn(zone, nowMs), '')}</p>
      </div>
      <p className="row soft">
        <Icon name={isBusy || clock?.quiet === false ? 'half' : 'circleCheck'} />
        {isBusy ? 'Going forward, one event at a time' : clock?.quiet === false ? 'At work' : 'Quiet'}
      </p>
      <p className="soft">Next event: {clock?.nextAt ? <InstantText at={clock.nextAt} /> : 'none is planned'}</p>
      <div className="row">
        <Button
          look="primary"
          icon="skip"
          isPending={isBusy}
          isDisabled={!clock?.nextAt}
          onPress={() => move({ toNext: true })}
        >
          To the next event
        </Button>
        <Button icon="plus" isDisabled={isBusy} onPress={() => move({ forwardDays: 1 })}>
          1 day
        </Button>
        <Button icon="plus" isDisabled={isBusy} onPress={() => move({ forwardDays: 7 })}>
          1 week
        </Button>
      </div>
    </div>
  );
}
