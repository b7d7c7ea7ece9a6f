import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { playbooksQuery } from '../../api/queries.ts';
import type { HealthStatus, OnboardingView } from '../../api/types.ts';
import { useCommand } from '../../api/use-command.ts';
import { useClock } from '../../ui/clock.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { addDays, workDayAfter } from '../../ui/dates.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { healthMeaning } from '../../ui/words.ts';

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
    <FormDialog title="Publish this plan?" verb="Publish plan" onClose={onClose} isIncomplete={!kickoffOn}
      onSubmit={() => run('publish', 'onboarding', view.id, { kickoffOn: kickoffOn ?? undefined }, { done: `Published; ${view.account.name} gets a welcome` })}>
      <p>
        From now on {view.account.name} hears from us, and this cannot be taken back. {customers.length > 0 ? `The welcome goes to ${[...new Set(customers)].join(', ')}.` : 'Nobody of the customer is named yet; the welcome goes out as soon as somebody is.'}
      </p>
      <DateField label="Kickoff" isRequired value={kickoffOn} onChange={setKickoffOn} min={today} help="All dates of the plan follow from it." />
    </FormDialog>
  );
}

export function Hold({ view, onClose }: Props) {
  const run = useCommand();
  const { today } = useClock();
  const [reason, setReason] = useState('');
  const [resumeOn, setResumeOn] = useState<string | null>(workDayAfter(today, 14));
  return (
    <FormDialog title="Put on hold" verb="Put on hold" onClose={onClose} isIncomplete={reason.trim() === '' || !resumeOn}
      onSubmit={() => run('hold', 'onboarding', view.id, { reason, resumeOn: resumeOn ?? '' }, { done: 'On hold; nobody is chased', undo: () => run('resume', 'onboarding', view.id, {}) })}>
      <TextField label="Why" isRequired value={reason} onChange={setReason} placeholder="Their security team is away until December" />
      <DateField label="Resume on" isRequired value={resumeOn} onChange={setResumeOn} min={addDays(today, 1)} help="Open due dates move by the working days on hold." />
    </FormDialog>
  );
}

export function Cancel({ view, onClose }: Props) {
  const run = useCommand();
  const [reason, setReason] = useState('');
  return (
    <FormDialog title={`Cancel ${view.account.name}’s onboarding?`} verb="Cancel the onboarding" isDanger onClose={onClose} isIncomplete={reason.trim() === ''}
      onSubmit={() => run('cancel', 'onboarding', view.id, { reason }, { done: 'Cancelled; nobody is chased any more' })}>
      <p>Chasing stops for good, links in mails no longer work. The plan and its story are kept. This cannot be taken back.</p>
      <TextField label="Why" isRequired value={reason} onChange={setReason} />
    </FormDialog>
  );
}

export function ApproveGoLive({ view, onClose }: Props) {
  const run = useCommand();
  const [note, setNote] = useState('');
  return (
    <FormDialog title={`${view.account.name} goes live!`} verb="Approve go-live" onClose={onClose}
      onSubmit={() => run('approve-go-live', 'onboarding', view.id, { note: note || undefined }, { done: `${view.account.name} is live!` })}>
      <p>The CRM then learns the stage, the go-live and renewal dates and the health baseline ({view.health.score ?? 'not known'} of 100), gets a note and the CSM’s check-in task. This cannot be taken back.</p>
      <TextField label="Note for the record" isRequired={false} lines={3} value={note} onChange={setNote} />
    </FormDialog>
  );
}

const healths: readonly HealthStatus[] = ['on_track', 'at_risk', 'blocked'];
const usualScore: Record<HealthStatus, number> = { on_track: 85, at_risk: 60, blocked: 30 };

