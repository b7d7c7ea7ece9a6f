import { useState } from 'react';
import { useCommand } from '../../api/use-command.ts';
import type { CheckInView } from '../../api/types.ts';
import { Button } from '../../ui/button.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Section } from '../../ui/page.tsx';
import { Table } from '../../ui/table.tsx';
import { plainWords } from '../../ui/words.ts';
import { useIsAtLeast } from '../me.tsx';
import { useOnboarding } from './context.tsx';

const kindWords = (kind: string): string => {
  const [, what, days] = /^(check_in|renewal|pulse)_(\d+)$/.exec(kind) ?? [];
  if (what === 'check_in') return `Check-in after ${days} days`;
  if (what === 'pulse') return `How they are doing after ${days} days`;
  return what === 'renewal' ? `Renewal reminder, ${days} days before` : plainWords(kind);
};

const answerWords: Record<NonNullable<CheckInView['answer']>, string> = {
  great: 'Very well',
  fine: 'All right',
  poor: 'Not well',
};

function Compared({ checkIn }: { checkIn: CheckInView }) {
  if (checkIn.health === null) return <span className="faint">–</span>;
  const change = checkIn.baseline === null ? null : checkIn.health - checkIn.baseline;
  return (
    <>
      {checkIn.health}
      {change !== null && (
        <span className="cell-sub">
          {change === 0 ? 'as at go-live' : `${change > 0 ? '+' : '−'}${Math.abs(change)} since go-live`}
        </span>
      )}
    </>
  );
}

/** Hypercare, success handover, check-ins and renewal: what follows once a customer is live. */
export function AfterGoLive() {
  const { view } = useOnboarding();
  const mayChange = useIsAtLeast('member');
  const [recording, setRecording] = useState<CheckInView | null>(null);
  if (!view.liveAt || view.checkIns.length === 0) return null;
  return (
    <Section title="After go-live">
      <Table
        label="After go-live"
        rows={view.checkIns}
        rowKey={({ id }) => id}
        isMuted={({ state }) => state === 'obsolete'}
        columns={[
          { key: 'kind', head: 'What', cell: ({ kind }) => <span className="strong">{kindWords(kind)}</span> },
          { key: 'due', head: 'When', cell: ({ dueOn }) => <DateText on={dueOn} /> },
          { key: 'state', head: 'State', cell: ({ state }) => plainWords(state) },
          { key: 'health', head: 'Health', isNumber: true, cell: (checkIn) => <Compared checkIn={checkIn} /> },
          {
            key: 'note',
            head: 'Note',
            cell: ({ note, answer }) => [answer && answerWords[answer], note].filter(Boolean).join(': '),
          },
          {
            key: 'act',
            head: '',
            cell: (checkIn) =>
              checkIn.state === 'open' &&
              mayChange && (
                <Button size="small" onPress={() => setRecording(checkIn)}>
                  Record
                </Button>
              ),
          },
        ]}
      />
      {recording && <RecordCheckIn checkIn={recording} onClose={() => setRecording(null)} />}
    </Section>
  );
}

function RecordCheckIn({ checkIn, onClose }: { checkIn: CheckInView; onClose: () => void }) {
  const run = useCommand();
  const [note, setNote] = useState('');
  return (
    <FormDialog
      title={kindWords(checkIn.kind)}
      verb="Record"
      onClose={onClose}
      isIncomplete={note.trim() === ''}
      onSubmit={() => run('complete-check-in', 'check-in', checkIn.id, { note }, { done: 'Recorded' })}
    >
      <TextField label="How it went" isRequired lines={4} value={note} onChange={setNote} />
    </FormDialog>
  );
}
