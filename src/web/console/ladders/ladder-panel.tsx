import { type SubmitEvent, useState } from 'react';
import type { Ladder } from '../../api/types.ts';
import { Button } from '../../ui/button.tsx';
import { SidePanel } from '../../ui/dialog.tsx';
import { CheckField, TextField } from '../../ui/field.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { plainWords } from '../../ui/words.ts';
import { useLadders } from './ladder-changes.ts';
import { ladderKey, withLadder } from './ladder-edits.ts';
import { StepList } from './step-list.tsx';

/** What a new ladder begins with: asked on the day, and somebody hears of it for as long as it is late. */
const fresh: Ladder = {
  urgent: false,
  rungs: [
    { at: 0, kind: 'due', to: 'owner', orElse: null, repeatEvery: null },
    { at: 5, kind: 'escalation', to: 'team.manager', orElse: null, repeatEvery: 5 },
  ],
};

/** One ladder; a press on the button puts it into the playbook on the screen, where it is tried and saved. */
export function LadderPanel({ name, onClose }: { name: string | null; onClose: () => void }) {
  const { own, whole, view, change } = useLadders();
  const [ladder, setLadder] = useState<Ladder>((name === null ? undefined : whole.ladders[name]) ?? fresh);
  const [words, setWords] = useState('');
  const key = name ?? ladderKey(words);
  const isTaken = name === null && whole.ladders[key] !== undefined;
  const isWhole = key !== '' && !isTaken && ladder.rungs.length > 0;
  const set = (part: Partial<Ladder>): void => setLadder((before) => ({ ...before, ...part }));
  const setCap = (cap: keyof NonNullable<Ladder['caps']>, value: number | null): void => {
    const { [cap]: _before, ...others } = ladder.caps ?? {};
    const caps = value === null ? others : { ...others, [cap]: value };
    const { caps: _caps, ...rest } = ladder;
    setLadder(Object.keys(caps).length === 0 ? rest : { ...rest, caps });
  };
  const keep = (next: Ladder | null): void => {
    const isAsInFile = JSON.stringify(next) === JSON.stringify(view.file?.ladders[key]);
    change(withLadder(own, key, isAsInFile ? null : next));
    onClose();
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (isWhole) keep(ladder);
  };
  const isInFile = view.file?.ladders[key] !== undefined;
  const title = name === null ? 'Add a ladder' : `Ladder: ${plainWords(name)}`;
  return (
    <SidePanel title={title} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <h2>{title}</h2>
        {name === null && (
          <TextField
            label="Name"
            isRequired
            help={key === '' ? 'Such as: Patient' : `In files it is called ${key}.`}
            error={isTaken ? 'There is a ladder of this name' : undefined}
            value={words}
            onChange={setWords}
          />
        )}
        <StepList rungs={ladder.rungs} onChange={(rungs) => set({ rungs })} />
        <CheckField isSelected={ladder.urgent} onChange={(urgent) => set({ urgent })}>
          Urgent: nothing waits for the day’s one message, only for working hours
        </CheckField>
        <fieldset className="plain-fieldset stack-tight">
          <legend className="strong">At most, of one person</legend>
          <p className="faint small">
            How often for one task, how many business days apart, for how many tasks on one day. Left empty, as the
            steps say. Escalations are not held back.
          </p>
          <div className="ladder-caps">
            <NumberField
              label="For one task"
              isRequired={false}
              value={ladder.caps?.perTask ?? null}
              onChange={(value) => setCap('perTask', value)}
            />
            <NumberField
              label="Days apart"
              isRequired={false}
              value={ladder.caps?.apartDays ?? null}
              onChange={(value) => setCap('apartDays', value)}
            />
            <NumberField
              label="Tasks a day"
              isRequired={false}
              value={ladder.caps?.perDay ?? null}
              onChange={(value) => setCap('perDay', value)}
            />
          </div>
        </fieldset>
        <div className="dialog-actions">
          {name !== null && own.ladders[name] !== undefined && (
            <Button look="quiet" icon="undo" onPress={() => keep(null)}>
              {isInFile ? 'As the file says' : 'Remove'}
            </Button>
          )}
          <Button type="submit" look="primary" isDisabled={!isWhole}>
            {name === null ? 'Add' : 'Change'}
          </Button>
        </div>
      </form>
    </SidePanel>
  );
}
