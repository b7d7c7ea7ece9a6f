import { useState } from 'react';
import { useCommand, sayProblem } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { DateText, InstantText } from '../../ui/date-text.tsx';
import { Banner } from '../../ui/states.tsx';
import { AmendmentPanel } from './amendment-panel.tsx';
import { useOnboarding } from './context.tsx';

/** What one must know before anything else: what is wrong, what is held, what nobody has heard yet. */
export function Notices() {
  const { view } = useOnboarding();
  const run = useCommand();
  const [isAmending, setIsAmending] = useState(false);
  const readAgain = () =>
    void run('retry-deal', 'onboarding', view.id, {}, { done: 'Reading the deal again' }).catch(sayProblem);
  return (
    <>
      {view.problems.map((problem) => (
        <Banner
          key={problem.code + problem.message}
          tone="late"
          icon="alert"
          title={problem.message}
          action={
            problem.code === 'amended' ? (
              <Button size="small" onPress={() => setIsAmending(true)}>
                See what changes in the plan
              </Button>
            ) : (
              view.can.includes('retry-deal') &&
              view.deal && (
                <Button size="small" icon="refresh" onPress={readAgain}>
                  Read the deal again
                </Button>
              )
            )
          }
        >
          {problem.fixBy}
        </Banner>
      ))}
      {isAmending && <AmendmentPanel onClose={() => setIsAmending(false)} />}
      {view.hold && (
        <Banner
          tone="attention"
          icon="pause"
          title={
            <>
              On hold since <InstantText at={view.hold.since} isSince />: {view.hold.reason}
            </>
          }
        >
          Nobody is chased and clocks stand still.{' '}
          {view.hold.resumeOn ? (
            <>
              It resumes <DateText on={view.hold.resumeOn} />.
            </>
          ) : (
            'It resumes when the CRM says so.'
          )}
        </Banner>
      )}
      {view.status === 'draft' && (
        <Banner
          tone="accent"
          icon="half"
          title={`This plan is a draft: nobody at ${view.account.name} hears from us yet`}
        >
          Look it through, change dates and owners, then publish. The customer’s people get a welcome and their first
          tasks.
        </Banner>
      )}
      {view.status === 'draft' && !view.hasManager && (
        <Banner tone="attention" icon="alert" title="Nobody is our manager here">
          What is overdue for five days would escalate to whoever comes closest, as a rule the CSM again. Name a manager
          of the team under People here, or the CSM’s own under Settings, People.
        </Banner>
      )}
      {view.status === 'cancelled' && (
        <Banner icon="close" title="Cancelled">
          {view.cancelReason}
        </Banner>
      )}
    </>
  );
}
