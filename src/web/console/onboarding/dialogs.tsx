import { useState } from 'react';
import type { OnboardingView } from '../../api/types.ts';
import { useCommand } from '../../api/use-command.ts';
import { useClock } from '../../ui/clock.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { addDays, workDayAfter } from '../../ui/dates.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';

interface Props {
  view: OnboardingView;
  onClose: () => void;
}

export function Publish({ view, onClose }: Props) {
  const run = useCommand();
  const { today } = useClock();
  const [kickoffOn, setKickoffOn] = useState(view.kickoffOn);
  const customers = view.roles.flatMap(({ side, person }) => (side === 'customer' && person ? [person.name] : []));
  return (
    <FormDialog
      title="Publish this plan?"
      verb="Publish plan"
      onClose={onClose}
      isIncomplete={!kickoffOn}
      onSubmit={() =>
        run(
          'publish',
          'onboarding',
          view.id,
          { kickoffOn: kickoffOn ?? undefined },
          { done: `Published; ${view.account.name} gets a welcome` },
        )
      }
    >
      <p>
        From now on {view.account.name} hears from us, and this cannot be taken back.{' '}
        {customers.length > 0
          ? `The welcome goes to ${[...new Set(customers)].join(', ')}.`
          : 'Nobody of the customer is named yet; the welcome goes out as soon as somebody is.'}
      </p>
      <DateField
        label="Kickoff"
        isRequired
        value={kickoffOn}
        onChange={setKickoffOn}
        min={today}
        help="All dates of the plan follow from it."
      />
    </FormDialog>
  );
}

export function Hold({ view, onClose }: Props) {
  const run = useCommand();
  const { today } = useClock();
  const [reason, setReason] = useState('');
  const [resumeOn, setResumeOn] = useState<string | null>(workDayAfter(today, 14));
  return (
    <FormDialog
      title="Put on hold"
      verb="Put on hold"
      onClose={onClose}
      isIncomplete={reason.trim() === '' || !resumeOn}
      onSubmit={() =>
        run(
          'hold',
          'onboarding',
          view.id,
          { reason, resumeOn: resumeOn ?? '' },
          { done: 'On hold; nobody is chased', undo: () => run('resume', 'onboarding', view.id, {}) },
        )
      }
    >
      <TextField
        label="Why"
        isRequired
        value={reason}
        onChange={setReason}
        placeholder="Their security team is away until December"
      />
      <DateField
        label="Resume on"
        isRequired
        value={resumeOn}
        onChange={setResumeOn}
        min={addDays(today, 1)}
        help="Open due dates move by the business days on hold."
      />
    </FormDialog>
  );
}

export function Cancel({ view, onClose }: Props) {
  const run = useCommand();
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title={`Cancel ${view.account.name}’s onboarding?`}
      verb="Cancel the onboarding"
      isDanger
      onClose={onClose}
      isIncomplete={reason.trim() === ''}
      onSubmit={() =>
        run('cancel', 'onboarding', view.id, { reason }, { done: 'Cancelled; nobody is chased any more' })
      }
    >
      <p>
        Chasing stops for good, links in mails no longer work. The plan and its story are kept. This cannot be taken
        back.
      </p>
      <TextField label="Why" isRequired value={reason} onChange={setReason} />
    </FormDialog>
  );
}

export function ApproveGoLive({ view, onClose }: Props) {
  const run = useCommand();
  const [note, setNote] = useState('');
  return (
    <FormDialog
      title={`${view.account.name} goes live!`}
      verb="Approve go-live"
      onClose={onClose}
      onSubmit={() =>
        run(
          'approve-go-live',
          'onboarding',
          view.id,
          { note: note || undefined },
          { done: `${view.account.name} is live!` },
        )
      }
    >
      <p>
        The CRM then learns the stage, the go-live and renewal dates and the health baseline (
        {view.health.score ?? 'not known'} of 100), gets a note, the CSM’s check-in task and, where a renewal rule says
        so, the renewal deal. Everybody with a part in it hears the good news. This cannot be taken back.
      </p>
      <TextField label="Note for the record" isRequired={false} lines={3} value={note} onChange={setNote} />
    </FormDialog>
  );
}
