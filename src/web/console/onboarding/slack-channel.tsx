import { Fact } from '../../ui/badge.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { useOnboarding } from './context.tsx';

/** Nothing where the playbook wants no channel, or it is not made yet. */
export function SlackChannel() {
  const { slackChannel } = useOnboarding().view;
  if (!slackChannel) return null;
  const { name, reason, refusedSince } = slackChannel;
  return (
    <section className="card card-body stack-tight" aria-label="Slack channel of this onboarding">
      <h2>Slack channel</h2>
      <p className="cell-wrap">#{name}</p>
      {reason !== null && (
        <>
          <Fact tone="attention" icon="alert">
            Slack has refused what should happen here
            {refusedSince !== null && (
              <>
                {' '}
                since <InstantText at={refusedSince} isSince />
              </>
            )}
          </Fact>
          <p className="soft cell-wrap">{reason}</p>
        </>
      )}
    </section>
  );
}
