import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { playbooksQuery } from '../../api/queries.ts';
import type { OnboardingView } from '../../api/types.ts';
import { useCommand } from '../../api/use-command.ts';
import { DateField } from '../../ui/date-field.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';

interface Props {
  view: OnboardingView;
  onClose: () => void;
}

export function SetKickoff({ view, onClose }: Props) {
  const run = useCommand();
  const [kickoffOn, setKickoffOn] = useState(view.kickoffOn);
  const before = view.kickoffOn;
  return (
    <FormDialog
      title="Move the kickoff"
      verb="Move the kickoff"
      onClose={onClose}
      isIncomplete={!kickoffOn}
      onSubmit={() =>
        run(
          'set-kickoff',
          'onboarding',
          view.id,
          { kickoffOn: kickoffOn ?? '' },
          {
            done: 'Kickoff moved; dates that are not locked follow',
            ...(before && { undo: () => run('set-kickoff', 'onboarding', view.id, { kickoffOn: before }) }),
          },
        )
      }
    >
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
    <FormDialog
      title="Set the agreed go-live"
      verb="Set go-live"
      onClose={onClose}
      isIncomplete={!targetGoLiveOn}
      onSubmit={() =>
        run(
          'set-target-go-live',
          'onboarding',
          view.id,
          { targetGoLiveOn: targetGoLiveOn ?? '', reason: reason || undefined },
          {
            done: 'Go-live date set',
            ...(before && { undo: () => run('set-target-go-live', 'onboarding', view.id, { targetGoLiveOn: before }) }),
          },
        )
      }
    >
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
    <FormDialog
      title="Choose a playbook"
      verb="Build the draft"
      onClose={onClose}
      isIncomplete={!key}
      onSubmit={() =>
        run(
          'choose-playbook',
          'onboarding',
          view.id,
          { playbookKey: key ?? '' },
          { done: 'The draft is built from this playbook' },
        )
      }
    >
      <p>The draft plan is built anew; changes made to it by hand are lost.</p>
      <SelectField
        label="Playbook"
        isRequired
        value={key}
        onChange={setKey}
        choices={playbooks.map((playbook) => ({
          key: playbook.key,
          label: playbook.name,
          detail: playbook.description,
        }))}
      />
    </FormDialog>
  );
}
