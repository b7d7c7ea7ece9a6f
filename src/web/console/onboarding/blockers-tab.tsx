import { useState } from 'react';
import type { BlockerView } from '../../api/types.ts';
import { useCommand } from '../../api/use-command.ts';
import { Fact } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { useClock } from '../../ui/clock.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { DateText, InstantText } from '../../ui/date-text.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Section } from '../../ui/page.tsx';
import { PersonChip, SideBadge } from '../../ui/person-chip.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { useIsAtLeast } from '../me.tsx';
import { useOnboarding } from './context.tsx';

function Expected({ on }: { on: string | null }) {
  const { today } = useClock();
  return on && on < today ? (
    <Fact tone="late" icon="clock">
      <DateText on={on} />
    </Fact>
  ) : (
    <DateText on={on} none="No date yet" />
  );
}

export function BlockersTab() {
  const { view, openTask } = useOnboarding();
  const mayChange = useIsAtLeast('member');
  const [resolving, setResolving] = useState<BlockerView | null>(null);
  const [dating, setDating] = useState<BlockerView | null>(null);
  const open = view.blockers.filter(({ resolvedAt }) => !resolvedAt);
  const resolved = view.blockers.filter(({ resolvedAt }) => resolvedAt);
  const taskOf = (blocker: BlockerView) => {
    const task = view.tasks.find(({ id }) => id === blocker.taskId);
    return task ? (
      <button type="button" className="row-open" onClick={() => openTask(task)}>
        {blocker.what}
      </button>
    ) : (
      <span className="strong">{blocker.what}</span>
    );
  };
  const what: Column<BlockerView> = {
    key: 'what',
    head: 'What is missing',
    width: '36%',
    cell: (blocker) => (
      <>
        {taskOf(blocker)}
        <span className="cell-sub">{blocker.taskName && `Blocks ${blocker.taskName}`}</span>
      </>
    ),
  };
  const owner: Column<BlockerView> = {
    key: 'owner',
    head: 'Who provides it',
    cell: ({ person, side }) => (person ? <PersonChip person={person} /> : <SideBadge side={side} />),
  };
  const since: Column<BlockerView> = {
    key: 'since',
    head: 'Since',
    cell: ({ openedAt, openedBy }) => (
      <>
        <InstantText at={openedAt} />
        {openedBy && <span className="cell-sub">by {openedBy}</span>}
      </>
    ),
  };
  if (view.blockers.length === 0)
    return (
      <EmptyState icon="circleCheck" title="Nothing is blocked">
        When somebody says what a task waits for, it stands here with who provides it and when.
      </EmptyState>
    );
  return (
    <>
      <Section title="Open">
        {open.length === 0 ? (
          <p className="soft">Nothing is blocked now.</p>
        ) : (
          <Table
            label="Open blockers"
            rows={open}
            rowKey={({ id }) => id}
            columns={[
              what,
              owner,
              { key: 'expected', head: 'Expected', cell: ({ expectedOn }) => <Expected on={expectedOn} /> },
              since,
              {
                key: 'act',
                head: '',
                isNumber: true,
                cell: (blocker) =>
                  mayChange && (
                    <span className="row">
                      <Button size="small" icon="calendar" onPress={() => setDating(blocker)}>
                        New date
                      </Button>
                      <Button size="small" icon="check" onPress={() => setResolving(blocker)}>
                        Resolve
                      </Button>
                    </span>
                  ),
              },
            ]}
          />
        )}
      </Section>
      {resolved.length > 0 && (
        <Section title="Resolved">
          <Table
            label="Resolved blockers"
            rows={resolved}
            rowKey={({ id }) => id}
            isMuted={() => true}
            columns={[
              what,
              owner,
              since,
              {
                key: 'resolved',
                head: 'Resolved',
                cell: ({ resolvedAt, resolution }) => (
                  <>
                    <InstantText at={resolvedAt} />
                    <span className="cell-sub">{resolution}</span>
                  </>
                ),
              },
            ]}
          />
        </Section>
      )}
      {dating && <SetExpected blocker={dating} onClose={() => setDating(null)} />}
      {resolving && <Resolve blocker={resolving} onClose={() => setResolving(null)} />}
    </>
  );
}

function SetExpected({ blocker, onClose }: { blocker: BlockerView; onClose: () => void }) {
  const run = useCommand();
  const { today } = useClock();
  const [expectedOn, setExpectedOn] = useState(blocker.expectedOn);
  return (
    <FormDialog
      title={`${blocker.what}: when is it expected?`}
      verb="Save"
      onClose={onClose}
      isIncomplete={!expectedOn || expectedOn < today}
      onSubmit={() =>
        run(
          'set-expected',
          'blocker',
          blocker.id,
          { expectedOn: expectedOn ?? '' },
          { done: 'Whoever provides it is asked on that day' },
        )
      }
    >
      <DateField label="Expected on" isRequired value={expectedOn} onChange={setExpectedOn} min={today} />
    </FormDialog>
  );
}

function Resolve({ blocker, onClose }: { blocker: BlockerView; onClose: () => void }) {
  const run = useCommand();
  const [resolution, setResolution] = useState('');
  return (
    <FormDialog
      title={`${blocker.what}: it is there`}
      verb="Resolve"
      onClose={onClose}
      onSubmit={() =>
        run(
          'resolve',
          'blocker',
          blocker.id,
          { resolution: resolution || undefined },
          { done: 'Resolved; the owner of the task is told' },
        )
      }
    >
      <TextField label="How it was resolved" isRequired={false} lines={2} value={resolution} onChange={setResolution} />
    </FormDialog>
  );
}
