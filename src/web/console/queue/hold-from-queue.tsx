import { useState } from 'react';
import { useCommand } from '../../api/use-command.ts';
import type { QueueItem } from '../../api/types.ts';
import { useClock } from '../../ui/clock.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { addDays, workDayAfter } from '../../ui/dates.ts';
import { FormDialog } from '../../ui/dialog.tsx';

export function HoldFromQueue({ item, onClose }: { item: QueueItem; onClose: () => void }) {
  const run = useCommand();
  const { today } = useClock();
  const [until, setUntil] = useState<string | null>(workDayAfter(today, 2));
  return (
    <FormDialog
      title="Hold the escalation"
      verb="Hold"
      onClose={onClose}
      isIncomplete={!until || !item.subjectId}
      onSubmit={() =>
        run(
          'hold-escalation',
          'task',
          item.subjectId ?? '',
          { until: until ?? '' },
          { done: 'Held; reminders go on, nobody above is told' },
        )
      }
    >
      <p>{item.title}.</p>
      <DateField label="Until" isRequired value={until} onChange={setUntil} min={addDays(today, 1)} />
    </FormDialog>
  );
}
