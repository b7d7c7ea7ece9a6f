import { useState } from 'react';
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
  const end = () =>
    run('override-health', 'onboarding', view.id, { override: null }, { done: 'Health follows the facts again' });
  return (
    <FormDialog
      title="Set health by hand"
      verb={reason.trim() === '' && view.health.override ? 'Follow the facts again' : 'Set health'}
      onClose={onClose}
      isIncomplete={(reason.trim() === '' && !view.health.override) || !until || !isScore}
      onSubmit={() =>
        reason.trim() === ''
          ? end()
          : run(
              'override-health',
              'onboarding',
              view.id,
              { override },
              { done: `Health is ${healthMeaning[status].word.toLowerCase()} until then`, undo: end },
            )
      }
    >
      <SelectField
        label="Health"
        value={status}
        onChange={(next) => {
          setStatus(next);
          setScore(String(usualScore[next]));
        }}
        choices={healths.map((key) => ({ key, label: healthMeaning[key].word, icon: healthMeaning[key].icon }))}
      />
      <TextField
        label="Score, 0 to 100"
        isRequired
        inputMode="numeric"
        value={score}
        onChange={setScore}
        error={isScore ? undefined : 'A whole number from 0 to 100'}
      />
      <TextField
        label="Why"
        value={reason}
        onChange={setReason}
        help={
          view.health.override ? 'Leave empty to follow the facts again.' : 'Shown beside the health, with your name.'
        }
      />
      <DateField label="Until" isRequired value={until} onChange={setUntil} min={addDays(today, 1)} />
    </FormDialog>
  );
}