export function OverrideHealth({ view, onClose }: Props) {
  const run = useCommand();
  const { today } = useClock();
  const [status, setStatus] = useState<HealthStatus>(view.health.override?.status ?? view.health.status ?? 'at_risk');
  const [reason, setReason] = useState(view.health.override?.reason ?? '');
  const [until, setUntil] = useState<string | null>(workDayAfter(today, 14));
  const [score, setScore] = useState(String(view.health.override?.score ?? usualScore[status]));
  const override = { status, score: Number(score), reason, until: until ?? '' };
  const isScore = /^\d{1,2}$|^100$/.test(score);
  const end = () => run('override-health', 'onboarding', view.id, { override: null }, { done: 'Health follows the facts again' });
  return (
    <FormDialog title="Set health by hand" verb={reason.trim() === '' && view.health.override ? 'Follow the facts again' : 'Set health'} onClose={onClose}
      isIncomplete={(reason.trim() === '' && !view.health.override) || !until || !isScore}
      onSubmit={() => (reason.trim() === '' ? end() : run('override-health', 'onboarding', view.id, { override }, { done: `Health is ${healthMeaning[status].word.toLowerCase()} until then`, undo: end }))}>
      <SelectField label="Health" value={status} onChange={(next) => { setStatus(next); setScore(String(usualScore[next])); }} choices={healths.map((key) => ({ key, label: healthMeaning[key].word, icon: healthMeaning[key].icon }))} />
      <TextField label="Score, 0 to 100" isRequired inputMode="numeric" value={score} onChange={setScore} error={isScore ? undefined : 'A whole number from 0 to 100'} />
      <TextField label="Why" value={reason} onChange={setReason} help={view.health.override ? 'Leave empty to follow the facts again.' : 'Shown beside the health, with your name.'} />
      <DateField label="Until" isRequired value={until} onChange={setUntil} min={addDays(today, 1)} />
    </FormDialog>
  );
}

export function SetKickoff({ view, onClose }: Props) {
  const run = useCommand();
  const [kickoffOn, setKickoffOn] = useState(view.kickoffOn);
  const before = view.kickoffOn;
  return (
    <FormDialog title="Move the kickoff" verb="Move the kickoff" onClose={onClose} isIncomplete={!kickoffOn}
      onSubmit={() => run('set-kickoff', 'onboarding', view.id, { kickoffOn: kickoffOn ?? '' }, {
        done: 'Kickoff moved; dates that are not locked follow', ...(before && { undo: () => run('set-kickoff', 'onboarding', view.id, { kickoffOn: before }) }),
      })}>
      <DateField label="Kickoff" isRequired value={kickoffOn} onChange={setKickoffOn} />
    </FormDialog>
  );
}

export function SetTarget({ view, onClose }: Props) {
  const run = useCommand();
  const [targetGoLiveOn, setTarget] = useState(view.targetGoLiveOn);
  const [reason, setReason] = useState('');
  const before = view.targetGoLiveOn;
  return (
    <FormDialog title="Set the agreed go-live" verb="Set go-live" onClose={onClose} isIncomplete={!targetGoLiveOn}
      onSubmit={() => run('set-target-go-live', 'onboarding', view.id, { targetGoLiveOn: targetGoLiveOn ?? '', reason: reason || undefined }, {
        done: 'Go-live date set', ...(before && { undo: () => run('set-target-go-live', 'onboarding', view.id, { targetGoLiveOn: before }) }),
      })}>
      <DateField label="Go-live" isRequired value={targetGoLiveOn} onChange={setTarget} />
      <TextField label="Why it moves" isRequired={false} value={reason} onChange={setReason} />
    </FormDialog>
  );
}

export function ChoosePlaybook({ view, onClose }: Props) {
  const run = useCommand();
  const playbooks = useQuery(playbooksQuery).data?.items ?? [];
  const [key, setKey] = useState(view.playbook?.key ?? null);
  return (
    <FormDialog title="Choose a playbook" verb="Build the draft" onClose={onClose} isIncomplete={!key}
      onSubmit={() => run('choose-playbook', 'onboarding', view.id, { playbookKey: key ?? '' }, { done: 'The draft is built from this playbook' })}>
      <p>The draft plan is built anew; changes made to it by hand are lost.</p>
      <SelectField label="Playbook" isRequired value={key} onChange={setKey} choices={playbooks.map((playbook) => ({ key: playbook.key, label: playbook.name, detail: playbook.description }))} />
    </FormDialog>
  );
}
